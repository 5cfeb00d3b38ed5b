package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every door is the same door: whoever may see something sees exactly that, however they ask; and
 * there is no other way in. The expected records come from a slow and obvious oracle.
 */
class DoorsIT {
  private static final String PASSWORD = "a long enough password";
  private static final String PORT = "people.people";
  private static final String HIDDEN = "XXXXXXXX";

  /** A way to read a port. */
  private enum Door {
    KAFKA,
    KCAT,
    NDJSON,
    CSV,
    EVENTS,
    SAMPLE
  }

  /** What somebody may see, as whom, and what the oracle makes of a record. */
  private enum Rule {
    PLAIN("pat"),
    DENY("nora"),
    MASK("mia"),
    WITHHOLD("wim"),
    FILTER("fay"),
    EXPIRED("exa"),
    WINDOW("win"),
    ENDED("eva");

    private final String person;

    Rule(String person) {
      this.person = person;
    }

    /** Empty: refused. */
    Optional<List<ObjectNode>> oracle(List<ObjectNode> written) {
      return switch (this) {
        case PLAIN -> Optional.of(written);
        case WINDOW -> Optional.of(written.subList(2, written.size()));
        case DENY, EXPIRED -> Optional.empty();
        case ENDED -> Optional.of(List.of());
        case MASK -> Optional.of(changed(written, each -> each.put("email", HIDDEN)));
        case WITHHOLD -> Optional.of(changed(written, each -> each.remove("email")));
        case FILTER ->
            Optional.of(
                written.stream()
                    .filter(each -> each.path("country").asText().equals("CH"))
                    .toList());
      };
    }

    private static List<ObjectNode> changed(
        List<ObjectNode> written, java.util.function.Consumer<ObjectNode> change) {
      return written.stream()
          .map(
              each -> {
                var copy = each.deepCopy();
                change.accept(copy);
                return copy;
              })
          .toList();
    }
  }

  private static final String MESH =
      """
      apiVersion: weft.dev/v1
      kind: Domain
      name: town
      governance: {body: [olga]}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: people-v1
      version: 1.0.0
      status: active
      schema:
        - name: person
          properties:
            - {name: id, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
            - {name: email, logicalType: string}
            - {name: country, logicalType: string}
            - {name: note, logicalType: string}
            - name: address
              logicalType: object
              properties: [{name: city, logicalType: string}]
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: people
      status: active
      domain: town
      outputPorts: [{name: people, version: 1.0.0, contractId: people-v1}]
      team: {members: [{username: olga, role: owner}]}
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: readers
      type: access
      resources: {ports: [people.people]}
      rules:
        - {principals: {users: [pat, mia, wim, fay]}, allow: [read]}
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: readers-of-2020
      type: access
      resources: {ports: [people.people]}
      validity: [{from: 2020-01-01, to: 2020-12-31}]
      rules:
        - {principals: {users: [exa]}, allow: [read]}
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: no-mail
      type: access
      resources: {fields: [people.people.email]}
      rules:
        - {principals: {users: [wim]}, deny: [read]}
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: hidden-mail
      type: mask
      resources: {fields: [people.people.email]}
      rules:
        - {principals: {users: [mia]}, mask: redact}
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: own-country
      type: row-filter
      resources: {ports: [people.people]}
      rules:
        - {principals: {users: [fay]}, filter: "record.country == 'CH'"}
      """;

  @TempDir static Path data;

  private static final Map<String, Rest> PEOPLE = new HashMap<>();
  private static final Map<String, KafkaKey> KEYS = new HashMap<>();
  private static final List<ObjectNode> WRITTEN = new ArrayList<>();
  private static Weft weft;
  private static Rest admin;

  @BeforeAll
  static void start() throws IOException {
    weft =
        Weft.start(
            Settings.parse(
                "data", List.of("--data", data.toString(), "--http", "0", "--gateway", "0")),
            Throwable::printStackTrace);
    admin = new Rest(weft.url(), Files.readString(data.resolve("admin.token")).strip());
    var names = new ArrayList<>(List.of("olga", "ruth", "rob"));
    Stream.of(Rule.values()).forEach(rule -> names.add(rule.person));
    var users = new StringBuilder();
    names.forEach(
        name -> users.append("apiVersion: weft.dev/v1\nkind: User\nname: " + name + "\n---\n"));
    apply(users + MESH);
    for (var name : names) {
      admin.send(
          "PUT",
          "/api/v1/users/" + name + "/password",
          Json.text(Json.object().put("password", PASSWORD)));
      PEOPLE.put(name, admin.login(name, PASSWORD));
    }
    write(
        "{\"id\":1,\"email\":\"ada@x.org\",\"country\":\"CH\",\"note\":\"a, \\\"quoted\\\" one\",\"address\":{\"city\":\"Bern\"}}",
        "{\"id\":2,\"email\":\"bo@x.org\",\"country\":\"BR\",\"note\":null,\"address\":{\"city\":\"Rio\"}}");
    var since = Instant.now();
    write(
        "{\"id\":3,\"email\":\"cy@x.org\",\"country\":\"CH\",\"note\":\"\",\"address\":{\"city\":\"Genf\"}}",
        "{\"id\":4,\"email\":\"di@x.org\",\"country\":\"US\",\"note\":\"x\",\"address\":{\"city\":\"Rome\"}}");
    subscribe("win", Json.object().put("from", since.toString()).put("lookback", "P30D"));
    subscribe("eva", Json.object().put("to", "2020-01-01"));
  }

