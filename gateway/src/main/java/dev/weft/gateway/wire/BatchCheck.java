package dev.weft.gateway.wire;

import dev.weft.gateway.RecordTexts;
import dev.weft.gateway.json.JsonFrame;
import dev.weft.gateway.json.JsonRecords;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.write.NewFields;
import dev.weft.gateway.write.Rejected;
import dev.weft.model.DataRecord;
import dev.weft.model.PortName;
import dev.weft.model.json.BadJson;
import dev.weft.spi.RecordCheck;
import dev.weft.spi.RecordCheck.Violation;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Looks through a batch that somebody wants to write: which of its records break the contract, and
 * what the batch is without them. For one thread; reuses its buffers.
 */
final class BatchCheck {
  private static final int START_BYTES = 64 * 1024;
  private static final int KEPT_BYTES_MAX = 4 * 1024 * 1024;

  private final RecordSink inflated = new RecordSink(START_BYTES);
  private final RecordSink records = new RecordSink(START_BYTES);
  private final RecordSink out = new RecordSink(START_BYTES);
  private final BatchCodec codec = new BatchCodec();
  private final JsonRecords json = new JsonRecords();
  private final Schemas schemas;
  private final RecordTexts texts;
  private final JsonFrame frame;

  BatchCheck(Schemas schemas) {
    this.schemas = schemas;
    this.texts = new RecordTexts(schemas);
    this.frame = new JsonFrame(schemas);
  }

  /** What may be unpacked for one request: many small batches could hold gigabytes together. */
  static final class Budget {
    private long bytes = 64L * 1024 * 1024;

    private void spend(int count) {
      bytes -= count;
      if (bytes < 0) {
        throw new MalformedBatch("the request unpacks to more than is taken at once");
      }
    }
  }

  /**
   * The records that break the contract, in their order; empty when all keep it.
   *
   * @param fields is shown those that keep it
   * @throws MalformedBatch when the batch cannot be read
   */
  List<Rejected> rejected(
      PortName port, MemoryRecords asked, RecordCheck check, NewFields fields, Budget budget) {
    var batch = asked.firstBatch();
    var cursor = open(asked, batch, budget);
    var found = new ArrayList<Rejected>();
    var count = count(batch);
    for (int i = 0; i < count; i++) {
      cursor.next();
      var violations = violations(port, cursor, check, fields);
      if (!violations.isEmpty()) {
        found.add(new Rejected(i, cursor.key(), cursor.value(), violations));
      }
    }
    if (!cursor.isAtEnd()) {
      throw new MalformedBatch("its count of records is wrong");
    }
    inflated.clear(KEPT_BYTES_MAX);
    return found;
  }

  /**
   * Whether all records pass, by key, without one an empty key, and value.
   *
   * @throws MalformedBatch when the batch cannot be read
   */
  boolean all(MemoryRecords asked, Budget budget, BiPredicate<byte[], Optional<byte[]>> passes) {
    var batch = asked.firstBatch();
    var cursor = open(asked, batch, budget);
    var count = count(batch);
    var all = true;
    for (int i = 0; i < count && all; i++) {
      cursor.next();
      all =
          passes.test(
              cursor.key().map(ByteBuffer::array).orElseGet(() -> new byte[0]),
              cursor.value().map(ByteBuffer::array));
    }
    if (all && !cursor.isAtEnd()) {
      throw new MalformedBatch("its count of records is wrong");
    }
    inflated.clear(KEPT_BYTES_MAX);
    return all;
  }

  /** The batch with an empty place for each of these records. */
  MemoryRecords without(List<Rejected> rejected, MemoryRecords asked) {
    var batch = asked.firstBatch();
    var cursor = open(asked, batch, new Budget());
    Map<Integer, Rejected> gaps = new HashMap<>();
    rejected.forEach(each -> gaps.put(each.index(), each));
    records.clear();
    var count = count(batch);
    for (int i = 0; i < count; i++) {
      cursor.next();
      if (gaps.containsKey(i)) {
        Gap.write(cursor, records);
      } else {
        records.append(cursor.source, cursor.start, cursor.end);
      }
    }
    out.clear();
    var buffer = asked.buffer();
    var at = buffer.arrayOffset() + buffer.position();
    out.append(buffer.array(), at, at + BatchHeader.BYTES);
    codec.deflate(batch.compressionType(), records, out);
    BatchHeader.complete(out, 0, count, count - 1, batch.compressionType());
    var copy = Arrays.copyOf(out.bytes(), out.length());
    inflated.clear(KEPT_BYTES_MAX);
    records.clear(KEPT_BYTES_MAX);
    out.clear(KEPT_BYTES_MAX);
    return MemoryRecords.readableRecords(ByteBuffer.wrap(copy));
  }

  private RecordCursor open(MemoryRecords asked, RecordBatch batch, Budget budget) {
    if (batch.isControlBatch()) {
      throw new MalformedBatch("marks of transactions are written by the broker only");
    }
    var buffer = asked.buffer();
    var from = buffer.arrayOffset() + buffer.position() + BatchHeader.BYTES;
    var to = from - BatchHeader.BYTES + batch.sizeInBytes();
    if (batch.compressionType() == CompressionType.NONE) {
      return new RecordCursor(buffer.array(), from, to);
    }
    codec.inflate(
        batch.compressionType(), ByteBuffer.wrap(buffer.array(), from, to - from), inflated);
    budget.spend(inflated.length());
    return new RecordCursor(inflated.bytes(), 0, inflated.length());
  }

  private List<Violation> violations(
      PortName port, RecordCursor record, RecordCheck check, NewFields fields) {
    if (Gap.isKey(record.source, record.keyFrom, record.keyLength)) {
      return List.of(new Violation("", "key", "Its key is reserved."));
    }
    if (record.valueLength < 0) {
      // A deletion has no fields that could break anything.
      return List.of();
    }
    try {
      var read = read(port, record);
      var found = check.check(read);
      if (found.isEmpty()) {
        fields.look(read);
      }
      return found;
    } catch (BadJson e) {
      var format = schemas.format(port);
      var reason =
          format == RecordFormat.JSON
              ? "It is not a JSON object that can be read: " + e.getMessage() + "."
              : "It is not in the format " + format + " by a registered schema.";
      return List.of(new Violation("", "format", reason));
    }
  }

  private DataRecord read(PortName port, RecordCursor record) {
    var from = record.valueFrom;
    var to = from + record.valueLength;
    if (schemas.format(port) == RecordFormat.JSON) {
      return json.read(record.source, frame.end(record.source, from, to), to);
    }
    var text =
        texts
            .json(port, Arrays.copyOfRange(record.source, from, to))
            .orElseThrow(() -> new BadJson("it cannot be decoded"));
    return json.read(text, 0, text.length);
  }

  private static int count(RecordBatch batch) {
    var count = batch.countOrNull();
    return count == null ? 0 : count;
  }
}
