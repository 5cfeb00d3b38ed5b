package dev.weft.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.gateway.Promises;
import dev.weft.gateway.access.Counters;
import dev.weft.gateway.access.FieldSightings;
import dev.weft.gateway.json.Stars;
import dev.weft.model.PortName;
import dev.weft.model.Priority;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms;
import dev.weft.spi.ReadView;
import dev.weft.spi.RowFilter;
import dev.weft.spi.Schemas;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches as they come from a broker and go to readers, looked at with Kafka's own reader. */
class ViewShaperTest {
  private static final PortName PORT = new PortName("shop", "orders");
  private static final FieldRule MASK = new FieldRule.Masked(new Stars(), "p", "t");

  private final ViewShaper shaper =
      new ViewShaper(
          new Counters(),
          new FieldSightings(new Nobody(), Clock.systemUTC()),
          Schemas.NONE,
          new Promises(),
          Clock.systemUTC());

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void headerKeepsItsMarks(CompressionType type) {
    var records =
        MemoryRecords.withTransactionalRecords(
            1_000L,
            Compression.of(type).build(),
            77L,
            (short) 5,
            300,
            9,
            record("{\"email\":\"a\",\"n\":1}"),
            record("{\"email\":\"a\",\"n\":2}"));

    var shaped = shape(view(Optional.empty()), records);

    var batch = only(shaped.records());
    assertThat(batch.isValid()).isTrue();
    assertThat(batch.producerId()).isEqualTo(77);
    assertThat(batch.producerEpoch()).isEqualTo((short) 5);
    assertThat(batch.baseSequence()).isEqualTo(300);
    assertThat(batch.isTransactional()).isTrue();
    assertThat(batch.partitionLeaderEpoch()).isEqualTo(9);
    assertThat(batch.baseOffset()).isEqualTo(1_000);
    assertThat(batch.lastOffset()).isEqualTo(1_001);
    assertThat(batch.compressionType()).isEqualTo(AnswerCodec.ANY.rewritten(type));
    assertThat(values(shaped.records()))
        .containsExactly("{\"email\":\"***\",\"n\":1}", "{\"email\":\"***\",\"n\":2}");
    assertThat(shaped.from()).isEqualTo(1_000);
    assertThat(shaped.to()).isEqualTo(1_001);
    assertThat(shaped.delivered()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void clientThatDoesNotSayWhatItIsGetsGzip(CompressionType type) {
    var records = compressed(type);
    var expected = type == CompressionType.NONE ? CompressionType.NONE : CompressionType.GZIP;

    for (var view : List.of(all(), view(Optional.empty()))) {
      var shaped = shaper.shape(view, records, AnswerCodec.of("kafkajs"));

      var batch = only(shaped.records());
      assertThat(batch.isValid()).isTrue();
      assertThat(batch.compressionType()).isEqualTo(expected);
      assertThat(values(shaped.records())).hasSize(5).allMatch(each -> each.startsWith("{\"n\":"));
      assertThat(values(shaped.records()).get(0).contains("secret")).isEqualTo(view.showsAll());
      assertThat(shaped.delivered()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void batchesThatPassKeepTheirPackingForClientsThatKnowAll(CompressionType type) {
    var records = compressed(type);

    var shaped = shaper.shape(all(), records, AnswerCodec.of("apache-kafka-java"));

    assertThat(shaped.records().buffer()).isEqualTo(records.buffer());
  }

  @Test
  void endThatIsLeftOutIsCoveredByAControlRecord() {
    var records = batch(50, "{\"n\":1}", "{\"n\":7}", "{\"n\":7}");

    var shaped = shape(view(Optional.of(new NotSeven())), records);

    var batches = batches(shaped.records());
    assertThat(batches).hasSize(2);
    assertThat(batches.get(0).lastOffset()).isEqualTo(50);
    assertMarker(batches.get(1), 52);
    assertThat(shaped.filtered()).isEqualTo(2);
    assertThat(shaped.to()).isEqualTo(52);
  }

  @Test
  void onlyTheLastOfManyLeftOutBatchesNeedsAControlRecord() {
    var records =
        join(batch(0, "{\"n\":7}"), batch(1, "{\"n\":7}", "{\"n\":7}"), batch(3, "{\"n\":7}"));

    var shaped = shape(view(Optional.of(new NotSeven())), records);

    assertMarker(only(shaped.records()), 3);
    assertThat(shaped.filtered()).isEqualTo(4);
  }

  @Test
  void undecodableRecordEndsWhatIsDeliveredWhereTheViewWantsThat() {
    var good = batch(0, "{\"email\":\"a\"}");
    var filtered = batch(1, "{\"n\":7}");
    var bad = batch(2, "{\"n\":1}", "secret");
    var view = failing(Optional.of(new NotSeven()));

    var first = shape(view, join(good, filtered, bad));
    var second = shape(view, join(filtered, bad));

    assertThat(values(first.records())).containsExactly("{\"email\":\"***\"}");
    assertThat(first.to()).isEqualTo(1);
    assertThat(first.undecodable()).isFalse();
    assertThat(second.undecodable()).isTrue();
    assertThat(second.records().sizeInBytes()).isZero();
    assertThat(second.delivered() + second.filtered() + second.withheld()).isEqualTo(1);
  }

  @Test
  void middleThatIsLeftOutNeedsNothing() {
    var records = join(batch(0, "{\"n\":1}", "{\"n\":7}"), batch(2, "{\"n\":7}"), batch(3, "{}"));

    var shaped = shape(view(Optional.of(new NotSeven())), records);

    assertThat(batches(shaped.records()))
        .extracting(MutableRecordBatch::lastOffset)
        .containsExactly(1L, 3L);
  }

  @Test
  void controlBatchesPassAsTheyAre() {
    var marker =
        MemoryRecords.withEndTransactionMarker(
            8L, 1L, 0, 77L, (short) 5, new EndTransactionMarker(ControlRecordType.ABORT, 3));

    var shaped = shape(view(Optional.empty()), join(batch(7, "{\"n\":1}"), marker));

    assertThat(batches(shaped.records()).get(1)).isEqualTo(only(marker));
  }

  @Test
  void cutOffBatchAtTheEndIsNotPassedOn() {
    var whole = batch(0, "{\"email\":\"a\"}");
    var second = batch(1, "{\"email\":\"secret\"}").buffer();
    var cut = ByteBuffer.allocate(whole.sizeInBytes() + second.remaining() - 3);
    cut.put(whole.buffer().duplicate());
    second.limit(second.limit() - 3);
    cut.put(second).flip();

    for (var view : List.of(view(Optional.empty()), all())) {
      var shaped = shape(view, MemoryRecords.readableRecords(cut.duplicate()));

      assertThat(shaped.to()).isZero();
      assertThat(Utils.utf8(shaped.records().buffer().duplicate())).doesNotContain("secret");
    }
  }

  @Test
  void damagedBatchIsWithheldAndTheNextArrives() {
    var random = new Random(3);
    var types = List.of(CompressionType.values());
    for (int i = 0; i < 3_000; i++) {
      var type = types.get(random.nextInt(types.size()));
      var damaged = damage(compressed(type), random);
      var next = batch(100, "{\"n\":1,\"email\":\"a\"}");

      var shaped = shape(hidden(), join(MemoryRecords.readableRecords(damaged), next));

      var last = batches(shaped.records()).get(batches(shaped.records()).size() - 1);
      assertThat(values(MemoryRecords.readableRecords(slice(shaped.records(), last))))
          .containsExactly("{\"n\":0,\"email\":\"***\"}");
      assertThat(Utils.utf8(shaped.records().buffer().duplicate())).doesNotContain("secret");
    }
  }

  @Test
  void batchThatCountsTooFewRecordsIsWithheld() {
    for (int count : new int[] {0, 1, -1, Integer.MIN_VALUE}) {
      var bytes = Utils.toArray(batch(0, "{\"n\":1}", "{\"email\":\"secret\"}").buffer());
      ByteBuffer.wrap(bytes).putInt(BatchHeader.COUNT, count);
      sign(bytes);

      var shaped =
          shape(view(Optional.empty()), MemoryRecords.readableRecords(ByteBuffer.wrap(bytes)));

      assertMarker(only(shaped.records()), 1);
      assertThat(shaped.delivered()).isZero();
      assertThat(shaped.withheld()).isPositive();
    }
  }

  @Test
  @SuppressWarnings("deprecation") // that is the point
  void oldFormatIsWithheldUnlessEverythingIsShown() {
    var old =
        MemoryRecords.withRecords(
            RecordBatch.MAGIC_VALUE_V1,
            5L,
            Compression.NONE,
            TimestampType.CREATE_TIME,
            record("{\"email\":\"secret\"}"));

    var shaped = shape(view(Optional.empty()), old);

    assertMarker(only(shaped.records()), 5);
    assertThat(shaped.withheld()).isEqualTo(1);
    assertThat(shape(all(), old).records().buffer()).isEqualTo(old.buffer());
  }

  @Test
  void whatUnpacksToTooMuchIsWithheld() {
    var huge = new byte[70 * 1024 * 1024];
    Arrays.fill(huge, (byte) ' ');
    var records =
        MemoryRecords.withRecords(
            3L, Compression.of(CompressionType.ZSTD).build(), new SimpleRecord(huge));

    var shaped = shape(view(Optional.empty()), records);

    assertMarker(only(shaped.records()), 3);
    assertThat(shaped.withheld()).isEqualTo(1);
  }

  private RecordShaper.Shaped shape(ReadView view, MemoryRecords records) {
    return shaper.shape(view, records, AnswerCodec.ANY);
  }

  private static void assertMarker(MutableRecordBatch batch, long offset) {
    assertThat(batch.isValid()).isTrue();
    assertThat(batch.isControlBatch()).isTrue();
    assertThat(batch.isTransactional()).isFalse();
    assertThat(batch.hasProducerId()).isFalse();
    assertThat(batch.baseOffset()).isEqualTo(offset);
    assertThat(batch.lastOffset()).isEqualTo(offset);
    var record = batch.iterator().next();
    assertThat(ControlRecordType.parse(record.key())).isEqualTo(ControlRecordType.COMMIT);
    assertThat(EndTransactionMarker.deserialize(record).coordinatorEpoch()).isZero();
  }

  /** A batch whose header is right but whose records are not what they were. */
  private static ByteBuffer damage(MemoryRecords records, Random random) {
    var bytes = Utils.toArray(records.buffer().duplicate());
    for (int i = random.nextInt(4); i >= 0; i--) {
      var at = BatchHeader.COUNT + random.nextInt(bytes.length - BatchHeader.COUNT);
      bytes[at] = (byte) random.nextInt(256);
    }
    sign(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** Makes the checksum right again, so that the records themselves are looked at. */
  private static void sign(byte[] bytes) {
    var crc = new java.util.zip.CRC32C();
    crc.update(bytes, 21, bytes.length - 21);
    ByteBuffer.wrap(bytes).putInt(17, (int) crc.getValue());
  }

  private static MemoryRecords compressed(CompressionType type) {
    var records =
        IntStream.range(0, 5)
            .mapToObj(i -> record("{\"n\":" + i + ",\"email\":\"secret\"}"))
            .toArray(SimpleRecord[]::new);
    return MemoryRecords.withRecords(0L, Compression.of(type).build(), records);
  }

  private static MemoryRecords batch(long offset, String... values) {
    return MemoryRecords.withRecords(
        offset,
        Compression.NONE,
        Arrays.stream(values).map(ViewShaperTest::record).toArray(SimpleRecord[]::new));
  }

  private static SimpleRecord record(String value) {
    return new SimpleRecord(
        1_700_000_000_000L,
        "key".getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8));
  }

  private static MemoryRecords join(MemoryRecords... parts) {
    var all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(MemoryRecords::sizeInBytes).sum());
    for (var part : parts) {
      all.put(part.buffer().duplicate());
    }
    all.flip();
    return MemoryRecords.readableRecords(all);
  }

  private static ByteBuffer slice(MemoryRecords all, RecordBatch last) {
    var buffer = all.buffer().duplicate();
    buffer.position(buffer.limit() - last.sizeInBytes());
    return buffer.slice();
  }

  private static List<MutableRecordBatch> batches(MemoryRecords records) {
    var all = new ArrayList<MutableRecordBatch>();
    records.batches().forEach(all::add);
    return all;
  }

  private static MutableRecordBatch only(MemoryRecords records) {
    assertThat(batches(records)).hasSize(1);
    return batches(records).get(0);
  }

  private static List<String> values(MemoryRecords records) {
    var all = new ArrayList<String>();
    for (Record record : records.records()) {
      all.add(Utils.utf8(record.value()));
    }
    return all;
  }

  private static ReadView view(Optional<RowFilter> filter) {
    return view(Map.of("email", MASK), filter);
  }

  /** A damaged record may be a proper one with other names: so all of them are masked. */
  private static ReadView hidden() {
    return new ReadView(
        PORT, true, "", Map.of(), MASK, MASK, Optional.empty(), Optional.empty(), List.of());
  }

  private static ReadView all() {
    return view(Map.of(), Optional.empty());
  }

  private static ReadView view(Map<String, FieldRule> fields, Optional<RowFilter> filter) {
    return new ReadView(
        PORT,
        true,
        "",
        fields,
        FieldRule.SHOW,
        FieldRule.SHOW,
        filter,
        Optional.empty(),
        List.of());
  }

  private static ReadView failing(Optional<RowFilter> filter) {
    var plain = view(filter);
    return new ReadView(
        PORT,
        true,
        "",
        plain.fields(),
        plain.otherFields(),
        plain.key(),
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
            ReadTerms.Undecodable.FAIL,
            ReadTerms.FilterOn.MASKED,
            ""));
  }

  private static final class NotSeven implements RowFilter {
    @Override
    public Set<String> fields() {
      return Set.of("n");
    }

    @Override
    public boolean passes(Values values) {
      return !Long.valueOf(7).equals(values.get("n"));
    }

    @Override
    public String text() {
      return "record.n != 7";
    }
  }

  private static final class Nobody implements FieldObserver {
    @Override
    public Set<String> known(PortName port) {
      return Set.of();
    }

    @Override
    public CompletableFuture<Void> seen(PortName port, Map<String, FieldSample> samples) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
