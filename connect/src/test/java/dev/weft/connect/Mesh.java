package dev.weft.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.Json;
import dev.weft.server.Settings;
import dev.weft.server.Weft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A real server in this process, its administrator, and what is really in its topics. */
final class Mesh implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path data;
  private final Weft weft;
  private final String token;
  private KafkaConsumer<String, String> looking;

  Mesh(Path data, String... more) throws IOException {
    this.data = data;
    var arguments =
        new ArrayList<>(List.of("--http", "0", "--gateway", "0", "--search-vectors", "off"));
    arguments.addAll(List.of(more));
    this.weft = Weft.start(Settings.parse(data.toString(), arguments), failure -> {});
    this.token = Files.readString(data.resolve("admin.token")).strip();
  }

  JsonNode call(String method, String path, JsonNode body) {
    var request =
        HttpRequest.newBuilder(URI.create(weft.url() + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(Json.text(body)))
            .build();
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(method + path + answer.body()).isBetween(200, 299);
      return answer.body().isBlank() ? Json.object() : Json.parse(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  JsonNode get(String path) {
    return call("GET", path, Json.object());
  }

  /** The status of a request with these credentials of the Basic scheme. */
  int statusOf(String path, String login) throws IOException, InterruptedException {
    var basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(URI.create(weft.url() + path))
            .header("Authorization", "Basic " + basic)
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  void apply(String yaml) {
    apply(yaml, Json.object());
  }

  /** With a secret that only the flow gets. */
  void apply(String yaml, String secret, String value) {
    apply(yaml, Json.object().put(secret, value));
  }

  private void apply(String yaml, ObjectNode secrets) {
    var body = Json.object();
    body.set("secrets", secrets);
    body.putArray("documents").addObject().put("file", "test.yaml").put("text", yaml);
    call("POST", "/api/v1/apply", body);
  }

  static String resource(String name) throws IOException {
    try (var in = Mesh.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The worker that runs the flow, as its status says; empty when it runs in the server. */
  Optional<String> worker(String flow) {
    for (var bulletin : get("/api/v1/flows/" + flow).path("bulletins")) {
      var text = bulletin.path("text").asText();
      if (text.contains(" worker ")) {
        return Optional.of(text.replaceAll(".*worker \\S+/(\\d+)\\.", "$1"));
      }
    }
    return Optional.empty();
  }

  String status(String flow) {
    return get("/api/v1/flows/" + flow).path("status").asText();
  }

  /** Where a topic ends for those who read what is committed; grows with its records. */
  long end(String topic) {
    if (looking == null) {
      looking = consumer();
    }
    var partitions =
        looking.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    return looking.endOffsets(partitions).values().stream().mapToLong(end -> end).sum();
  }

  private KafkaConsumer<String, String> consumer() {
    try {
      var properties = EmbeddedKafka.accessOf(data).clientProperties();
      properties.put("isolation.level", "read_committed");
      return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All committed records of a topic. */
  List<ConsumerRecord<String, String>> all(String topic) {
    try (var consumer = consumer()) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var records = new ArrayList<ConsumerRecord<String, String>>();
      eventually(
          () -> "all of " + topic,
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
          });
      return records;
    }
  }

  /** The numbers of the records, as they were written. */
  List<Long> numbers(String topic) {
    return all(topic).stream().map(one -> Json.parse(one.value()).path("n").asLong()).toList();
  }

  /** Waits, within a limit. */
  static void eventually(Supplier<String> what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not within " + LIMIT + ": " + what.get());
      }
      LockSupport.parkNanos(200_000_000);
    }
  }

  @Override
  public void close() {
    if (looking != null) {
      looking.close();
    }
    weft.close();
  }
}
