package dev.weft.gateway.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.gateway.Registered;
import dev.weft.gateway.json.RecordRewriter.Outcome;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree;
import dev.weft.gateway.json.UnknownFields;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random schemas, records and rules: the rewriter does what an obvious program on trees does. */
class AvroAgainstTreesTest {
  private static final int FRAME_BYTES = 5;
  private static final int ITEMS_MAX = 20_000;

  private final Random random = new Random(20_240_301);
  private final RandomAvro avro = new RandomAvro(random);
  private final RecordSink sink = new RecordSink(16);

  /** A damaged record may announce arrays for which the library would take all memory. */
  @BeforeAll
  static void limitTheLibrary() {
    System.setProperty("org.apache.avro.limits.collectionItems.maxLength", "" + ITEMS_MAX);
    System.setProperty("org.apache.avro.limits.bytes.maxLength", "" + ITEMS_MAX);
    System.setProperty("org.apache.avro.limits.string.maxLength", "" + ITEMS_MAX);
  }

  @Test
  void resultIsThatOfATree() throws IOException {
    var changed = 0;
    for (int i = 0; i < 12_000; i++) {
      var schema = avro.record(0);
      var rules = avro.rules();
      var others = avro.rule();
      var record = (IndexedRecord) avro.value(schema);
      var bytes = avro.encode(schema, record);

      var outcome = rewrite(schema, rules, others, bytes);

      assertThat(outcome).as("%s", schema).isIn(Outcome.CHANGED, Outcome.UNCHANGED);
      var expected = new AvroOracle(rules, others).seen(record);
      var result = outcome == Outcome.UNCHANGED ? bytes : body();
      assertThat(AvroOracle.plain(decode(schema, result)))
          .as("%s of %s by %s, others %s", record, schema, rules, others)
          .asString()
          .isEqualTo(expected.toString());
      changed += outcome == Outcome.CHANGED ? 1 : 0;
    }
    assertThat(changed).isBetween(3_000, 11_900);
  }

  @Test
  void damagedRecordsAreWithheldOrMeanWhatTheLibraryReads() throws IOException {
    var withheld = 0;
    for (int i = 0; i < 20_000; i++) {
      var schema = avro.record(0);
      var rules = avro.rules();
      var others = avro.rule();
      var bytes = avro.damage(avro.encode(schema, avro.value(schema)));

      var outcome = rewrite(schema, rules, others, bytes);

      if (outcome == Outcome.WITHHELD) {
        withheld++;
        continue;
      }
      var record = tryDecode(schema, bytes);
      assertThat(record).as("%s", schema).isPresent();
      var result = outcome == Outcome.UNCHANGED ? bytes : body();
      assertThat(AvroOracle.plain(decode(schema, result)))
          .asString()
          .isEqualTo(new AvroOracle(rules, others).seen(record.get()).toString());
    }
    assertThat(withheld).isBetween(2_500, 19_500);
  }

  private Outcome rewrite(
      Schema schema, Map<String, FieldRule> rules, FieldRule others, byte[] body) {
    var schemas = new Registered();
    var framed =
        ByteBuffer.allocate(body.length + FRAME_BYTES + 2)
            .put((byte) 9)
            .put((byte) 0)
            .putInt(schemas.avro(schema))
            .put(body)
            .array();
    var view =
        new ReadView(
            new PortName("p", "q"),
            true,
            "",
            rules,
            others,
            FieldRule.SHOW,
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new AvroRewriter(sink, schemas)
        .rewrite(RuleTree.of(view, Set.of()), framed, 1, framed.length - 1, new Watch(random));
  }

  /** Looks now and then; what it is shown must be a scalar of some field. */
  private record Watch(Random random) implements UnknownFields {
    @Override
    public boolean wanted() {
      return random.nextBoolean();
    }

    @Override
    public void saw(String path, byte[] json, int from, int to) {
      assertThat(path).matches("(a|b|c|ab)(\\.(a|b|c|ab))*");
      assertThat(
              Json.parse(new String(json, from, to - from, StandardCharsets.UTF_8)).isValueNode())
          .isTrue();
    }
  }

  private byte[] body() {
    return java.util.Arrays.copyOfRange(sink.bytes(), FRAME_BYTES, sink.length());
  }

  private static Object decode(Schema schema, byte[] bytes) throws IOException {
    var decoder = DecoderFactory.get().binaryDecoder(bytes, null);
    var record = new GenericDatumReader<>(schema).read(null, decoder);
    assertThat(decoder.isEnd()).isTrue();
    return record;
  }

  private static Optional<IndexedRecord> tryDecode(Schema schema, byte[] bytes) {
    try {
      return Optional.of((IndexedRecord) decode(schema, bytes));
    } catch (IOException | AvroRuntimeException e) {
      return Optional.empty();
    }
  }
}
