package dev.weft.processors.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against OpenSSH's own server. */
class SftpIT {
  private static final Expressions NO_EXPRESSIONS =
      text -> {
        throw new AssertionError("no expression is needed here");
      };
  private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir static Path keys;
  private static SshdServer sshd;

  @TempDir Path folder;
  private final TestContext context = TestContext.of(NO_EXPRESSIONS, Clock.systemUTC());
  private final List<AutoCloseable> open = new ArrayList<>();
  private Optional<JsonNode> position = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    sshd = new SshdServer(keys);
  }

  @AfterAll
  static void stop() {
    if (sshd != null) {
      sshd.close();
    }
  }

  @BeforeEach
  void server() throws IOException {
    context.services().put("server", server(sshd.hostKey(), "user"));
  }

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
  }

  @Test
  void listsFilesOnceAndThoseThatHaveChangedAgain() throws Exception {
    file("a.csv", "1");
    file("b.txt", "2");
    file("sub/c.csv", "3");
    Files.writeString(folder.resolve("fresh.csv"), "still being written");
    var source = list(folder);
    var first = poll(source);
    assertThat(first)
        .extracting(file -> file.attributes().get("filename"))
        .containsExactly("a.csv", "c.csv");
    assertThat(first.get(1).attributes())
        .containsEntry("path", "sub")
        .containsEntry("absolute.path", folder + "/sub")
        .containsEntry("file.size", "1")
        .containsEntry("file.lastModifiedTime", OLD.toString());
    assertThat(poll(list(folder))).as("after a restart").isEmpty();

    file("a.csv", "longer");

    assertThat(poll(source))
        .extracting(file -> file.attributes().get("filename"))
        .containsExactly("a.csv");
  }

  @Test
  void fetchesWhatWasListed() throws Exception {
    file("a.csv", "x".repeat(3_000_000));
    var listed = poll(list(folder)).get(0);
    var flow = fetch(folder);

    flow.send(listed);

    var content = (Bytes) flow.emitted("success").get(0).content();
    assertThat(text(content)).isEqualTo("x".repeat(3_000_000));
    assertThat(text(content)).as("again").hasSize(3_000_000);
    assertThat(content.origin())
        .isEqualTo(
            new Origin(
                "sftp://127.0.0.1:" + sshd.port() + folder + "/a.csv", "file", OLD.toEpochMilli()));
  }

  @Test
  void fetchesNothingFromOutsideItsFolder() throws Exception {
    file("secret", "secret");
    Files.createDirectory(folder.resolve("in"));
    Files.createSymbolicLink(folder.resolve("in/link"), folder.resolve("secret"));
    var flow = fetch(folder.resolve("in"));

    flow.send(named(folder + "/in", "../secret"));
    flow.send(named(folder + "/in", "link"));
    flow.send(named(folder + "/in", "gone"));

    assertThat(flow.emitted("failure"))
        .extracting(file -> file.attributes().get("error.message"))
        .allSatisfy(reason -> assertThat(reason).contains("is not in"))
        .hasSize(2);
    assertThat(flow.emitted("not.found")).hasSize(1);
  }

  @Test
  void writesFilesWholeAndReplacesThemWhenRepeated() throws Exception {
    var flow = put("new/folder", PutSFTP.Conflict.REPLACE);

    flow.send(bytes("old").with("filename", "a.txt"));
    flow.send(bytes("new").with("filename", "a.txt"));
    flow.send(new DataRecord(Map.of("a", 1L)), new DataRecord(Map.of("a", 2L)));
    flow.send(bytes("x").with("filename", "../escape"));

    var target = folder.resolve("new/folder");
    assertThat(target.resolve("a.txt")).hasContent("new");
    var records = flow.emitted("success").get(2).attributes().get("filename");
    assertThat(target.resolve(records)).hasContent("{\"a\":1}\n{\"a\":2}\n");
    try (var files = Files.list(target)) {
      assertThat(files).hasSize(2);
    }
    assertThat(flow.emitted("failure")).hasSize(1);
  }

  @Test
  void canLeaveWhatIsThere() throws Exception {
    file("a.txt", "old");
    var flow = put("", PutSFTP.Conflict.FAIL);

    flow.send(bytes("new").with("filename", "a.txt"));

    assertThat(folder.resolve("a.txt")).hasContent("old");
    assertThat(flow.emitted("failure").get(0).attributes())
        .containsEntry("error.message", "a.txt is there already");
  }

  @Test
  void talksToNoServerThatItDoesNotKnow() throws Exception {
    context.services().put("server", server(sshd.anotherKey(), "user"));

    assertThatThrownBy(() -> list(folder).poll(position))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("key");

    var hosts = Files.writeString(folder.resolve("known_hosts"), "other ssh-ed25519 AAAA\n");
    context.services().put("server", server(null, hosts.toString(), "user"));
    assertThatThrownBy(() -> list(folder).poll(position))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("the server's key is not among the known ones");
  }

  @Test
  void knowsServersByAFile() throws Exception {
    file("a.csv", "1");
    var line = "[127.0.0.1]:" + sshd.port() + " " + sshd.hostKey();
    var hosts = Files.writeString(folder.resolve("known_hosts"), line);
    context.services().put("server", server(null, hosts.toString(), "user"));

    assertThat(poll(list(folder))).hasSize(1);
  }

  @Test
  void saysWhenItIsNotLetInAndShowsNoKey() throws Exception {
    context.services().put("server", server(sshd.hostKey(), "other"));

    assertThatThrownBy(() -> list(folder).poll(position))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("Auth fail")
        .hasMessageNotContaining("PRIVATE KEY");
    assertThat(settings(sshd.hostKey(), null, "other").toString()).doesNotContain("PRIVATE");
  }

  @Test
  void goesOnWhenTheServerWasAway() throws Exception {
    file("a.csv", "1");
    sshd.stop();
    var source = list(folder);
    assertThatThrownBy(() -> source.poll(position))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("cannot be listed");
    sshd.start();

    assertThat(poll(source)).hasSize(1);
  }

  @Test
  void refusesSettingsThatLeaveItsServerUnknown() {
    assertThatThrownBy(() -> server(null, null, "user")).hasMessageContaining("hostKey");
    assertThatThrownBy(() -> list(Path.of("relative"))).hasMessageContaining("directory");
  }

  private static SftpHost server(String hostKey, String key) throws IOException {
    return server(hostKey, null, key);
  }

  private static SftpHost server(String hostKey, String knownHosts, String key) throws IOException {
    return new SftpServer().create(settings(hostKey, knownHosts, key), Clock.systemUTC());
  }

  private static SftpServer.Settings settings(String hostKey, String knownHosts, String key)
      throws IOException {
    return new SftpServer.Settings(
        "127.0.0.1",
        sshd.port(),
        System.getProperty("user.name"),
        null,
        sshd.privateKey(key),
        null,
        hostKey,
        knownHosts,
        null);
  }

  private SourceProcessor list(Path directory) {
    var settings =
        new ListSFTP.Settings(
            "server", directory.toString(), "*.csv", true, Duration.ofSeconds(60));
    var source = new ListSFTP().create(settings, context.processor());
    open.add(source);
    return source;
  }

  private TestFlow fetch(Path directory) {
    var settings = new FetchSFTP.Settings("server", directory.toString());
    var flow = TestFlow.of(new FetchSFTP().create(settings, context.processor()));
    open.add(flow);
    return flow;
  }

  private TestFlow put(String directory, PutSFTP.Conflict conflict) {
    var settings = new PutSFTP.Settings("server", folder + "/" + directory, null, conflict);
    var flow = TestFlow.of(new PutSFTP().create(settings, context.processor()));
    open.add(flow);
    return flow;
  }

  private List<FlowFile> poll(SourceProcessor source) throws Exception {
    var batch = source.poll(position);
    position = batch.position().or(() -> position);
    return batch.flowFiles();
  }

  private void file(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(OLD));
  }

  private static FlowFile named(String folder, String name) {
    return bytes("").with("absolute.path", folder).with("filename", name);
  }

  private static FlowFile bytes(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var origin = new Origin("test", "file", 1);
    return new FlowFile(
        Map.of(), new Bytes(() -> new ByteArrayInputStream(bytes), bytes.length, origin));
  }

  private static String text(Bytes content) throws IOException {
    try (var in = content.opener().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
