package dev.weft.server.access;

import dev.weft.spi.RecordCheck.Violation;
import dev.weft.spi.ViolationsHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Why one record is in quarantine, without its key and value.
 *
 * @param flow empty for what a client wrote
 * @param processor the one that refused it; {@code gateway} for what a client wrote
 * @param source where it was read from, or the client that wrote it
 * @param position its place there, such as {@code line 7}; empty where it would be a value
 * @param violations at least one; without field and sentence where these could hold a value
 */
public record Quarantined(
    int partition,
    long offset,
    Instant timestamp,
    String flow,
    String processor,
    String source,
    String position,
    List<Broken> violations) {
  /** Counts of places. Other keys can be a table's primary key, whose position is a value. */
  private static final Set<String> PLACES = Set.of("offset", "line", "record", "row", "byte");

  /** One broken promise. */
  public record Broken(String rule, String field, String message) {
    /** A field that the contract does not name has the name that the record gives it. */
    static Broken of(Violation violation) {
      return violation.rule().equals("unknown")
          ? new Broken("unknown", "", "A field is not one of the contract.")
          : new Broken(violation.rule(), violation.path(), violation.message());
    }
  }

  static Quarantined of(ConsumerRecord<byte[], byte[]> record) {
    return new Quarantined(
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        header(record, "weft.flow"),
        header(record, "weft.processor"),
        header(record, "weft.source"),
        position(record),
        violations(record));
  }

  private static String position(ConsumerRecord<byte[], byte[]> record) {
    var key = header(record, "weft.key");
    return PLACES.contains(key) ? key + " " + header(record, "weft.position") : "";
  }

  /** What is no violation of the contract has a reason that may quote the record. */
  private static List<Broken> violations(ConsumerRecord<byte[], byte[]> record) {
    var broken =
        bytes(record, ViolationsHeader.NAME).map(ViolationsHeader::parse).orElse(List.of()).stream()
            .map(Broken::of)
            .toList();
    return broken.isEmpty() ? List.of(new Broken(header(record, "weft.rule"), "", "")) : broken;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return bytes(record, name).map(value -> new String(value, StandardCharsets.UTF_8)).orElse("");
  }

  private static Optional<byte[]> bytes(ConsumerRecord<byte[], byte[]> record, String name) {
    return Optional.ofNullable(record.headers().lastHeader(name)).map(found -> found.value());
  }
}
