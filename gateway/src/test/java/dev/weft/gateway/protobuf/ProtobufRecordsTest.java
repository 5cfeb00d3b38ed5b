package dev.weft.gateway.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import dev.weft.gateway.RecordBytes;
import dev.weft.gateway.RecordTexts;
import dev.weft.gateway.Registered;
import dev.weft.gateway.json.JsonRecords;
import dev.weft.gateway.json.RecordRewriter.Outcome;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree;
import dev.weft.gateway.json.Stars;
import dev.weft.gateway.json.UnknownFields;
import dev.weft.model.PortName;
import dev.weft.model.Priority;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms;
import dev.weft.spi.ReadTerms.FilterOn;
import dev.weft.spi.ReadTerms.Undecodable;
import dev.weft.spi.ReadView;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.RowFilter;
import dev.weft.testing.Framed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protobuf records as readers of JSON see them, as they are written from JSON, and filtered. */
class ProtobufRecordsTest {
  private static final PortName PORT = new PortName("shop", "orders");
  private static final FieldRule MASK = new FieldRule.Masked(new Stars(), "p", "t");
  private static final String WHOLE =
      """
      {"id":7,"email":"ada@example.org","at":"2026-05-01T10:00:00.500Z","took":"-1.5s",\
      "big":18446744073709551615,"state":"PAID","photo":"AQID","nick":"Ada","tags":["a","b"],\
      "counts":[1,2],"labels":{"env":"prod","team":"x"},"by_number":{"-3":true},\
      "deep":{"x":"hidden","y":0},"any":{"color":"red","sizes":[1.5,null,{"a":true}]}}""";

  private final Registered schemas = new Registered();
  private final RecordTexts texts = new RecordTexts(schemas);
  private final RecordBytes bytes = new RecordBytes(schemas);
  private final RecordSink sink = new RecordSink(16);
  private final ProtobufRewriter rewriter = new ProtobufRewriter(sink, schemas);
  private int id;

  @BeforeEach
  void register() {
    schemas.format(PORT, RecordFormat.PROTOBUF);
    id = schemas.protobuf(file());
  }

