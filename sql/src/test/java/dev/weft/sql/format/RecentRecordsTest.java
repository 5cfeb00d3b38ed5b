package dev.weft.sql.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.RecordPlace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.flink.kafka.shaded.org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class RecentRecordsTest {
  private static final TopicPartition PARTITION = new TopicPartition("shop.orders", 2);

  private static ConsumerRecords<byte[], byte[]> batch(long from, long to) {
    var records =
        LongStream.range(from, to)
            .mapToObj(
                offset ->
                    new ConsumerRecord<byte[], byte[]>(
                        PARTITION.topic(),
                        PARTITION.partition(),
                        offset,
                        null,
                        "{}".getBytes(StandardCharsets.UTF_8)))
            .toList();
    return new ConsumerRecords<>(Map.of(PARTITION, records), Map.of());
  }

  private static List<Long> offsets(ConsumerRecords<byte[], byte[]> records) {
    return records.records(PARTITION).stream().map(ConsumerRecord::offset).toList();
  }

  private static byte[] value(ConsumerRecords<byte[], byte[]> records, int index) {
    return records.records(PARTITION).get(index).value();
  }

  @Test
  void aRecordThatIsWorkedOnIsFoundByItsBytesAlone() {
    try (var recent = new RecentRecords()) {
      recent.configure(Map.of());
      var first = recent.onConsume(batch(10, 13));
      var second = recent.onConsume(batch(13, 15));

      assertThat(RecentRecords.placeOf(value(first, 1)))
          .contains(RecordPlace.of("shop.orders/2/11"));
      assertThat(RecentRecords.placeOf(value(second, 0)))
          .contains(RecordPlace.of("shop.orders/2/13"));
      assertThat(RecentRecords.placeOf("{}".getBytes(StandardCharsets.UTF_8)))
          .as("other bytes that are alike")
          .isEmpty();
    }
  }

  @Test
  void whatIsToBeLeftOutIsNotGivenOut() {
    try (var recent = new RecentRecords()) {
      var places = Stream.of("shop.orders/2/11", "shop.orders/1/12", "shop.orders/2/12");
      var written = RecentRecords.written(places.map(RecordPlace::of));
      recent.configure(Map.of(RecentRecords.LEFT_OUT, written));

      assertThat(offsets(recent.onConsume(batch(10, 14)))).containsExactly(10L, 13L);
      assertThat(recent.onConsume(batch(11, 13)).isEmpty()).isTrue();
    }
  }

  @Test
  void onlyWhatWasComputedFromARecordIsLaidToIt() {
    assertThat(RecordFailure.isOfTheRecord(thrownIn("java.lang.Math", "StreamExecCalc$7")))
        .isTrue();
    assertThat(
            RecordFailure.isOfTheRecord(
                thrownIn("dev.weft.sql.format.FieldWriter", "org.apache.flink.connector.Sink")))
        .isTrue();
    assertThat(
            RecordFailure.isOfTheRecord(
                thrownIn("org.apache.flink.runtime.io.network.Partition", "StreamExecCalc$7")))
        .isFalse();
    assertThat(
            RecordFailure.isOfTheRecord(
                thrownIn("LocalWindowAggregate$3", "dev.weft.sql.format.PortJsonReader")))
        .as("what many records made")
        .isFalse();
    assertThat(RecordFailure.isOfTheRecord(new RuntimeException(new InterruptedException())))
        .isFalse();
  }

  private static RuntimeException thrownIn(String... classes) {
    var deepest = new ArithmeticException("/ by zero");
    deepest.setStackTrace(
        Stream.of(classes)
            .map(name -> new StackTraceElement(name, "any", null, 0))
            .toArray(StackTraceElement[]::new));
    return new IllegalStateException("in a chain", deepest);
  }

  @Test
  void theRecordIsReadOffTheMessages() {
    var causes =
        List.of(
            "IOException: Failed to deserialize consumer record due to",
            "RecordFailure: The record shop.orders/2/11 cannot be computed with",
            "ArithmeticException: / by zero (in Source: shop.orders[1])");

    assertThat(RecordFailure.place(causes)).contains(RecordPlace.of("shop.orders/2/11"));
    assertThat(RecordFailure.place(causes.subList(2, 3))).isEmpty();
  }
}
