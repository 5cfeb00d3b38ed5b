package dev.weft.processors.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataRecord;
import dev.weft.policy.CelExpressions;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.testing.TestFlow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

class TransformTest {
  private static final String PASSPHRASE = "correct horse battery";

  @Test
  void takesValuesFromJsonIntoAttributes() throws Exception {
    var flow = TestFlow.of(paths(Map.of("id", "$.order.id", "skus", "$..sku", "no", "$.none")));

    flow.send(text("{\"order\":{\"id\":7,\"items\":[{\"sku\":\"a\"},{\"sku\":\"b\"}]}}"));
    flow.send(text("{\"x\":1}"));

    assertThat(flow.emitted("matched").get(0).attributes())
        .containsEntry("id", "7")
        .containsEntry("skus", "[\"a\",\"b\"]")
        .doesNotContainKey("no");
    assertThat(flow.emitted("unmatched")).hasSize(1);
  }

  @Test
  void takesValuesOfRecordsIntoFields() throws Exception {
    var flow = TestFlow.of(paths(Map.of("first", "$.items[0].price")));

    flow.send(new DataRecord(Map.of("items", List.of(Map.of("price", new BigDecimal("1.50"))))));

    assertThat(flow.records("matched").get(0).get("first")).isEqualTo(new BigDecimal("1.50"));
  }

  @Test
  void badJsonFailsWithItsPlaceAndWithoutItsText() throws Exception {
    var flow = TestFlow.of(paths(Map.of("id", "$.id")));

    flow.send(text("{\"id\":1,\n\"secret\" oops}"));
    flow.send(text("{\"a\":1,\"a\":2}"));
    flow.send(text("[".repeat(100_000)));
    flow.send(text("{\"a\":\"" + "x".repeat(5_000_000) + "\"}"));
    flow.send(text("{\"id\":1} {\"id\":2}"));

    assertThat(flow.emitted("failure")).hasSize(5);
    assertThat(error(flow, 0)).startsWith("a.txt: line 2, column").doesNotContain("secret");
    assertThat(error(flow, 3)).contains("larger than");
  }

  @Test
  void splitsAnArray() throws Exception {
    var settings = new SplitJson.Settings("$.items", 0);
    var flow = TestFlow.of(new SplitJson().create(settings, context()));

    flow.send(text("{\"items\":[{\"a\":1},2.50]}"));
    flow.send(text("{\"items\":3}"));

    assertThat(read(flow.emitted("splits").get(0))).isEqualTo("{\"a\":1}");
    assertThat(read(flow.emitted("splits").get(1))).isEqualTo("2.50");
    assertThat(flow.emitted("splits").get(1).attributes()).containsEntry("fragment.index", "1");
    assertThat(error(flow, 0)).contains("no array at $.items");
  }

  @Test
  void rebuildsRecordsAndContent() throws Exception {
    var flow = TestFlow.of(jslt("{\"id\": .order.id, \"n\": size(.order.items)}"));
    var many = TestFlow.of(jslt("[for (.items) {\"item\": .}]"));

    flow.send(new DataRecord(Map.of("order", Map.of("id", 7L, "items", List.of(1L, 2L)))));
    flow.send(text("{\"order\":{\"id\":8,\"items\":[]}}"));
    many.send(new DataRecord(Map.of("items", List.of(1L, "b"))));

    assertThat(flow.records("success")).containsExactly(new DataRecord(Map.of("id", 7L, "n", 2L)));
    assertThat(read(flow.emitted("success").get(1))).isEqualTo("{\"id\":8,\"n\":0}");
    assertThat(many.records("success"))
        .containsExactly(new DataRecord(Map.of("item", 1L)), new DataRecord(Map.of("item", "b")));
  }

  @Test
  void aTransformationThatFailsCostsOneRecord() throws Exception {
    var flow = TestFlow.of(jslt(".a"));
    var endless = TestFlow.of(jslt("def f(x) f($x) {\"a\": f(.)}"));

    flow.send(new DataRecord(Map.of("a", Map.of("b", 1L))), new DataRecord(Map.of("a", 1L)));
    endless.send(new DataRecord(Map.of("a", 1L)));

    assertThat(flow.records("success")).hasSize(1);
    assertThat(flow.records("failure")).hasSize(1);
    assertThat(error(endless, 0)).contains("calls itself");
  }

  @Test
  void packsAndUnpacksAgain() throws Exception {
    var content = new byte[100_000];
    new Random(7).nextBytes(content);
    Arrays.fill(content, 1_000, 90_000, (byte) 'x');
    for (var format : Compression.values()) {
      var pack = TestFlow.of(compress(CompressContent.Mode.COMPRESS, format, 0));
      var unpack = TestFlow.of(compress(CompressContent.Mode.DECOMPRESS, format, 0));

      pack.send(bytes(content).with("filename", "a.bin"));
      unpack.send(pack.emitted("success").get(0));

      var packed = (Content.Bytes) pack.emitted("success").get(0).content();
      assertThat(packed.size()).isLessThan(40_000);
      assertThat(pack.emitted("success").get(0).attributes())
          .containsEntry("filename", "a.bin" + format.extension());
      assertThat(unpack.emitted("success").get(0).attributes()).containsEntry("filename", "a.bin");
      assertThat(readBytes(unpack.emitted("success").get(0))).isEqualTo(content);
    }
  }

