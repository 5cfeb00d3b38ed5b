package dev.weft.processors.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weft.model.DataRecord;
import dev.weft.policy.CelExpressions;
import dev.weft.processors.standard.ConvertRecord;
import dev.weft.processors.standard.record.CsvDialect;
import dev.weft.processors.standard.record.RecordFormat;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.testing.TestFlow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input for everything that reads bytes: what is bad goes to {@code failure} with its place and
 * its reason, and costs nothing else, neither records nor memory.
 *
 * <p>A line of a gigabyte, by hand: {@code -Dweft.line.bytes=1073741824}.
 */
class BadInputTest {
  private static final long LINE_BYTES = Long.getLong("weft.line.bytes", 48L << 20);

  /** What one reader may allocate while it reads a line of any length; YAML's parser copies. */
  private static final long ALLOCATED_MAX = 40L << 20;

  private static final long ALLOCATED_MAX_YAML = 900L << 20;

  private static final String UMLAUT = "Z\u00fcrich";

  /**
   * One kind of bad input.
   *
   * @param good how many records must come all the same
   * @param bad how many places are told
   * @param place and {@code reason}: what the message says of the first
   */
  private record Case(
      String name,
      RecordFormat format,
      FlowFile file,
      int good,
      int bad,
      String place,
      String reason) {
    @Override
    public String toString() {
      return format + ", " + name;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsBadIsToldAndCostsNothingElse(Case bad) throws Exception {
    var flow = TestFlow.of(reader(bad.format()));

    flow.send(bad.file());

    assertThat(flow.records("success")).as("good records").hasSize(bad.good());
    assertThat(flow.emitted("failure")).as("bad places").hasSize(bad.bad());
    if (bad.bad() > 0) {
      assertThat(error(flow)).startsWith("in.bin, " + bad.place()).contains(bad.reason());
    }
  }

  static Stream<Case> cases() throws IOException {
    var avro = avro(3);
    return Stream.of(
        // Cut off in the middle of a record.
        text("truncated", RecordFormat.CSV, "n,t\n1,a\n2,\"b", 1, 1, "line 3", "not closed"),
        text("truncated", RecordFormat.JSON_LINES, "{\"n\":1}\n{\"n\":", 1, 1, "line 2", "JSON"),
        text("truncated", RecordFormat.JSON_ARRAY, "[{\"n\":1},{\"n\":2},{\"n", 2, 1, "record", ""),
        text("truncated", RecordFormat.XML, "<r><a><n>1</n></a><a><n>2", 1, 1, "record 2", "XML"),
        text("truncated", RecordFormat.YAML, "- n: 1\n- n: [2, 3", 1, 1, "record 2", "YAML"),
        text("truncated", RecordFormat.SYSLOG, syslog("a") + "<34>1 2026-0", 1, 1, "line 2", ""),
        new Case(
            "truncated",
            RecordFormat.AVRO,
            file(Arrays.copyOf(avro, avro.length - 20)),
            0,
            1,
            "record 1",
            "ends in the middle"),
        // Latin-1 where UTF-8 is expected: only that record is bad.
        latin("encoding", RecordFormat.CSV, "n,t\n1,a\n2," + UMLAUT + "\n3,c\n", 2, "line 3"),
        latin("encoding", RecordFormat.JSON_LINES, json(1, "a") + json(2, UMLAUT), 1, "line 2"),
        latin(
            "encoding",
            RecordFormat.JSON_ARRAY,
            "[" + json(1, "a") + "," + json(2, UMLAUT) + "," + json(3, "c") + "]",
            2,
            "record 2"),
        latin(
            "encoding",
            RecordFormat.SYSLOG,
            syslog("a") + syslog(UMLAUT) + syslog("c"),
            2,
            "line 2"),
        latin("encoding", RecordFormat.LINES, "a\n" + UMLAUT + "\nc\n", 2, "line 2"),
        latin("encoding", RecordFormat.XML, "<r><a><t>" + UMLAUT + "</t></a></r>", 0, "record 1"),
        latin("encoding", RecordFormat.YAML, "- t: " + UMLAUT + "\n", 0, "record 1"),
        // Something else than a record.
        text("type", RecordFormat.CSV, "n,t\n1,a\n2\n3,c\n", 2, 1, "line 3", "1 cells"),
        text("type", RecordFormat.CSV, "n,n\n1,a\n", 0, 1, "line 1", "twice"),
        text(
            "type",
            RecordFormat.JSON_LINES,
            json(1, "a") + "[2]\n" + json(3, "c"),
            2,
            1,
            "line 2",
            ""),
        text("type", RecordFormat.JSON_ARRAY, "[{\"n\":1}, 2, {\"n\":3}]", 2, 1, "record 2", ""),
        text("type", RecordFormat.YAML, "- n: 1\n- just text\n- n: 3\n", 2, 1, "record 2", ""),
        text(
            "type",
            RecordFormat.SYSLOG,
            syslog("a") + "no syslog\n" + syslog("c"),
            2,
            1,
            "line 2",
            ""),
        text("type", RecordFormat.XML, "{\"n\": 1}", 0, 1, "record 1", "XML"),
        text("type", RecordFormat.AVRO, "n,t\n1,a\n", 0, 1, "record", "Avro"),
        // Made to grow.
        text(
            "entities",
            RecordFormat.XML,
            "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><r><a>&b;</a></r>",
            0,
            1,
            "record 1",
            "document type"),
        text("aliases", RecordFormat.YAML, "- &a {n: 1}\n- [*a, *a]\n", 1, 1, "record 2", "alias"),
        text("depth", RecordFormat.JSON_LINES, "[".repeat(100_000) + "\n", 0, 1, "line 1", ""),
        text("depth", RecordFormat.XML, "<a>".repeat(100_000), 0, 1, "record 1", "deep"),
        text("depth", RecordFormat.YAML, "[".repeat(100_000), 0, 1, "record 1", ""));
  }

  @ParameterizedTest
  @MethodSource("longLines")
  void aLineWithoutEndTakesLittleMemory(RecordFormat format, String head, String tail, int good)
      throws Exception {
    var flow = TestFlow.of(reader(format));
    var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());

    flow.send(new FlowFile(Map.of(), endless(head, LINE_BYTES, tail)));

    var allocated = memory.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(flow.records("success")).hasSize(good);
    assertThat(flow.emitted("failure")).hasSize(1);
    assertThat(error(flow)).contains("in.bin, ").containsAnyOf("longer than", "larger than");
    assertThat(allocated)
        .as("bytes allocated")
        .isLessThan(format == RecordFormat.YAML ? ALLOCATED_MAX_YAML : ALLOCATED_MAX);
    assertThat(((Bytes) flow.emitted("failure").get(0).content()).size()).isLessThan(2L << 20);
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> longLines() {
    return Stream.of(
        arguments(RecordFormat.CSV, "n,t\n1,a\n2,", "\n3,c\n", 2),
        arguments(RecordFormat.CSV, "n,t\n1,a\n2,\"", "\"\n3,c\n", 2),
        arguments(RecordFormat.JSON_LINES, json(1, "a") + "{\"t\":\"", "\"}\n" + json(3, "c"), 2),
        arguments(RecordFormat.JSON_ARRAY, "[" + json(1, "a") + ",{\"t\":\"", "\"}]", 1),
        arguments(RecordFormat.XML, "<r><a><n>1</n></a><a><n>", "</n></a></r>", 1),
        arguments(RecordFormat.XML, "<r><a><n>1</n></a><a n=\"", "\"/></r>", 1),
        arguments(RecordFormat.YAML, "- n: 1\n- t: ", "\n- n: 3\n", 1),
        arguments(RecordFormat.SYSLOG, syslog("a"), "\n" + syslog("c"), 2),
        arguments(RecordFormat.LINES, "a\n", "\nc\n", 2));
  }

  private static org.junit.jupiter.params.provider.Arguments arguments(Object... all) {
    return org.junit.jupiter.params.provider.Arguments.of(all);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aBombEndsWhenItHasBecomeTooLarge(Compression format) throws Exception {
    var bomb = new ByteArrayOutputStream();
    try (var out = format.packing(bomb)) {
      endless("", 20L << 20, "").opener().open().transferTo(out);
    }
    var most = 1 << 20;
    var settings = new CompressContent.Settings(CompressContent.Mode.DECOMPRESS, format, most);
    var flow = TestFlow.of(new CompressContent().create(settings, context()));

    flow.send(file(bomb.toByteArray()));
    flow.send(file(Arrays.copyOf(bomb.toByteArray(), bomb.size() / 2)));
    flow.send(file("this is not compressed".getBytes(StandardCharsets.UTF_8)));

    assertThat(bomb.size()).as("packed").isLessThan(64 * 1024);
    assertThat(flow.emitted("success")).isEmpty();
    assertThat(flow.emitted("failure")).hasSize(3);
    assertThat(error(flow)).startsWith("in.bin: ").contains("larger than " + most);
  }

  @Test
  void anArchiveThatIsTooMuchOrBrokenIsTakenApartNotAtAll() throws Exception {
    var settings = new UnpackContent.Settings(UnpackContent.Format.ZIP, 2, 1 << 20);
    var flow = TestFlow.of(new UnpackContent().create(settings, context()));
    var bomb = zip(Map.of("bomb", new Letters(20L << 20)));
    var many = zip(Map.of("a", new Letters(1), "b", new Letters(1), "c", new Letters(1)));
    var good = zip(Map.of("in/a.txt", new Letters(3)));

    flow.send(file(bomb));
    flow.send(file(many));
    flow.send(file(zip(Map.of("../../etc/passwd", new Letters(1)))));
    flow.send(file(Arrays.copyOf(bomb, bomb.length / 2)));
    flow.send(file("no archive at all, nothing of the kind".getBytes(StandardCharsets.UTF_8)));
    flow.send(file(good));

    assertThat(flow.emitted("failure"))
        .extracting(each -> each.attributes().get("error.message"))
        .hasSize(5)
        .allMatch(each -> each.startsWith("in.bin: "));
    assertThat(error(flow)).contains("larger than " + (1 << 20));
    assertThat(flow.emitted("success")).hasSize(1);
    assertThat(flow.emitted("success").get(0).attributes())
        .containsEntry("filename", "a.txt")
        .containsEntry("path", "in/");
  }

  private static byte[] zip(Map<String, InputStream> files) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var each : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        each.getValue().transferTo(zip);
      }
    }
    return out.toByteArray();
  }

