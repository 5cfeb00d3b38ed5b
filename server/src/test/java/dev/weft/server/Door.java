package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.model.Json;
import dev.weft.server.files.FileRows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A way to read a port as a person. Empty: the person is refused. */
enum Door {
  KAFKA {
    @Override
    Optional<List<Map<String, String>>> read(
        DoorsMesh mesh, String person, String port, PortFormat format, int expected) {
      try (var consumer = mesh.key(person).bytes()) {
        var partitions =
            consumer.partitionsFor(port).stream()
                .map(info -> new TopicPartition(port, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
          return Optional.empty();
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions);
        var seen = new ArrayList<Map<String, String>>();
        Eventually.within(
            Duration.ofSeconds(30),
            "the end of the port",
            () -> {
              consumer
                  .poll(Duration.ofMillis(100))
                  .forEach(each -> seen.add(Flat.of(format.decode(each.value()))));
              return ends.entrySet().stream()
                  .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        return Optional.of(seen);
      } catch (KafkaException e) {
        return Optional.empty();
      }
    }

    @Override
    void follow(
        DoorsMesh mesh, String person, String port, PortFormat format, Collection<String> seen) {
      try (var consumer = mesh.key(person).bytes()) {
        var partition = new TopicPartition(port, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (true) {
          consumer
              .poll(Duration.ofMillis(100))
              .forEach(each -> seen.add(format.decode(each.value()).toString()));
        }
      } catch (KafkaException e) {
        return; // The stream has ended: that is what is waited for.
      }
    }
  },
  KCAT {
    @Override
    Optional<List<Map<String, String>>> read(
        DoorsMesh mesh, String person, String port, PortFormat format, int expected)
        throws IOException, InterruptedException {
      assumeTrue(Files.isExecutable(Path.of("/usr/bin/kcat")), "kcat is not on this machine");
      var key = mesh.key(person);
      var out = Files.createTempFile("kcat", ".out");
      var command = new ArrayList<>(List.of("kcat", "-b", key.bootstrap()));
      Stream.of(
              "security.protocol=SASL_PLAINTEXT",
              // librdkafka before 2.6.1 fails with SCRAM by a mistake of its own.
              "sasl.mechanisms=PLAIN",
              "sasl.username=" + key.id(),
              "sasl.password=" + key.secret(),
              "isolation.level=read_committed")
          .forEach(setting -> command.addAll(List.of("-X", setting)));
      command.addAll(List.of("-C", "-t", port, "-o", "beginning", "-e", "-q", "-f", "%S\n%s"));
      var process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      var bytes = ByteBuffer.wrap(Files.readAllBytes(out));
      Files.delete(out);
      return process.exitValue() == 0 ? Optional.of(framed(bytes, format)) : Optional.empty();
    }
  },
  CLI {
    @Override
    Optional<List<Map<String, String>>> read(
        DoorsMesh mesh, String person, String port, PortFormat format, int expected) {
      var out = new ByteArrayOutputStream();
      var code = weft(mesh, person, out, "read", port);
      assertThat(code).isIn(0, 3);
      return code == 0
          ? Optional.of(Flat.lines(out.toString(StandardCharsets.UTF_8)))
          : Optional.empty();
    }

    @Override
    void follow(
        DoorsMesh mesh, String person, String port, PortFormat format, Collection<String> seen) {
      var out =
          new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int from, int length) {
              super.write(bytes, from, length);
              var lines = toString(StandardCharsets.UTF_8).lines().toList();
              lines.subList(Math.min(seen.size(), lines.size()), lines.size()).forEach(seen::add);
            }
          };
      var code = weft(mesh, person, out, "read", port, "--follow");
      assertThat(code).as("the command says that the stream has ended").isEqualTo(3);
    }
  },
  NDJSON {
    @Override
    Optional<List<Map<String, String>>> read(
        DoorsMesh mesh, String person, String port, PortFormat format, int expected)
        throws IOException, InterruptedException {
      return http(mesh, person, port, "records", "application/x-ndjson").map(Flat::lines);
    }
  },
  CSV {
    @Override
    Optional<List<Map<String, String>>> read(
        DoorsMesh mesh, String person, String port, PortFormat format, int expected)
        throws IOException, InterruptedException {
      return http(mesh, person, port, "records", "text/csv").map(Flat::table);
    }
  },
  EVENTS {
    @Override
    Optional<List<Map<String, String>>> read(
        DoorsMesh mesh, String person, String port, PortFormat format, int expected)
        throws IOException, InterruptedException {
      var query = "records?max=" + Math.max(1, expected) + (expected == 0 ? "" : "&follow=true");
      return http(mesh, person, port, query, EVENT_STREAM)
          .map(
              text ->
                  Flat.lines(
                      text.lines()
                          .filter(line -> line.startsWith(DATA))
                          .map(line -> line.substring(DATA.length()))
                          .collect(Collectors.joining("\n"))));
    }

    @Override
    void follow(
        DoorsMesh mesh, String person, String port, PortFormat format, Collection<String> seen)
        throws InterruptedException {
      try {
        HttpClient.newHttpClient()
            .send(
                request(mesh, person, port, "records?follow=true", EVENT_STREAM),
                HttpResponse.BodyHandlers.ofLines())
            .body()
            .filter(line -> line.startsWith(DATA))
            .forEach(seen::add);
      } catch (IOException | java.io.UncheckedIOException e) {
        return; // The stream has ended: that is what is waited for.
      }
    }
  },
  SOCKET {
    @Override
    Optional<List<Map<String, String>>> read(
        DoorsMesh mesh, String person, String port, PortFormat format, int expected)
        throws InterruptedException {
      var query = "records?max=" + Math.max(1, expected) + (expected == 0 ? "" : "&follow=true");
      var seen = new ArrayList<String>();
      var code = RecordSocket.read(mesh, person, port, query, seen);
      code.ifPresent(closed -> assertThat(closed).isEqualTo(1000));
      return code.map(
          closed -> seen.stream().map(text -> Flat.of(Json.parse(text).path("value"))).toList());
    }

    @Override
    void follow(
        DoorsMesh mesh, String person, String port, PortFormat format, Collection<String> seen)
        throws InterruptedException {
      var code = RecordSocket.read(mesh, person, port, "records?follow=true", seen);
      assertThat(code).as("the code that says why").contains(1008);
    }
  },
  FILE {
    @Override
    Optional<List<Map<String, String>>> read(
        DoorsMesh mesh, String person, String port, PortFormat format, int expected)
        throws IOException {
      var folder = Files.createTempDirectory("door");
      var file = folder.resolve("records.parquet");
      var out = new ByteArrayOutputStream();
      var code =
          weft(mesh, person, out, "read", port, "--format", "parquet", "--file", file.toString());
      assertThat(code).isIn(0, 3);
      assertThat(Files.exists(file)).as("a file is whole, or not there").isEqualTo(code == 0);
      try {
        return code == 0
            ? Optional.of(FileRows.of(file).rows().stream().map(Flat::of).toList())
            : Optional.empty();
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    }
  },
  TABLE {
    @Override
    Optional<List<Map<String, String>>> read(
        DoorsMesh mesh, String person, String port, PortFormat format, int expected)
        throws IOException {
      var folder = Files.createTempDirectory("door");
      try {
        var table = folder.resolve("table").toString();
        var out = new ByteArrayOutputStream();
        var code = weft(mesh, person, out, "read", port, "--format", "iceberg", "--file", table);
        assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isIn(0, 3);
        return code == 0 ? Optional.of(dataFiles(folder)) : Optional.empty();
      } finally {
        delete(folder);
      }
    }

    private static List<Map<String, String>> dataFiles(Path folder) throws IOException {
      try (var files = Files.walk(folder)) {
        var rows = new ArrayList<Map<String, String>>();
        for (var file : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
          FileRows.of(file).rows().stream().map(Flat::of).forEach(rows::add);
        }
        return rows;
      }
    }
  },
  SAMPLE {
    @Override
    Optional<List<Map<String, String>>> read(
        DoorsMesh mesh, String person, String port, PortFormat format, int expected)
        throws IOException, InterruptedException {
      return http(mesh, person, port, "sample", "application/json").map(Door::items);
    }
  },
  ROWS {
    @Override
    Optional<List<Map<String, String>>> read(
        DoorsMesh mesh, String person, String port, PortFormat format, int expected)
        throws IOException, InterruptedException {
      return http(mesh, person, port, "rows", "application/json").map(Door::items);
    }

    /** Who may read a stretch of time only has no rows, for a row may be older than that. */
    @Override
    boolean isFor(DoorRule rule) {
      return rule != DoorRule.WINDOW && rule != DoorRule.ENDED;
    }
  };

  /** Those that wait for more at the end. */
  static final List<Door> FOLLOWING = List.of(KAFKA, CLI, EVENTS, SOCKET);

  private static final String EVENT_STREAM = "text/event-stream";
  private static final String DATA = "data: ";

  /**
   * Everything that the person gets.
   *
   * @param expected as many records end it, where it would wait for more
   */
  abstract Optional<List<Map<String, String>>> read(
      DoorsMesh mesh, String person, String port, PortFormat format, int expected)
      throws IOException, InterruptedException;

  /** Adds what comes, and returns when the stream ends. */
  void follow(
      DoorsMesh mesh, String person, String port, PortFormat format, Collection<String> seen)
      throws InterruptedException {
    throw new UnsupportedOperationException(this + " does not wait for more");
  }

  /** Whether it shows anything to whom this rule holds for. */
  boolean isFor(DoorRule rule) {
    return true;
  }

  /** Whether a null is something else there than a field that is missing. */
  boolean tellsNulls() {
    return this != CSV && this != FILE && this != TABLE;
  }

  /** Who loses a grant while reading by this door. */
  String leaver() {
    return "leaver-" + name().toLowerCase(Locale.ROOT);
  }

  /** The command line itself, in this process. */
  static int weft(DoorsMesh mesh, String person, ByteArrayOutputStream out, String... arguments) {
    var printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    var errors = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return dev.weft.cli.Main.run(
        new ByteArrayInputStream(new byte[0]),
        printed,
        errors,
        Map.of("WEFT_URL", mesh.url(), "WEFT_TOKEN", mesh.person(person).token()),
        arguments);
  }

  private static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static List<Map<String, String>> items(String text) {
    return Json.parse(text)
        .path("items")
        .valueStream()
        .map(item -> Flat.of(item.path("value")))
        .toList();
  }

  private static List<Map<String, String>> framed(ByteBuffer bytes, PortFormat format) {
    var seen = new ArrayList<Map<String, String>>();
    while (bytes.hasRemaining()) {
      var length = 0;
      for (var digit = bytes.get(); digit != '\n'; digit = bytes.get()) {
        length = 10 * length + digit - '0';
      }
      var value = new byte[length];
      bytes.get(value);
      seen.add(Flat.of(format.decode(value)));
    }
    return seen;
  }

  private static Optional<String> http(
      DoorsMesh mesh, String person, String port, String path, String accept)
      throws IOException, InterruptedException {
    var response =
        HttpClient.newHttpClient()
            .send(request(mesh, person, port, path, accept), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isIn(200, 403, 409);
    return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
  }

  private static HttpRequest request(
      DoorsMesh mesh, String person, String port, String path, String accept) {
    return HttpRequest.newBuilder(URI.create(mesh.url() + "/api/v1/ports/" + port + "/" + path))
        .header("Authorization", "Bearer " + mesh.person(person).token())
        .header("Accept", accept)
        .timeout(Duration.ofSeconds(60))
        .build();
  }
}