  @Test
  void bombsEndAtTheLimitAndBrokenContentFails() throws Exception {
    for (var format : Compression.values()) {
      var pack = TestFlow.of(compress(CompressContent.Mode.COMPRESS, format, 0));
      pack.send(bytes(new byte[3_000_000]));
      var packed = readBytes(pack.emitted("success").get(0));
      var unpack = TestFlow.of(compress(CompressContent.Mode.DECOMPRESS, format, 1_000_000));

      unpack.send(bytes(packed));
      unpack.send(bytes(Arrays.copyOf(packed, packed.length / 2)));
      unpack.send(text("no such format"));

      assertThat(unpack.emitted("success")).as(format.name()).isEmpty();
      assertThat(unpack.emitted("failure")).as(format.name()).hasSize(3);
      assertThat(error(unpack, 0)).contains("larger than 1000000 bytes when unpacked");
    }
  }

  @Test
  void encryptsAndDecryptsAgain() throws Exception {
    var encrypt = TestFlow.of(encrypt());
    encrypt.send(text("secret text"));
    var message = readBytes(encrypt.emitted("success").get(0));
    var decrypt = TestFlow.of(decrypt(PASSPHRASE, 0));
    var wrong = TestFlow.of(decrypt("something else", 0));
    var small = TestFlow.of(decrypt(PASSPHRASE, 5));

    decrypt.send(bytes(message));
    wrong.send(bytes(message));
    small.send(bytes(message));
    message[message.length - 10] ^= 1;
    decrypt.send(bytes(message));
    decrypt.send(text("no message"));
    decrypt.send(bytes(Arrays.copyOf(message, message.length - 30)));

    assertThat(new String(message, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    assertThat(read(decrypt.emitted("success").get(0))).isEqualTo("secret text");
    assertThat(decrypt.emitted("success")).hasSize(1);
    assertThat(decrypt.emitted("failure")).hasSize(3);
    assertThat(wrong.emitted("failure")).hasSize(1);
    assertThat(error(small, 0)).contains("larger than 5 bytes");
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> paths(Map.of("a", "$[?(@.b =~ /(a+)+/)]")))
        .hasMessageStartingWith("paths cannot have regular expressions");
    assertThatThrownBy(() -> paths(Map.of("a", "$.["))).hasMessageStartingWith("paths");
    assertThatThrownBy(() -> jslt("{")).hasMessageStartingWith("transformation");
    assertThatThrownBy(() -> jslt("import \"/etc/passwd\" as p p:f(.)"))
        .hasMessageContaining("imports are not allowed");
    assertThatThrownBy(() -> new EncryptContentPGP.Settings("short"))
        .hasMessageStartingWith("passphrase");
  }

  private static dev.weft.spi.flow.ProcessorContext context() {
    return TestFlow.context(new CelExpressions());
  }

  private static Processor paths(Map<String, String> paths) {
    return new EvaluateJsonPath().create(new EvaluateJsonPath.Settings(paths, 0), context());
  }

  private static Processor jslt(String text) {
    return new JSLTTransformJSON().create(new JSLTTransformJSON.Settings(text, 0), context());
  }

  private static Processor compress(CompressContent.Mode mode, Compression format, long most) {
    return new CompressContent()
        .create(new CompressContent.Settings(mode, format, most), context());
  }

  private static Processor encrypt() {
    return new EncryptContentPGP().create(new EncryptContentPGP.Settings(PASSPHRASE), context());
  }

  private static Processor decrypt(String passphrase, long most) {
    return new DecryptContentPGP()
        .create(new DecryptContentPGP.Settings(passphrase, most), context());
  }

  private static String error(TestFlow flow, int index) {
    return flow.emitted("failure").get(index).attributes().get("error.message");
  }

  private static FlowFile text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static FlowFile bytes(byte[] bytes) {
    return new FlowFile(
        Map.of(),
        new Content.Bytes(
            () -> new ByteArrayInputStream(bytes), bytes.length, new Origin("a.txt", "byte", 0)));
  }

  private static String read(FlowFile file) throws IOException {
    return new String(readBytes(file), StandardCharsets.UTF_8);
  }

  private static byte[] readBytes(FlowFile file) throws IOException {
    try (var in = ((Content.Bytes) file.content()).opener().open()) {
      return in.readAllBytes();
    }
  }

  @Test
  void takesATarApartAndSaysWhichPieceItIs() throws Exception {
    var tar = new java.io.ByteArrayOutputStream();
    try (var out = new TarArchiveOutputStream(tar)) {
      for (var name : List.of("a.csv", "sub/b.csv")) {
        var entry = new TarArchiveEntry(name);
        entry.setSize(2);
        out.putArchiveEntry(entry);
        out.write(new byte[] {'o', 'k'});
        out.closeArchiveEntry();
      }
    }
    var settings = new UnpackContent.Settings(UnpackContent.Format.TAR, 0, 0);
    var flow = TestFlow.of(new UnpackContent().create(settings, context()));
    var bytes = tar.toByteArray();
    var origin = new Origin("all.tar", "byte", 0);

    flow.send(
        new FlowFile(
            Map.of("filename", "all.tar"),
            new Content.Bytes(() -> new ByteArrayInputStream(bytes), bytes.length, origin)));

    assertThat(read(flow.emitted("success").get(1))).isEqualTo("ok");
    assertThat(flow.emitted("success").get(1).attributes())
        .containsEntry("filename", "b.csv")
        .containsEntry("path", "sub/")
        .containsEntry("segment.original.filename", "all.tar")
        .containsEntry("fragment.count", "2");
    assertThat(flow.emitted("original")).hasSize(1);
  }
}