  @Test
  void jsonBecomesProtobufAndJsonAgain() {
    assertThat(json(encode(WHOLE))).isEqualTo(WHOLE);
    // What has no presence is zero where it is missing.
    assertThat(json(Framed.protobuf(id, new byte[0])))
        .isEqualTo(
            "{\"id\":0,\"email\":\"\",\"big\":0,\"state\":\"NEW\",\"photo\":\"\",\"tags\":[],"
                + "\"counts\":[],\"labels\":{},\"by_number\":{}}");
    // The second message of the file, and the one within the first.
    assertThat(json(Framed.protobuf(id, new byte[] {8, 5}, 1))).isEqualTo("{\"n\":5}");
    assertThat(json(Framed.protobuf(id, new byte[] {16, 6}, 0, 0)))
        .isEqualTo("{\"x\":\"\",\"y\":6}");
    assertThat(texts.json(PORT, Framed.protobuf(id, new byte[0], 2))).isEmpty();
    assertThat(texts.json(PORT, Framed.protobuf(id, new byte[0], 0, 1))).isEmpty();
    assertThat(texts.json(PORT, Framed.protobuf(id + 1, new byte[0]))).isEmpty();
    assertThat(texts.json(PORT, new byte[] {0, 0, 0, 0})).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"nonsense\":1} | nonsense",
        "{\"id\":\"x\"} | id",
        "{\"id\":1.5} | id",
        "{\"deep\":{\"y\":3000000000}} | deep.y",
        "{\"deep\":{\"z\":1}} | deep.z",
        "{\"at\":\"yesterday\"} | at",
        "{\"took\":\"long\"} | took",
        "{\"state\":\"LOST\"} | state",
        "{\"photo\":\"?\"} | photo",
        "{\"tags\":\"a\"} | tags",
        "{\"tags\":[1]} | tags",
        "{\"labels\":[]} | labels",
        "{\"by_number\":{\"x\":true}} | by_number.x",
        "{\"email\":5} | email",
        "{\"deep\":5} | deep",
      })
  void whatDoesNotFitIsRefusedWithItsPlace(String line, String path) {
    assertThatThrownBy(() -> encode(line))
        .satisfies(
            e -> {
              var problem = ((dev.weft.model.ProblemException) e).first();
              assertThat(problem.code()).isEqualTo("record-does-not-fit");
              assertThat(problem.place().path()).isEqualTo(path);
            });
  }

  @Test
  void masksSeeJsonAndWhatDoesNotFitBecomesNeutral() {
    assertThat(seen(Map.of(), MASK, encode(WHOLE)))
        .isEqualTo(
            "{\"id\":0,\"email\":\"***\",\"at\":\"1970-01-01T00:00:00Z\",\"took\":\"0s\","
                + "\"big\":0,\"state\":\"NEW\",\"photo\":\"Kioq\",\"nick\":\"***\","
                + "\"tags\":[\"***\",\"***\"],\"counts\":[0,0],\"labels\":{\"***\":\"***\"},"
                + "\"by_number\":{\"0\":false},\"deep\":{\"x\":\"***\",\"y\":0},"
                + "\"any\":{\"***\":[0.0,null,{\"***\":null}]}}");
    // A text that is missing is the empty one, which is masked like others.
    assertThat(seen(Map.of("email", MASK), FieldRule.SHOW, encode("{\"id\":1}")))
        .contains("\"email\":\"***\"");
  }

  @Test
  void keysThatRulesNameAreFields() {
    var rules =
        Map.of("labels.env", FieldRule.SHOW, "any.color", FieldRule.SHOW, "at.seconds", MASK);

    assertThat(seen(rules, FieldRule.WITHHOLD, encode(WHOLE)))
        .contains("\"labels\":{\"env\":\"prod\"}", "\"any\":{\"color\":\"red\"}")
        .doesNotContain("hidden", "example", "sizes", "2026");
  }

  /** In the binary format the value of a map's entry may be missing: then it is the default. */
  @Test
  void aValueThatAnEntryLacksIsMaskedAsTheDefaultThatItIs() {
    var boxes = schemas.protobuf(boxes());
    var withoutValue = Framed.protobuf(boxes, new byte[] {10, 3, 10, 1, 'k'});
    var withEmpty = Framed.protobuf(boxes, new byte[] {10, 5, 10, 1, 'k', 18, 0});
    var masked = "{\"boxes\":{\"k\":{\"a\":\"***\",\"b\":0}}}";

    assertThat(seen(Map.of("boxes.k", MASK), FieldRule.SHOW, withEmpty)).isEqualTo(masked);
    assertThat(seen(Map.of("boxes.k", MASK), FieldRule.SHOW, withoutValue)).isEqualTo(masked);
    assertThat(seen(Map.of("boxes.k.a", MASK), FieldRule.WITHHOLD, withoutValue))
        .isEqualTo(seen(Map.of("boxes.k.a", MASK), FieldRule.WITHHOLD, withEmpty));
    assertThat(seen(Map.of("boxes.k.b", FieldRule.SHOW), FieldRule.WITHHOLD, withoutValue))
        .isEqualTo(seen(Map.of("boxes.k.b", FieldRule.SHOW), FieldRule.WITHHOLD, withEmpty));
    assertThat(seen(Map.of(), FieldRule.SHOW, withoutValue))
        .isEqualTo("{\"boxes\":{\"k\":{\"a\":\"\",\"b\":0}}}");
  }

  private static FileDescriptor boxes() {
    var file = FileDescriptorProto.newBuilder().setName("boxes.proto").setSyntax("proto3");
    var holder = file.addMessageTypeBuilder().setName("Holder");
    var entry = holder.addNestedTypeBuilder().setName("BoxesEntry");
    entry.getOptionsBuilder().setMapEntry(true);
    entry.addField(scalar("key", 1, "STRING")).addField(message("value", 2, ".Box"));
    holder.addField(
        message("boxes", 1, ".Holder.BoxesEntry").toBuilder().setLabel(Label.LABEL_REPEATED));
    file.addMessageTypeBuilder()
        .setName("Box")
        .addField(scalar("a", 1, "STRING"))
        .addField(scalar("b", 2, "INT32"));
    try {
      return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyOccurrenceOfAFieldIsHidden() {
    var twice = new ByteArrayOutputStream();
    twice.writeBytes(encode("{\"email\":\"first\",\"deep\":{\"x\":\"second\"}}"));
    var more = encode("{\"email\":\"third\",\"deep\":{\"x\":\"fourth\",\"y\":4}}");
    twice.write(more, 6, more.length - 6);
    var record = twice.toByteArray();

    var masked = rewritten(Map.of("email", MASK, "deep.x", MASK), FieldRule.SHOW, record);

    assertThat(text(masked)).doesNotContain("first", "second", "third", "fourth");
    assertThat(json(masked)).contains("\"email\":\"***\"", "\"deep\":{\"x\":\"***\",\"y\":4}");
    assertThat(text(rewritten(Map.of("email", FieldRule.WITHHOLD), FieldRule.SHOW, record)))
        .doesNotContain("first", "third")
        .contains("second", "fourth");
  }

  @Test
  void numbersThatTheSchemaDoesNotHaveFollowTheRuleAroundThem() {
    // Field 99 holds a text; field 2, email, a number, which is no value of it.
    var record =
        Framed.protobuf(id, HexFormat.of().parseHex("9a0606534543524554" + "1005" + "0807"));

    assertThat(text(rewritten(Map.of("id", MASK), FieldRule.SHOW, record))).contains("SECRET");
    assertThat(text(rewritten(Map.of("id", FieldRule.SHOW), FieldRule.WITHHOLD, record)))
        .doesNotContain("SECRET");
    assertThat(rewritten(Map.of("email", MASK), FieldRule.SHOW, record))
        .as("a number in the place of a masked text")
        .doesNotContain(0x10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id | id | RAW | 7",
        "deep.y | deep.y | RAW | 0",
        "deep.x | deep.x | RAW | hidden",
        "deep.x | deep.x | MASKED | ***",
        "email | email | MASKED | missing",
        "nick | nick | MASKED | Ada",
        "at | at | MASKED | 2026-05-01T10:00:00.500Z",
        "labels.env | labels.env | MASKED | prod",
        "tags | tags | MASKED | [a, b]",
        "deep | deep | RAW | {x=hidden, y=0}",
        "any.color | any.color | MASKED | red",
        "none | none | RAW | missing",
        "deep.none | deep.none | RAW | missing",
      })
  void filtersSeeFieldsAsInOtherFormats(String name, String path, FilterOn base, String expected) {
    assertThat(name).isEqualTo(path);
    var rules = Map.of("deep.x", MASK, "email", FieldRule.WITHHOLD, "other", FieldRule.WITHHOLD);
    var seen = new StringBuilder();
    var filter = new Peek(path, seen);

    rewriter.rewrite(
        RuleTree.of(view(rules, FieldRule.SHOW, Optional.of(filter), base), Set.of()),
        encode(WHOLE),
        0,
        encode(WHOLE).length,
        UnknownFields.IGNORED);

    assertThat(seen).hasToString(expected);
  }

  @Test
  void filtersSeeTheLastOfAOneof() {
    // card, then iban: to readers the card is not there.
    var record = Framed.protobuf(id, HexFormat.of().parseHex("9a010131" + "a2010132"));
    for (var each : Map.of("card", "missing", "iban", "2").entrySet()) {
      var seen = new StringBuilder();
      var filter = new Peek(each.getKey(), seen);
      rewriter.rewrite(
          RuleTree.of(view(Map.of(), FieldRule.SHOW, Optional.of(filter), FilterOn.RAW), Set.of()),
          record,
          0,
          record.length,
          UnknownFields.IGNORED);
      assertThat(seen).hasToString(each.getValue());
    }
  }

  /** Notes what it sees. */
  private record Peek(String path, StringBuilder seen) implements RowFilter {
    @Override
    public Set<String> fields() {
      return Set.of(path);
    }

    @Override
    public boolean passes(Values values) {
      var value = values.get(path);
      seen.append(value == Values.MISSING ? "missing" : value);
      return true;
    }

    @Override
    public String text() {
      return path;
    }
  }

  private byte[] encode(String line) {
    var text = line.getBytes(StandardCharsets.UTF_8);
    return bytes.encode(PORT, new JsonRecords().read(text, 0, text.length));
  }

  private String json(byte[] record) {
    return new String(texts.json(PORT, record).orElseThrow(), StandardCharsets.UTF_8);
  }

  private static String text(byte[] record) {
    return new String(record, StandardCharsets.ISO_8859_1);
  }

  private String seen(Map<String, FieldRule> rules, FieldRule others, byte[] record) {
    return json(rewritten(rules, others, record));
  }

  private byte[] rewritten(Map<String, FieldRule> rules, FieldRule others, byte[] record) {
    var outcome =
        rewriter.rewrite(
            RuleTree.of(view(rules, others, Optional.empty(), FilterOn.MASKED), Set.of()),
            record,
            0,
            record.length,
            UnknownFields.IGNORED);
    assertThat(outcome).isIn(Outcome.CHANGED, Outcome.UNCHANGED);
    return outcome == Outcome.CHANGED ? Arrays.copyOf(sink.bytes(), sink.length()) : record;
  }

  private static ReadView view(
      Map<String, FieldRule> rules, FieldRule others, Optional<RowFilter> filter, FilterOn base) {
    return new ReadView(
        PORT,
        true,
        "",
        rules,
        others,
        FieldRule.SHOW,
        filter,
        Optional.empty(),
        List.of(),
        new ReadTerms(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Priority.NORMAL,
            Undecodable.WITHHOLD,
            base,
            ""));
  }

  private static FileDescriptor file() {
    var file =
        FileDescriptorProto.newBuilder()
            .setName("orders.proto")
            .setSyntax("proto3")
            .addDependency("google/protobuf/timestamp.proto")
            .addDependency("google/protobuf/duration.proto")
            .addDependency("google/protobuf/struct.proto")
            .addDependency("google/protobuf/wrappers.proto");
    file.addEnumTypeBuilder()
        .setName("State")
        .addValue(
            com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto.newBuilder()
                .setName("NEW")
                .setNumber(0))
        .addValue(
            com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto.newBuilder()
                .setName("PAID")
                .setNumber(3));
    var order = file.addMessageTypeBuilder().setName("Order");
    order.addField(scalar("id", 1, "INT64"));
    order.addField(scalar("email", 2, "STRING"));
    order.addField(message("at", 3, ".google.protobuf.Timestamp"));
    order.addField(message("took", 4, ".google.protobuf.Duration"));
    order.addField(scalar("big", 5, "UINT64"));
    order.addField(scalar("state", 6, "ENUM").toBuilder().setTypeName(".State"));
    order.addField(scalar("photo", 7, "BYTES"));
    order.addField(message("nick", 8, ".google.protobuf.StringValue"));
    order.addField(scalar("tags", 9, "STRING").toBuilder().setLabel(Label.LABEL_REPEATED));
    order.addField(scalar("counts", 10, "SINT32").toBuilder().setLabel(Label.LABEL_REPEATED));
    order.addField(message("labels", 11, "LabelsEntry").toBuilder().setLabel(Label.LABEL_REPEATED));
    order.addField(
        message("by_number", 12, "ByNumberEntry").toBuilder().setLabel(Label.LABEL_REPEATED));
    order.addField(message("deep", 13, "Deep"));
    order.addField(message("any", 14, ".google.protobuf.Struct"));
    order.addOneofDeclBuilder().setName("payment");
    order.addField(scalar("card", 19, "STRING").toBuilder().setOneofIndex(0));
    order.addField(scalar("iban", 20, "STRING").toBuilder().setOneofIndex(0));
    entry(order, "LabelsEntry", "STRING", "STRING");
    order
        .addNestedTypeBuilder()
        .setName("Deep")
        .addField(scalar("x", 1, "STRING"))
        .addField(scalar("y", 2, "INT32"));
    entry(order, "ByNumberEntry", "INT32", "BOOL");
    file.addMessageTypeBuilder().setName("Other").addField(scalar("n", 1, "INT32"));
    try {
      return FileDescriptor.buildFrom(
          file.build(),
          new FileDescriptor[] {
            TimestampProto.getDescriptor(),
            DurationProto.getDescriptor(),
            StructProto.getDescriptor(),
            WrappersProto.getDescriptor()
          });
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void entry(
      com.google.protobuf.DescriptorProtos.DescriptorProto.Builder around,
      String name,
      String key,
      String value) {
    var entry = around.addNestedTypeBuilder().setName(name);
    entry.getOptionsBuilder().setMapEntry(true);
    entry.addField(scalar("key", 1, key)).addField(scalar("value", 2, value));
  }

  private static FieldDescriptorProto scalar(String name, int number, String type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setLabel(Label.LABEL_OPTIONAL)
        .setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type))
        .build();
  }

  private static FieldDescriptorProto message(String name, int number, String type) {
    return scalar(name, number, "MESSAGE").toBuilder().setTypeName(type).build();
  }
}
