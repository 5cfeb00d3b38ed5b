package dev.weft.processors.standard.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FurtherFormatsTest {
  private final List<String> malformed = new ArrayList<>();
  private int longest;

  @Test
  void readsXmlElementsAsRecords() throws IOException {
    var text =
        """
        <?xml version="1.0"?>
        <orders xmlns:x="urn:x"><!-- two -->
          <order id="7"><x:item sku="a">2</x:item><item sku="b"/><note>x &lt; y</note><e/></order>
          <plain>5</plain>
        </orders>
        """;

    var records = read(RecordFormat.XML, text);

    assertThat(records)
        .containsExactly(
            fields(
                "id",
                7L,
                "item",
                List.of(fields("sku", "a", "value", 2L), Map.of("sku", "b")),
                "note",
                "x < y",
                "e",
                null),
            fields("value", 5L));
    assertThat(malformed).isEmpty();
  }

  @Test
  void xmlExpandsNoEntitiesAndFetchesNone() throws IOException {
    var bomb =
        "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><r><x>&b;</x></r>";
    var outside = "<!DOCTYPE r [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><r><x>&a;</x></r>";

    assertThat(read(RecordFormat.XML, bomb)).isEmpty();
    assertThat(read(RecordFormat.XML, outside)).isEmpty();
    assertThat(read(RecordFormat.XML, "<r><x>&nobody;</x></r>")).isEmpty();

    assertThat(malformed).hasSize(3);
    assertThat(malformed.get(0)).contains("document type is not allowed");
  }

  @Test
  void brokenXmlEndsWithItsPlace() throws IOException {
    assertThat(read(RecordFormat.XML, "<r><x><a>1</a></x>\n<x><a>")).hasSize(1);
    assertThat(read(RecordFormat.XML, "<r>" + "<a>".repeat(200))).isEmpty();
    assertThat(read(RecordFormat.XML, "no xml")).isEmpty();
    assertThat(read(RecordFormat.XML, bytes("<r><a>\u00e9</a></r>", "ISO-8859-1"))).isEmpty();
    assertThat(read(RecordFormat.XML, "<r><a>" + "x".repeat(2_000_000) + "</a></r>")).isEmpty();

    assertThat(malformed.get(0)).startsWith("record 2: the XML is malformed, line 2");
    assertThat(malformed.get(1)).contains("nested too deeply");
    assertThat(malformed.get(4)).contains("larger than 1048576 characters");
  }

  @Test
  void readsYamlMappings() throws IOException {
    var text =
        """
        - id: 1
          name: "007"
          tags: [a, 2, true, ~, 1.50]
        - {id: 2, no: no, quoted: '5', inner: {a: {b: null}}}
        - plain
        ---
        id: 3
        """;

    var records = read(RecordFormat.YAML, text);

    assertThat(records)
        .containsExactly(
            fields(
                "id",
                1L,
                "name",
                "007",
                "tags",
                Arrays.asList("a", 2L, true, null, new BigDecimal("1.50"))),
            fields("id", 2L, "no", "no", "quoted", "5", "inner", fields("a", fields("b", null))),
            fields("id", 3L));
    assertThat(malformed).containsExactly("record 3: the value is not a mapping");
  }

  @Test
  void yamlRefusesAliasesDepthAndWhatIsNone() throws IOException {
    assertThat(read(RecordFormat.YAML, "- a: &x [1]\n- b: *x\n")).hasSize(1);
    assertThat(read(RecordFormat.YAML, "a: " + "[".repeat(100_000))).isEmpty();
    assertThat(read(RecordFormat.YAML, "a: 1\na: 2\n")).isEmpty();
    assertThat(read(RecordFormat.YAML, "a: [1\nb: }")).isEmpty();

    assertThat(malformed.get(0)).contains("an alias is not allowed");
    assertThat(malformed.get(1)).contains("nested too deeply");
    assertThat(malformed.get(2)).contains("twice");
    assertThat(malformed.get(3)).contains("malformed, line");
  }

  @Test
  void readsBothFormsOfSyslog() throws IOException {
    var text =
        """
        <165>1 2026-03-01T12:00:00.5Z host.example app 42 ID47 [x@1 a="1" b="q\\"]"][y@1] \uFEFFit's on
        <34>Oct 11 22:14:15 mymachine su[231]: 'su root' failed
        <13>Feb  5 17:32:18 10.0.0.99 Use the BFG!
        <999>1 - - - - - -
        hello
        """;

    var records = read(RecordFormat.SYSLOG, text);

    assertThat(records.get(0))
        .isEqualTo(
            fields(
                "facility",
                20L,
                "severity",
                5L,
                "version",
                1L,
                "timestamp",
                Instant.parse("2026-03-01T12:00:00.5Z"),
                "hostname",
                "host.example",
                "appName",
                "app",
                "procId",
                "42",
                "messageId",
                "ID47",
                "structuredData",
                fields("x@1", fields("a", "1", "b", "q\"]"), "y@1", Map.of()),
                "message",
                "it's on"));
    assertThat(records.get(1))
        .containsEntry("facility", 4L)
        .containsEntry("severity", 2L)
        .containsEntry("appName", "su")
        .containsEntry("procId", "231")
        .containsEntry("message", "'su root' failed");
    assertThat(records.get(2))
        .containsEntry("message", "Use the BFG!")
        .containsEntry("appName", null);
    assertThat(malformed)
        .containsExactly(
            "line 4: the line is neither RFC 5424 nor 3164",
            "line 5: the line is neither RFC 5424 nor 3164");
  }

  @Test
  void readsLinesAsTheyAre() throws IOException {
    assertThat(read(RecordFormat.LINES, "a b\r\n\nc"))
        .containsExactly(fields("line", "a b"), fields("line", "c"));
  }

  @Test
  void writesAvroAndReadsItBack() throws IOException {
    var one =
        fields(
            "id",
            1L,
            "price",
            new BigDecimal("1.50"),
            "at",
            Instant.parse("2026-03-01T12:00:00.5Z"),
            "day",
            LocalDate.of(2026, 3, 1),
            "ok",
            true,
            "ratio",
            0.5,
            "bytes",
            new byte[] {1, 2},
            "inner",
            fields("a", List.of(1L, 2L)),
            "mixed",
            "x",
            "null",
            null);
    var other = fields("id", null, "price", new BigDecimal("12"), "mixed", 5L);

    var back = read(RecordFormat.AVRO, new ByteArrayInputStream(avro(one, other)));

    assertThat(malformed).isEmpty();
    assertThat(back.get(0)).usingRecursiveComparison().isEqualTo(one);
    assertThat(back.get(1))
        .containsEntry("id", null)
        .containsEntry("price", new BigDecimal("12.00"))
        .containsEntry("mixed", "5")
        .containsEntry("day", null);
  }

  @Test
  void brokenAvroEndsWithAReason() throws IOException {
    var good = avro(fields("a", "x".repeat(1_000)), fields("a", "y"));
    var flipped = good.clone();
    flipped[good.length - 20] ^= 1;
    for (var cut : List.of(2, 10, 100, good.length - 5)) {
      read(RecordFormat.AVRO, new ByteArrayInputStream(Arrays.copyOf(good, cut)));
    }
    read(RecordFormat.AVRO, new ByteArrayInputStream(flipped));
    read(RecordFormat.AVRO, "no avro");

    assertThat(malformed).hasSize(6);
    assertThat(malformed.get(0)).contains("no Avro container file");
    assertThat(malformed.get(2)).contains("ends in the middle");
    assertThat(malformed.get(5)).contains("no Avro container file");
  }

  @Test
  void avroAsksForNoMoreMemoryThanThereIsContent() throws IOException {
    var file = new ByteArrayOutputStream();
    var schema = "{\"type\":\"array\",\"items\":\"null\"}";
    var record =
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":"
            + schema
            + "}]}";
    file.write(new byte[] {'O', 'b', 'j', 1});
    number(file, 1);
    text(file, "avro.schema");
    text(file, record);
    number(file, 0);
    file.write(new byte[16]);
    var header = file.toByteArray();
    var block = new ByteArrayOutputStream();
    number(block, 2_000_000_000L);
    number(block, 0);
    number(file, 1);
    number(file, block.size());
    file.write(block.toByteArray());
    file.write(new byte[16]);
    var huge = new ByteArrayOutputStream();
    huge.write(header);
    number(huge, 1);
    number(huge, 2_000_000_000L);

    assertThat(read(RecordFormat.AVRO, new ByteArrayInputStream(file.toByteArray()))).isEmpty();
    assertThat(read(RecordFormat.AVRO, new ByteArrayInputStream(huge.toByteArray()))).isEmpty();

    assertThat(malformed).hasSize(2);
    assertThat(malformed.get(1)).contains("a part is larger than");
  }

  /** Readers of lines cut what they keep; the others stop reading. */
  @Test
  void noReaderHoldsAnEndlessLine() throws IOException {
    for (var format :
        List.of(
            RecordFormat.CSV,
            RecordFormat.JSON_LINES,
            RecordFormat.JSON_ARRAY,
            RecordFormat.XML,
            RecordFormat.YAML,
            RecordFormat.SYSLOG,
            RecordFormat.LINES,
            RecordFormat.AVRO)) {
      malformed.clear();
      var head =
          switch (format) {
            case CSV -> "a\n";
            case JSON_LINES -> "{\"a\":\"";
            case JSON_ARRAY -> "[{\"a\":\"";
            case XML -> "<r><a b=\"";
            case YAML -> "a: \"";
            default -> "";
          };

      var endless = new Endless(head.getBytes(StandardCharsets.US_ASCII), 32L << 20);
      var records = read(format, endless);

      assertThat(records).as(format.name()).isEmpty();
      assertThat(malformed).as(format.name()).isNotEmpty();
      assertThat(longest).as(format.name()).isLessThanOrEqualTo(Limits.RECORD_CHARACTERS);
      if (List.of(RecordFormat.XML, RecordFormat.YAML, RecordFormat.AVRO).contains(format)) {
        assertThat(endless.at).as(format.name()).isLessThan(8L << 20);
      }
    }
  }

  @Test
  void formatsForReadingOnlyCannotWrite() {
    assertThatThrownBy(() -> RecordFormat.XML.asWriter()).hasMessageStartingWith("writer");
    assertThat(RecordFormat.AVRO.asWriter()).isEqualTo(RecordFormat.AVRO);
  }

  private static final class Endless extends InputStream {
    private final byte[] head;
    private final long most;
    private long at;

    Endless(byte[] head, long most) {
      this.head = head;
      this.most = most;
    }

    @Override
    public int read() {
      if (at >= most) {
        return -1;
      }
      var value = at < head.length ? head[(int) at] : 'x';
      at++;
      return value;
    }

    @Override
    public int read(byte[] to, int from, int length) {
      if (at < head.length || at >= most) {
        var one = length == 0 ? 0 : read();
        if (one >= 0 && length > 0) {
          to[from] = (byte) one;
        }
        return one < 0 ? -1 : Math.min(1, length);
      }
      var count = (int) Math.min(length, most - at);
      Arrays.fill(to, from, from + count, (byte) 'x');
      at += count;
      return count;
    }
  }

  private static byte[] avro(Map<String, Object> one, Map<String, Object> other)
      throws IOException {
    var out = new ByteArrayOutputStream();
    var both = List.of(new DataRecord(one), new DataRecord(other));
    RecordFormat.AVRO.writer(CsvDialect.RFC_4180).write(both, out);
    return out.toByteArray();
  }

  private static void number(ByteArrayOutputStream to, long value) {
    var bits = (value << 1) ^ (value >> 63);
    while ((bits & ~0x7FL) != 0) {
      to.write((int) ((bits & 0x7F) | 0x80));
      bits >>>= 7;
    }
    to.write((int) bits);
  }

  private static void text(ByteArrayOutputStream to, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    number(to, bytes.length);
    to.write(bytes, 0, bytes.length);
  }

  private List<Map<String, Object>> read(RecordFormat format, String text) throws IOException {
    return read(format, bytes(text, "UTF-8"));
  }

  private static InputStream bytes(String text, String charset) throws IOException {
    return new ByteArrayInputStream(text.getBytes(charset));
  }

  private List<Map<String, Object>> read(RecordFormat format, InputStream in) throws IOException {
    var good = new ArrayList<Map<String, Object>>();
    try (var reader = format.reader(in, "source", CsvDialect.RFC_4180)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        if (next.get() instanceof Reading.Good record) {
          good.add(record.item().record().fields());
        } else if (next.get() instanceof Reading.Malformed bad) {
          longest = Math.max(longest, bad.text().length());
          malformed.add(bad.origin().key() + " " + bad.origin().position() + ": " + bad.reason());
        }
      }
    }
    return good;
  }

  private static Map<String, Object> fields(Object... namesAndValues) {
    var fields = new LinkedHashMap<String, Object>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }
}
