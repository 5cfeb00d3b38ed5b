package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.server.files.FileRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every door is the same door: whoever may see something sees exactly that, however they ask and
 * however it is written; and there is no other way in. The expected records come from a slow and
 * obvious oracle.
 */
class DoorsIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir static Path data;
  @TempDir static Path files;

  private static final ExecutorService visitors = Executors.newFixedThreadPool(4);
  private static DoorsMesh mesh;

  @BeforeAll
  static void start() throws IOException {
    mesh = new DoorsMesh(data);
  }

  @AfterAll
  static void stop() {
    visitors.shutdownNow();
    mesh.close();
  }

  private static Stream<Arguments> copies() {
    return DoorsMesh.FORMATS.stream()
        .flatMap(
            format -> Stream.of(DoorRule.values()).map(rule -> Arguments.of(format.word(), rule)));
  }

  private static Stream<Arguments> following() {
    return DoorsMesh.FORMATS.stream()
        .flatMap(format -> Door.FOLLOWING.stream().map(door -> Arguments.of(format.word(), door)));
  }

  private static List<ObjectNode> written(PortFormat format) {
    return DoorsMesh.written().stream().map(format::stored).toList();
  }

  /** Through all of them at the same moment, which each of them waits for most of the time. */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("copies")
  void everyDoorShowsTheSame(String word, DoorRule rule) throws Exception {
    var format = format(word);
    var expected = rule.oracle(written(format), format).map(Flat::all);
    var count = expected.map(List::size).orElse(0);
    var seen = new EnumMap<Door, Future<Optional<List<Map<String, String>>>>>(Door.class);
    for (var door : Door.values()) {
      var port = DoorsMesh.port(format);
      seen.put(door, visitors.submit(() -> door.read(mesh, rule.person(), port, format, count)));
    }

    for (var door : Door.values()) {
      assertThat(seen.get(door).get().map(HashSet::new))
          .as("%s", door)
          .isEqualTo(
              (door.tellsNulls() ? expected : expected.map(Flat::allWithoutNulls))
                  .filter(records -> door.isFor(rule))
                  .map(HashSet::new));
    }
  }

  @Test
  void aStretchOfTimeIsAFileThatSaysHowFarItGoesAndWhereTheNextBegins() throws Exception {
    var port = DoorsMesh.port(DoorsMesh.FORMATS.get(0));
    var sample = mesh.person(DoorRule.PLAIN.person()).get("/api/v1/ports/" + port + "/sample");
    var border =
        sample.body().path("items").path(DoorsMesh.BEFORE_THE_WINDOW).path("timestamp").asText();
    var end = DoorsMesh.written().size();

    assertThat(ids(port, "--until", border)).containsExactly(1, 2);
    assertThat(ids(port, "--from", border)).containsExactly(3, 4, 5);
    assertThat(ids(port, "--from", border, "--until", border)).isEmpty();
    assertThat(ids(port, "--from", "0/3")).containsExactly(4, 5);
    assertThat(ids(port, "--from", "0/" + end)).isEmpty();

    var said = new ByteArrayOutputStream();
    var file = Files.createTempDirectory(files, "door").resolve("records.csv");
    var code =
        Door.weft(
            mesh,
            DoorRule.MASK.person(),
            said,
            "read",
            port,
            "--until",
            border,
            "--format",
            "csv",
            "--file",
            file.toString(),
            "-o",
            "json");
    assertThat(code).isZero();
    var answer = Json.parse(said.toByteArray());
    assertThat(answer.path("completeTo").asText()).isEqualTo("0/" + end);
    assertThat(answer.path("asOf").asText()).isGreaterThan(border);
    assertThat(Files.readString(file)).hasLineCount(1 + 2).contains("XXXX").doesNotContain("@x");
  }

  /** The records of a file that somebody reads who sees all. */
  private static List<Integer> ids(String port, String... of) throws IOException {
    var file = Files.createTempDirectory(files, "door").resolve("records.parquet");
    var arguments = new ArrayList<>(List.of("read", port, "--format", "parquet"));
    arguments.addAll(List.of("--file", file.toString()));
    arguments.addAll(List.of(of));
    var code =
        Door.weft(
            mesh,
            DoorRule.PLAIN.person(),
            new ByteArrayOutputStream(),
            arguments.toArray(String[]::new));
    assertThat(code).isZero();
    var found = FileRows.of(file);
    assertThat(found.freshness().path("complete").asBoolean()).isTrue();
    assertThat(found.freshness().path("reader").asText()).isEqualTo(DoorRule.PLAIN.person());
    return found.rows().stream().map(row -> row.path("id").asInt()).toList();
  }

  @ParameterizedTest(name = "{0}, {1}, by another product''s flow")
  @MethodSource("copies")
  void whatAFlowOfAnotherProductGetsIsWhatItsProductMaySee(String word, DoorRule rule) {
    var format = format(word);
    var flow = rule.product() + "-" + format.word();
    var copy = DoorsMesh.copy(rule.product(), format);
    var expected = rule.oracle(written(format), format).map(Flat::all);

    if (expected.isEmpty()) {
      Eventually.within(SOON, () -> flow + " refused: " + flow(flow), () -> isRefused(flow));
    } else if (expected.get().isEmpty()) {
      Eventually.within(SOON, "what it read", () -> hasRead("product:" + rule.product(), format));
    } else {
      Eventually.within(
          SOON,
          () -> copy + ": " + flow(flow),
          () -> mesh.stored(copy).size() >= expected.get().size());
    }

    assertThat(copied(copy)).isEqualTo(expected.orElse(List.of()));
    assertThat(mesh.stored(copy + ".quarantine")).isEmpty();
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("following")
  void whatIsRevokedEndsOnOpenConnections(String word, Door door) throws Exception {
    var format = format(word);
    var port = DoorsMesh.moving(format);
    // More with each door: every one writes a record that it must not see.
    var records = mesh.stored(port).size();
    var subscription = mesh.subscribe(door.leaver(), port, Json.object());
    var seen = new ConcurrentLinkedQueue<String>();
    var failures = new ConcurrentLinkedQueue<Throwable>();
    var thread = new Thread(() -> follow(door, port, format, seen, failures), "follows");
    thread.start();
    Eventually.within(SOON, () -> records + " records: " + seen, () -> seen.size() >= records);
    var before = List.copyOf(seen);

    mesh.revoke(subscription);
    mesh.write(port, format, DoorsMesh.written().get(0));
    Eventually.within(SOON, "the end of the stream", () -> !thread.isAlive());

    assertThat(failures).isEmpty();
    assertThat(seen).containsExactlyElementsOf(before);
    assertThat(door.read(mesh, door.leaver(), port, format, 0)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatIsRevokedIsNotServedFromRowsThatAreKept(String word) throws Exception {
    var format = format(word);
    var port = DoorsMesh.moving(format);
    var leaver = Door.ROWS.leaver();
    var subscription = mesh.subscribe(leaver, port, Json.object());
    assertThat(Door.ROWS.read(mesh, leaver, port, format, 0).orElseThrow())
        .as("one for each key, however often it was written")
        .hasSize(DoorsMesh.written().size());

    mesh.revoke(subscription);

    assertThat(Door.ROWS.read(mesh, leaver, port, format, 0)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatIsRevokedEndsInFlowsThatRun(String word) {
    var format = format(word);
    var port = DoorsMesh.moving(format);
    var copy = DoorsMesh.copy(DoorsMesh.LEAVERS, format);
    var flow = DoorsMesh.LEAVERS + "-" + format.word();
    var subscription = mesh.approveInput(DoorsMesh.LEAVERS, port, Json.object());
    var records = mesh.stored(port).size();
    Eventually.within(
        SOON, () -> copy + ": " + flow(flow), () -> mesh.stored(copy).size() == records);

    mesh.revoke(subscription);
    mesh.write(port, format, DoorsMesh.written().get(0));
    Eventually.within(SOON, () -> flow + " refused: " + flow(flow), () -> isRefused(flow));

    assertThat(mesh.stored(copy)).hasSize(records);
  }

  @ParameterizedTest
  @EnumSource(value = Door.class, mode = EnumSource.Mode.EXCLUDE, names = "ROWS")
  void theAuditIsAPortLikeAnyOther(Door door) throws Exception {
    var port = "weft.audit";
    var json = format("json");
    var approved = Map.of("action", "subscription.approve");
    var expected = mesh.admin().get("/api/v1/audit?action=subscription.approve&limit=1000").body();
    var count = mesh.admin().get("/api/v1/audit?limit=10000").body().path("items").size();

    assertThat(door.read(mesh, "olga", port, json, 0)).as("no auditor").isEmpty();
    var seen = door.read(mesh, "audrey", port, json, count).orElseThrow();

    assertThat(seen)
        .allMatch(event -> event.keySet().containsAll(List.of("writer", "sequence", "hash")))
        .isNotEmpty();
    if (door != Door.SAMPLE) {
      assertThat(seen)
          .filteredOn(event -> event.entrySet().containsAll(approved.entrySet()))
          .extracting(event -> event.get("hash"))
          .containsAll(
              expected
                  .path("items")
                  .valueStream()
                  .map(each -> each.path("hash").asText())
                  .toList());
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void theAuditFindsAPersonsRecordsInEveryFormat(String word) {
    var ask = Json.object().put("port", DoorsMesh.port(format(word)));

    var found =
        mesh.person("audrey")
            .post("/api/v1/audit/who", ask.put("keyField", "address.city").put("key", "Bern"));

    assertThat(found.body().path("subject").path("records").asInt()).isEqualTo(1);
    assertThat(found.body().path("subject").path("scanned").asInt())
        .isEqualTo(DoorsMesh.written().size());
  }

  @Test
  void aSocketOpensForWhoHasLoggedInAndForNoOtherPage() {
    var port = DoorsMesh.port(DoorsMesh.FORMATS.get(0));
    var token = mesh.person(DoorRule.PLAIN.person()).token();
    var bearer = "Bearer " + token;
    var cookie = "weft_session=" + token;
    var evil = "http://evil.example";

    assertThat(RecordSocket.status(mesh, port, Map.of())).isEqualTo(401);
    assertThat(RecordSocket.status(mesh, port, Map.of("Authorization", "Bearer x"))).isEqualTo(401);
    assertThat(RecordSocket.status(mesh, port, Map.of("Cookie", cookie, "Origin", evil)))
        .isEqualTo(403);
    assertThat(RecordSocket.status(mesh, port, Map.of("Cookie", cookie, "Origin", mesh.url())))
        .isEqualTo(101);
    assertThat(RecordSocket.status(mesh, port, Map.of("Authorization", bearer))).isEqualTo(101);
  }

  @Test
  void nobodyAnswersButTheGatewayAndHttp() throws Exception {
    var sockets = OpenSockets.ofThisProcess();
    assertThat(sockets.values())
        .as("nothing listens beyond loopback")
        .allMatch(Boolean::booleanValue);
    var http = URI.create(mesh.url()).getPort();
    var gateway = mesh.gatewayPort();
    assertThat(sockets).containsKeys(http, gateway);
    var key = mesh.key(DoorRule.PLAIN.person());
    for (var port : sockets.keySet()) {
      if (port != http && port != gateway) {
        assertThat(OpenSockets.answers(port)).as("port %s, without a login", port).isFalse();
        for (var mechanism : List.of("SCRAM-SHA-512", "PLAIN")) {
          assertThat(OpenSockets.answers(port, key, mechanism))
              .as("port %s, with a key by %s", port, mechanism)
              .isFalse();
        }
      }
    }
    assertThat(OpenSockets.answers(gateway)).as("the gateway without a login").isFalse();
    assertThat(OpenSockets.answers(gateway, key, "SCRAM-SHA-512")).as("the gateway").isTrue();
  }

  @Test
  void nobodyElseReadsTheDataFolder() throws IOException {
    try (var files = Files.walk(data)) {
      var open =
          files.filter(DoorsIT::isOpen).filter(file -> !isBehindAClosedFolder(file)).toList();

      assertThat(open).isEmpty();
    }
  }

  private static Stream<String> formats() {
    return DoorsMesh.FORMATS.stream().map(PortFormat::word);
  }

  private static PortFormat format(String word) {
    return DoorsMesh.FORMATS.stream()
        .filter(format -> format.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  private static void follow(
      Door door,
      String port,
      PortFormat format,
      ConcurrentLinkedQueue<String> seen,
      ConcurrentLinkedQueue<Throwable> failures) {
    try {
      door.follow(mesh, door.leaver(), port, format, seen);
    } catch (InterruptedException | RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  private static List<Map<String, String>> copied(String topic) {
    return mesh.stored(topic).stream().map(value -> Flat.of(Json.parse(value))).toList();
  }

  private static String flow(String name) {
    return mesh.admin().get("/api/v1/flows/" + name).text();
  }

  private static boolean isRefused(String flow) {
    return flow(flow).contains("may not read");
  }

  /** The gateway has said what this reader got of the port. */
  private static boolean hasRead(String reader, PortFormat format) {
    var query = "/api/v1/audit?action=read&actor=" + reader + "&subject=" + DoorsMesh.port(format);
    return mesh.admin().get(query).body().path("items").size() > 0;
  }

  private static boolean isOpen(Path file) {
    try {
      return Files.getPosixFilePermissions(file).stream().anyMatch(DoorsIT::isOfOthers);
    } catch (IOException e) {
      return false; // A file that Kafka has just removed.
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
}