  @AfterAll
  static void stop() {
    weft.close();
  }

  private static Stream<Arguments> cases() {
    return Stream.of(Rule.values())
        .flatMap(rule -> Stream.of(Door.values()).map(door -> Arguments.of(rule, door)));
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("cases")
  void everyDoorShowsTheSame(Rule rule, Door door) throws Exception {
    var expected = rule.oracle(WRITTEN);

    var seen = read(door, rule.person, expected.map(List::size).orElse(0));

    assertThat(seen.map(HashSet::new))
        .isEqualTo(expected.map(records -> new HashSet<>(shown(door, records))));
  }

  @ParameterizedTest
  @EnumSource(
      value = Door.class,
      names = {"KAFKA", "EVENTS"})
  void whatIsRevokedEndsOnOpenConnections(Door door) throws Exception {
    var person = door == Door.KAFKA ? "ruth" : "rob";
    var subscription = subscribe(person, Json.object());
    var seen = new ConcurrentLinkedQueue<String>();
    var thread = new Thread(() -> follow(door, person, seen), "follows");
    thread.start();
    Eventually.within(
        Duration.ofSeconds(20), "the records so far", () -> seen.size() >= WRITTEN.size());

    var revoked =
        PEOPLE.get("olga").post("/api/v1/subscriptions/" + subscription + "/revoke", Json.object());
    assertThat(revoked.status()).isEqualTo(200);
    Eventually.within(Duration.ofSeconds(20), "the end of the stream", () -> !thread.isAlive());

    assertThat(seen).hasSize(WRITTEN.size());
    assertThat(read(Door.NDJSON, person, 0)).isEmpty();
  }

  @Test
  void nobodyAnswersButTheGatewayAndHttp() throws Exception {
    var sockets = listening();
    assertThat(sockets.values())
        .as("nothing listens beyond loopback")
        .allMatch(Boolean::booleanValue);
    var http = URI.create(weft.url()).getPort();
    var gateway = Integer.parseInt(weft.gatewayAddress().replaceAll(".*:", ""));
    assertThat(sockets).containsKeys(http, gateway);
    var key = key("pat");
    for (var port : sockets.keySet()) {
      if (port != http && port != gateway) {
        assertThat(answers(port, plain())).as("port %s, without a login", port).isFalse();
        assertThat(answers(port, login(key, "SCRAM-SHA-512"))).as("port %s, key", port).isFalse();
        assertThat(answers(port, login(key, "PLAIN"))).as("port %s, key by PLAIN", port).isFalse();
      }
    }
    assertThat(answers(gateway, plain())).as("the gateway without a login").isFalse();
    assertThat(answers(gateway, login(key, "SCRAM-SHA-512"))).as("the gateway").isTrue();
  }

  @Test
  void nobodyElseReadsTheDataFolder() throws IOException {
    try (var files = Files.walk(data)) {
      var open =
          files
              .filter(
                  file -> {
                    try {
                      return Files.getPosixFilePermissions(file).stream()
                          .anyMatch(DoorsIT::isOfOthers);
                    } catch (IOException e) {
                      return false; // A file that Kafka has just removed.
                    }
                  })
              .filter(file -> !isBehindAClosedFolder(file))
              .toList();

      assertThat(open).isEmpty();
    }
  }

  private static boolean isOfOthers(PosixFilePermission permission) {
    return !permission.name().startsWith("OWNER");
  }

  /** What lies in a folder that only its owner may enter cannot be reached by others. */
  private static boolean isBehindAClosedFolder(Path file) {
    for (var folder = file.getParent();
        folder != null && folder.startsWith(data);
        folder = folder.getParent()) {
      try {
        if (Files.getPosixFilePermissions(folder).stream().noneMatch(DoorsIT::isOfOthers)) {
          return true;
        }
      } catch (IOException e) {
        return false;
      }
    }
    return false;
  }

  /** The records as the door writes them. */
  private static List<Map<String, String>> shown(Door door, List<ObjectNode> records) {
    return records.stream().map(each -> flat(each, door == Door.CSV)).toList();
  }

  /** Fields by path as text; CSV cannot tell a null from what is not there. */
  private static Map<String, String> flat(JsonNode record, boolean withoutNulls) {
    var flat = new LinkedHashMap<String, String>();
    flatten("", record, flat);
    if (withoutNulls) {
      flat.values().removeIf("null"::equals);
    }
    return flat;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isObject()) {
                flatten(prefix + field.getKey() + ".", field.getValue(), into);
              } else {
                into.put(prefix + field.getKey(), field.getValue().asText());
              }
            });
  }

  /** Everything that the person gets; empty when they are refused. */
  private static Optional<List<Map<String, String>>> read(Door door, String person, int expected)
      throws Exception {
    return switch (door) {
      case KAFKA -> kafka(person);
      case KCAT -> kcat(person);
      case NDJSON -> http(person, "records", "application/x-ndjson").map(DoorsIT::lines);
      case EVENTS ->
          http(
                  person,
                  "records?max=" + Math.max(1, expected) + (expected == 0 ? "" : "&follow=true"),
                  "text/event-stream")
              .map(
                  text ->
                      lines(
                          text.lines()
                              .filter(line -> line.startsWith("data: "))
                              .map(line -> line.substring(6))
                              .collect(java.util.stream.Collectors.joining("\n"))));
      case CSV -> http(person, "records", "text/csv").map(DoorsIT::table);
      case SAMPLE ->
          http(person, "sample", "application/json")
              .map(
                  text -> {
                    var all = new ArrayList<Map<String, String>>();
                    Json.parse(text)
                        .path("items")
                        .forEach(item -> all.add(flat(item.path("value"), false)));
                    return all;
                  });
    };
  }

  private static Optional<List<Map<String, String>>> kafka(String person) {
    try (var consumer = key(person).consumer("")) {
      var partitions =
          consumer.partitionsFor(PORT).stream()
              .map(info -> new TopicPartition(PORT, info.partition()))
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
                .forEach(each -> seen.add(flat(Json.parse(each.value()), false)));
            return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
          });
      return Optional.of(seen);
    } catch (KafkaException e) {
      return Optional.empty();
    }
  }

  private static Optional<List<Map<String, String>>> kcat(String person)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/kcat")), "kcat is not on this machine");
    var key = key(person);
    var out = Files.createTempFile("kcat", ".out");
    var process =
        new ProcessBuilder(
                "kcat",
                "-b",
                key.bootstrap(),
                "-X",
                "security.protocol=SASL_PLAINTEXT",
                "-X",
                "sasl.mechanisms=PLAIN",
                "-X",
                "sasl.username=" + key.id(),
                "-X",
                "sasl.password=" + key.secret(),
                "-X",
                "isolation.level=read_committed",
                "-C",
                "-t",
                PORT,
                "-o",
                "beginning",
                "-e",
                "-q")
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    var text = Files.readString(out);
    Files.delete(out);
    return process.exitValue() == 0 ? Optional.of(lines(text)) : Optional.empty();
  }

  private static Optional<String> http(String person, String path, String accept)
      throws IOException, InterruptedException {
    var response =
        HttpClient.newHttpClient()
            .send(request(person, path, accept), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isIn(200, 403);
    return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
  }

  private static HttpRequest request(String person, String path, String accept) {
    return HttpRequest.newBuilder(URI.create(weft.url() + "/api/v1/ports/" + PORT + "/" + path))
        .header("Authorization", "Bearer " + PEOPLE.get(person).token())
        .header("Accept", accept)
        .timeout(Duration.ofSeconds(60))
        .build();
  }

  private static List<Map<String, String>> lines(String text) {
    return text.lines()
        .filter(line -> !line.isBlank())
        .map(line -> flat(Json.parse(line), false))
        .toList();
  }

  /** A small reader of RFC 4180, without line breaks in cells. */
  private static List<Map<String, String>> table(String text) {
    var rows = text.lines().map(DoorsIT::cells).toList();
    return rows.stream()
        .skip(1)
        .map(
            row -> {
              var fields = new LinkedHashMap<String, String>();
              for (int i = 0; i < row.size(); i++) {
                if (!row.get(i).isEmpty()) {
                  var cell = row.get(i);
                  var quoted = cell.startsWith("\"");
                  fields.put(
                      rows.get(0).get(i),
                      quoted ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell);
                }
              }
              return (Map<String, String>) fields;
            })
        .toList();
  }

  private static List<String> cells(String line) {
    var cells = new ArrayList<String>();
    var start = 0;
    var quoted = false;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || (line.charAt(i) == ',' && !quoted)) {
        cells.add(line.substring(start, i));
        start = i + 1;
      } else if (line.charAt(i) == '"') {
        quoted = !quoted;
      }
    }
    return cells;
  }

  private static void follow(Door door, String person, java.util.Collection<String> seen) {
    try {
      if (door == Door.EVENTS) {
        HttpClient.newHttpClient()
            .send(
                request(person, "records?follow=true", "text/event-stream"),
                HttpResponse.BodyHandlers.ofLines())
            .body()
            .filter(line -> line.startsWith("data: "))
            .forEach(seen::add);
        return;
      }
      try (var consumer = key(person).consumer("")) {
        var partitions =
            consumer.partitionsFor(PORT).stream()
                .map(info -> new TopicPartition(PORT, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (true) {
          consumer.poll(Duration.ofMillis(100)).forEach(each -> seen.add(each.value()));
        }
      }
    } catch (IOException | KafkaException | java.io.UncheckedIOException e) {
      return; // The stream has ended: that is what is waited for.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where this process listens, and whether that is on loopback. */
  private static Map<Integer, Boolean> listening() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "there is no /proc on this machine");
    Set<String> own = new TreeSet<>();
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      files.forEach(
          file -> {
            try {
              own.add(Files.readSymbolicLink(file).toString());
            } catch (IOException e) {
              // It was closed in between.
            }
          });
    }
    var found = new HashMap<Integer, Boolean>();
    for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (var line : Files.readAllLines(Path.of(table))) {
        var cells = line.strip().split("\\s+");
        if (cells.length > 9
            && cells[3].equals("0A")
            && own.contains("socket:[" + cells[9] + "]")) {
          var address = cells[1].split(":")[0];
          var loopback =
              address.equals("0100007F")
                  || address.equals("00000000000000000000000001000000")
                  || address.equals("0000000000000000FFFF00000100007F");
          found.put(Integer.parseInt(cells[1].split(":")[1], 16), loopback);
        }
      }
    }
    return found;
  }

  private static Properties plain() {
    var properties = new Properties();
    properties.put("security.protocol", "PLAINTEXT");
    return properties;
  }

  private static Properties login(KafkaKey key, String mechanism) {
    var module =
        mechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    var properties = new Properties();
    properties.put("security.protocol", "SASL_PLAINTEXT");
    properties.put("sasl.mechanism", mechanism);
    properties.put(
        "sasl.jaas.config",
        module + " required username=\"" + key.id() + "\" password=\"" + key.secret() + "\";");
    return properties;
  }

  /** Whether a Kafka client gets the names of topics there. */
  private static boolean answers(int port, Properties properties) throws InterruptedException {
    properties.put("bootstrap.servers", "127.0.0.1:" + port);
    properties.put("request.timeout.ms", "1500");
    properties.put("default.api.timeout.ms", "2000");
    try (var client = Admin.create(properties)) {
      client.listTopics().names().get();
      return true;
    } catch (java.util.concurrent.ExecutionException | KafkaException e) {
      return false;
    }
  }

  private static KafkaKey key(String person) {
    return KEYS.computeIfAbsent(person, name -> KafkaKey.of(PEOPLE.get(name), PORT));
  }

  private static void write(String... lines) {
    var answer =
        PEOPLE
            .get("olga")
            .send("POST", "/api/v1/ports/" + PORT + "/records", String.join("\n", lines));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    for (var line : lines) {
      WRITTEN.add((ObjectNode) Json.parse(line));
    }
  }

  private static String subscribe(String person, ObjectNode terms) {
    var asked =
        PEOPLE
            .get(person)
            .post("/api/v1/subscriptions", Json.object().put("port", PORT).put("purpose", "test"));
    assertThat(asked.status()).as(asked.text()).isEqualTo(200);
    var id = asked.body().path("id").asText();
    var approved = PEOPLE.get("olga").post("/api/v1/subscriptions/" + id + "/approve", terms);
    assertThat(approved.status()).as(approved.text()).isEqualTo(200);
    return id;
  }

  private static void apply(String text) {
    var body = Json.object();
    body.putArray("documents").addObject().put("file", "mesh.yaml").put("text", text);
    var answer = admin.post("/api/v1/apply", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }
}
