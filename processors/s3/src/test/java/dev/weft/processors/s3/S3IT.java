package dev.weft.processors.s3;

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
import dev.weft.testing.ServerProcess;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that speaks S3, in a process of its own. */
class S3IT {
  @TempDir static Path folder;
  private static ServerProcess server;

  private final TestContext context = TestContext.of(literal(), Clock.systemUTC());
  private final List<AutoCloseable> open = new ArrayList<>();
  private Optional<JsonNode> position = Optional.empty();
  private S3Connection store;
  private String bucket;

  @BeforeAll
  static void start() {
    var port = ServerProcess.freePort();
    server =
        ServerProcess.start(
            folder.resolve("log"),
            port,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target/s3-server.jar").toAbsolutePath().toString(),
                "--com.adobe.testing.s3mock.http-port=" + port,
                "--server.port=0",
                "--com.adobe.testing.s3mock.store.root=" + folder.resolve("data")));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void bucket(TestInfo test) throws IOException {
    bucket = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    store = store(server.port());
    context.services().put("store", store);
    store.run(client -> client.createBucket(request -> request.bucket(bucket)));
  }

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
    store.close();
  }

  @Test
  void listsObjectsOnceAndThoseThatHaveChangedAgain() throws Exception {
    put("in/a.csv", "1");
    put("in/b.txt", "2");
    put("in/sub/c.csv", "3");
    put("in/folder.csv/", "");
    put("other.csv", "4");
    var first = poll(list());
    assertThat(first)
        .extracting(file -> file.attributes().get("s3.key"))
        .containsExactlyInAnyOrder("in/a.csv", "in/sub/c.csv");
    assertThat(first.get(0).attributes())
        .containsEntry("filename", "a.csv")
        .containsEntry("s3.bucket", bucket)
        .containsEntry("file.size", "1");
    assertThat(poll(list())).as("after a restart").isEmpty();

    put("in/a.csv", "longer");

    assertThat(poll(list()))
        .extracting(file -> file.attributes().get("s3.key"))
        .containsExactly("in/a.csv");
  }

  @Test
  void listsMoreThanOnePage() throws Exception {
    for (var i = 0; i < 8; i++) {
      put("in/" + i + ".csv", "");
    }
    var source = new ListS3.Source(settings(bucket), store, 3);

    assertThat(poll(source)).hasSize(8);
  }

  @Test
  void fetchesWhatWasListed() throws Exception {
    put("in/a.csv", "x".repeat(3_000_000));
    var listed = poll(list()).get(0);
    var flow = fetch();

    flow.send(listed);
    flow.send(listed.with("s3.key", "gone"));
    flow.send(bytes("no key"));

    var content = (Bytes) flow.emitted("success").get(0).content();
    assertThat(text(content)).isEqualTo("x".repeat(3_000_000));
    assertThat(content.origin().source()).isEqualTo("s3://" + bucket + "/in/a.csv");
    assertThat(flow.emitted("not.found")).hasSize(1);
    assertThat(flow.emitted("failure")).hasSize(1);
  }

  @Test
  void writesObjectsAndReplacesThemWhenRepeated() throws Exception {
    var flow = putting("out/a b/ä.txt");
    flow.send(bytes("old"));
    flow.send(bytes("new"));
    var byOrigin = putting(null);
    for (var time = 0; time < 2; time++) {
      byOrigin.send(unsized("any size"));
    }
    byOrigin.send(new DataRecord(Map.of("a", 1L)), new DataRecord(Map.of("a", 2L)));

    assertThat(object("out/a b/ä.txt")).isEqualTo("new");
    var key = byOrigin.emitted("success").get(2).attributes().get("s3.key");
    assertThat(key).endsWith(".jsonl");
    assertThat(object(key)).isEqualTo("{\"a\":1}\n{\"a\":2}\n");
    var all = store.run(client -> client.listObjectsV2(request -> request.bucket(bucket)));
    assertThat(all.contents()).hasSize(3);
  }

  @Test
  void sendsWhatHasNoKeyToFailure() throws Exception {
    var flow = putting("x".repeat(1_025));

    flow.send(bytes("text"));

    assertThat(flow.emitted("failure").get(0).attributes())
        .containsEntry("error.message", "key must have 1 to 1024 bytes");
  }

  @Test
  void waitsForABucketAndAStore() {
    var noBucket = new ListS3().create(settings("not-there"), context.processor());
    assertThatThrownBy(() -> noBucket.poll(position))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("answers 404 NoSuchBucket");

    context.services().put("store", store(ServerProcess.freePort()));
    var noStore = new ListS3().create(settings(bucket), context.processor());
    assertThatThrownBy(() -> noStore.poll(position))
        .isInstanceOf(RetryableException.class)
        .hasMessageNotContaining("the-secret");
  }

  @Test
  void showsNoSecret() {
    assertThat(storeSettings(1).toString()).doesNotContain("the-secret");
  }

  private S3Connection store(int port) {
    var made = new S3Store().create(storeSettings(port), Clock.systemUTC());
    open.add(made);
    return made;
  }

  private static S3Store.Settings storeSettings(int port) {
    return new S3Store.Settings(
        URI.create("http://127.0.0.1:" + port), null, "the-key", "the-secret", null, true, null);
  }

  private ListS3.Settings settings(String name) {
    return new ListS3.Settings("store", name, "in/", ".csv");
  }

  private SourceProcessor list() {
    return new ListS3().create(settings(bucket), context.processor());
  }

  private TestFlow fetch() {
    var settings = new FetchS3Object.Settings("store", bucket);
    return TestFlow.of(new FetchS3Object().create(settings, context.processor()));
  }

  private TestFlow putting(String key) {
    var settings = new PutS3Object.Settings("store", bucket, key, null);
    return TestFlow.of(new PutS3Object().create(settings, context.processor()));
  }

  private void put(String key, String text) throws RetryableException {
    putting(key).send(bytes(text));
  }

  private String object(String key) throws IOException {
    return store.run(
        client ->
            client
                .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asString(StandardCharsets.UTF_8));
  }

  private List<FlowFile> poll(SourceProcessor source) throws Exception {
    var batch = source.poll(position);
    position = batch.position().or(() -> position);
    return batch.flowFiles();
  }

  private static FlowFile bytes(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return new FlowFile(
        Map.of(),
        new Bytes(
            () -> new ByteArrayInputStream(bytes), bytes.length, new Origin("test", "file", 1)));
  }

  private static FlowFile unsized(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return new FlowFile(
        Map.of(),
        new Bytes(() -> new ByteArrayInputStream(bytes), -1, new Origin("test", "file", 2)));
  }

  private static String text(Bytes content) throws IOException {
    try (var in = content.opener().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The text itself: expressions are tested elsewhere. */
  private static Expressions literal() {
    return text ->
        new Expressions.Compiled() {
          @Override
          public Object evaluate(DataRecord record, Map<String, String> attributes) {
            return text;
          }

          @Override
          public boolean isTrue(DataRecord record, Map<String, String> attributes) {
            return false;
          }

          @Override
          public Set<String> fields() {
            return Set.of();
          }
        };
  }
}