  @Test
  void jsonThatIsReadAsAWholeHasALimit() throws Exception {
    var flow = TestFlow.of(new SplitJson().create(new SplitJson.Settings("$", 0), context()));

    flow.send(new FlowFile(Map.of(), endless("[\"", LINE_BYTES, "\"]")));
    flow.send(file("[1, 2".getBytes(StandardCharsets.UTF_8)));
    flow.send(file(("[\"" + UMLAUT + "\"]").getBytes(StandardCharsets.ISO_8859_1)));

    assertThat(flow.emitted("splits")).isEmpty();
    assertThat(flow.emitted("failure")).hasSize(3);
    assertThat(error(flow)).startsWith("in.bin: ").contains("larger than");
  }

  private static Processor reader(RecordFormat format) {
    var settings =
        new ConvertRecord.Settings(
            format, RecordFormat.NONE, Map.of(), ",", CsvDialect.Types.INFER);
    return new ConvertRecord().create(settings, context());
  }

  private static dev.weft.spi.flow.ProcessorContext context() {
    return TestFlow.context(new CelExpressions());
  }

  private static Case text(
      String name, RecordFormat format, String text, int good, int bad, String place, String why) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Case(name, format, file(bytes), good, bad, place, why);
  }

  private static Case latin(String name, RecordFormat format, String text, int good, String place) {
    Charset latin = StandardCharsets.ISO_8859_1;
    return new Case(name, format, file(text.getBytes(latin)), good, 1, place, "");
  }

  private static String json(int n, String text) {
    return "{\"n\":" + n + ",\"t\":\"" + text + "\"}\n";
  }

  private static String syslog(String message) {
    return "<34>1 2026-03-01T12:00:00Z host app - - - " + message + "\n";
  }

  private static byte[] avro(int records) throws IOException {
    var out = new ByteArrayOutputStream();
    var all =
        Stream.iterate(1L, n -> n + 1).limit(records).map(n -> new DataRecord(Map.of("n", n)));
    RecordFormat.AVRO.writer(CsvDialect.of(",", CsvDialect.Types.INFER)).write(all.toList(), out);
    return out.toByteArray();
  }

  private static FlowFile file(byte[] bytes) {
    var origin = new Origin("in.bin", "byte", 0);
    return new FlowFile(
        Map.of(), new Bytes(() -> new ByteArrayInputStream(bytes), bytes.length, origin));
  }

  private static String error(TestFlow flow) {
    return flow.emitted("failure").get(0).attributes().get("error.message");
  }

  /** A text with so many letters in its middle, which are nowhere stored. */
  private static Bytes endless(String head, long letters, String tail) {
    return new Bytes(
        () ->
            new java.io.SequenceInputStream(
                java.util.Collections.enumeration(
                    List.of(
                        new ByteArrayInputStream(head.getBytes(StandardCharsets.UTF_8)),
                        new Letters(letters),
                        new ByteArrayInputStream(tail.getBytes(StandardCharsets.UTF_8))))),
        -1,
        new Origin("in.bin", "byte", 0));
  }

  private static final class Letters extends InputStream {
    private long left;

    Letters(long count) {
      left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'a' : -1;
    }

    @Override
    public int read(byte[] to, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      var count = (int) Math.min(left, length);
      Arrays.fill(to, from, from + count, (byte) 'a');
      left -= count;
      return count;
    }
  }
}
