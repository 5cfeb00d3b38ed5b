package dev.weft.gateway.wire;

import dev.weft.gateway.access.ReplayWindow;
import dev.weft.gateway.avro.AvroRewriter;
import dev.weft.gateway.json.JsonRewriter;
import dev.weft.gateway.json.RecordRewriter;
import dev.weft.gateway.json.RecordRewriter.Outcome;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.UnknownFields;
import dev.weft.gateway.protobuf.ProtobufRewriter;
import dev.weft.gateway.wire.CompiledViews.CompiledView;
import dev.weft.spi.FieldRule;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rewrites one batch as a reader may see it: its header stays, records that may not be seen are
 * left out, of changed ones only the value, the key and the lengths are written anew. Offsets,
 * times and the producer's marks stay what they were. For one thread; reuses its buffers.
 */
final class BatchRewriter {
  private static final Logger log = LoggerFactory.getLogger(BatchRewriter.class);
  private static final int START_BYTES = 64 * 1024;
  private static final int KEPT_BYTES_MAX = 4 * 1024 * 1024;
  private static final Duration COMPLAINT_PAUSE = Duration.ofSeconds(10);
  private static final byte[] NOTHING = new byte[0];

  /** What became of the records so far. */
  static final class Tally {
    long delivered;
    long filtered;
    long withheld;

    /** A batch was not written, for a record in it that fails the fetch. */
    boolean undecodable;
  }

  private final RecordSink inflated = new RecordSink(START_BYTES);
  private final RecordSink value = new RecordSink(START_BYTES);
  private final RecordSink records = new RecordSink(START_BYTES);
  private final Map<RecordFormat, RecordRewriter> rewriters = new EnumMap<>(RecordFormat.class);
  private final BatchCodec codec = new BatchCodec();

  private byte[] source = NOTHING;
  private boolean changed;
  private int kept;
  private int lastKept;
  private boolean complained;
  private long complaints;
  private long complainedAt;

  BatchRewriter(Schemas schemas) {
    rewriters.put(RecordFormat.JSON, new JsonRewriter(value, schemas));
    rewriters.put(RecordFormat.AVRO, new AvroRewriter(value, schemas));
    rewriters.put(RecordFormat.PROTOBUF, new ProtobufRewriter(value, schemas));
  }

  /**
   * Appends what may be seen of the batch.
   *
   * @param bytes hold the batch at {@code at}; not changed
   * @param last whether no further batch follows: then a reader must be taken to the batch's end
   * @param answer how it is packed again
   */
  void rewrite(
      CompiledView view,
      ReplayWindow window,
      UnknownFields unknown,
      byte[] bytes,
      int at,
      RecordBatch batch,
      boolean last,
      Tally tally,
      AnswerCodec answer,
      RecordSink out) {
    var before = new long[] {tally.delivered, tally.filtered, tally.withheld};
    try {
      transform(view, window, unknown, bytes, at, batch, tally);
    } catch (MalformedBatch e) {
      complain(batch, e);
      tally.delivered = before[0];
      tally.filtered = before[1];
      tally.withheld = before[2] + Math.max(1, count(batch));
      kept = 0;
      changed = true;
    }
    if (view.failsOnUndecodable() && tally.withheld > before[2]) {
      tally.delivered = before[0];
      tally.filtered = before[1];
      tally.withheld = before[2];
      tally.undecodable = true;
    } else {
      write(bytes, at, batch, last, answer, out);
    }
    inflated.clear(KEPT_BYTES_MAX);
    records.clear(KEPT_BYTES_MAX);
    value.clear(KEPT_BYTES_MAX);
  }

  private void transform(
      CompiledView view,
      ReplayWindow window,
      UnknownFields unknown,
      byte[] bytes,
      int at,
      RecordBatch batch,
      Tally tally) {
    records.clear();
    changed = false;
    kept = 0;
    lastKept = 0;
    if (batch.magic() != BatchHeader.FORMAT) {
      throw new MalformedBatch("its format is older than 2");
    }
    if (!batch.isValid()) {
      throw new MalformedBatch("its checksum is wrong");
    }
    if (batch.maxTimestamp() < window.from()) {
      tally.filtered += Math.max(0, count(batch));
      changed = true;
      return; // All of it is too old: nothing to unpack.
    }
    var times = Times.of(batch, window);
    var from = at + BatchHeader.BYTES;
    var to = at + batch.sizeInBytes();
    if (batch.compressionType() == CompressionType.NONE) {
      source = bytes;
    } else {
      codec.inflate(batch.compressionType(), ByteBuffer.wrap(bytes, from, to - from), inflated);
      source = inflated.bytes();
      from = 0;
      to = inflated.length();
    }
    var reader = new Varints(source, from, to);
    var count = count(batch);
    for (int i = count; i > 0; i--) {
      record(view, times, unknown, reader, tally);
    }
    // What the count leaves over was not looked at, so it must not pass.
    if (count < 0 || reader.at != to) {
      throw new MalformedBatch("its count of records is wrong");
    }
    changed |= count == 0;
  }

  /** Whether the window admits a record of this batch. */
  private record Times(ReplayWindow window, long base, boolean arrival) {
    static Times of(RecordBatch batch, ReplayWindow window) {
      var arrival = batch.timestampType() == TimestampType.LOG_APPEND_TIME;
      return new Times(
          window,
          arrival ? batch.maxTimestamp() : ((DefaultRecordBatch) batch).baseTimestamp(),
          arrival);
    }

    boolean admit(long delta) {
      return window.admits(arrival ? base : base + delta);
    }
  }

  private void record(
      CompiledView view, Times times, UnknownFields unknown, Varints reader, Tally tally) {
    var start = reader.at;
    var length = reader.next();
    var body = reader.at;
    if (length < 0) {
      throw new MalformedBatch("a record has a negative length");
    }
    reader.skip(length);
    var end = reader.at;
    reader.at = body;
    reader.take();
    var timestampDelta = reader.nextLong();
    var offsetDelta = reader.next();
    var keyAt = reader.at;
    var keyLength = reader.next();
    var keyFrom = reader.at;
    reader.skip(keyLength);
    var valueLength = reader.next();
    var valueFrom = reader.at;
    reader.skip(valueLength);
    var headers = reader.at;
    if (headers > end) {
      throw new MalformedBatch("a record is longer than it says");
    }
    reader.at = end;
    if (valueLength < 0 && Gap.isKey(source, keyFrom, keyLength)) {
      changed = true; // Nothing has ever been there.
      return;
    }
    var outcome =
        times.admit(timestampDelta)
            ? outcome(view, unknown, valueFrom, valueLength)
            : Outcome.FILTERED;
    switch (outcome) {
      case FILTERED -> {
        tally.filtered++;
        changed = true;
      }
      case WITHHELD -> {
        tally.withheld++;
        changed = true;
      }
      case UNCHANGED -> {
        tally.delivered++;
        keep(offsetDelta);
        if (isAsItWas(view, keyLength, headers, end)) {
          records.append(source, start, end);
        } else {
          write(
              view, body, keyAt, keyFrom, keyLength, headers, end, source, valueFrom, valueLength);
        }
      }
      case CHANGED -> {
        tally.delivered++;
        keep(offsetDelta);
        write(
            view, body, keyAt, keyFrom, keyLength, headers, end, value.bytes(), 0, value.length());
      }
    }
  }

  /** Each reader meets the same batches, so this is not said every time. */
  private void complain(RecordBatch batch, MalformedBatch problem) {
    var now = System.nanoTime();
    if (complaints++ == 0 || now - complainedAt > COMPLAINT_PAUSE.toNanos()) {
      complainedAt = now;
      log.warn(
          "A batch at offset {} is withheld: {} ({} so far).",
          batch.baseOffset(),
          problem.getMessage(),
          complaints);
    }
  }

  private void keep(int offsetDelta) {
    kept++;
    lastKept = offsetDelta;
  }

  private Outcome outcome(CompiledView view, UnknownFields unknown, int from, int length) {
    if (!view.looksInside()) {
      return Outcome.UNCHANGED;
    }
    if (length < 0) {
      // A deletion says nothing but its key. A filter cannot say yes to what is not there.
      return view.fields().filtersRows() ? Outcome.FILTERED : Outcome.UNCHANGED;
    }
    try {
      var rewriter = rewriters.get(view.format());
      return rewriter == null
          ? Outcome.WITHHELD
          : rewriter.rewrite(view.fields(), source, from, from + length, unknown);
    } catch (RuntimeException e) {
      if (!complained) {
        complained = true;
        log.error("A mask or filter failed; records on which it fails are withheld.", e);
      }
      return Outcome.WITHHELD;
    }
  }

  private boolean isAsItWas(CompiledView view, int keyLength, int headers, int end) {
    var sameKey = keyLength < 0 || view.key() instanceof FieldRule.Shown;
    var sameHeaders = view.keepHeaders() || (end - headers == 1 && source[headers] == 0);
    return sameKey && sameHeaders;
  }

  private void write(
      CompiledView view,
      int body,
      int keyAt,
      int keyFrom,
      int keyLength,
      int headers,
      int end,
      byte[] valueBytes,
      int valueFrom,
      int valueLength) {
    changed = true;
    var key = source;
    var newKeyFrom = keyFrom;
    var newKeyLength = keyLength;
    if (keyLength >= 0 && view.key() instanceof FieldRule.Masked masked) {
      key = masked.mask().token(java.util.Arrays.copyOfRange(source, keyFrom, keyFrom + keyLength));
      newKeyFrom = 0;
      newKeyLength = key.length;
    } else if (!(view.key() instanceof FieldRule.Shown)) {
      newKeyLength = -1;
    }
    var headerBytes = view.keepHeaders() ? end - headers : 1;
    Varints.write(
        keyAt
            - body
            + Varints.size(newKeyLength)
            + Math.max(0, newKeyLength)
            + Varints.size(valueLength)
            + Math.max(0, valueLength)
            + headerBytes,
        records);
    records.append(source, body, keyAt);
    Varints.write(newKeyLength, records);
    if (newKeyLength > 0) {
      records.append(key, newKeyFrom, newKeyFrom + newKeyLength);
    }
    Varints.write(valueLength, records);
    if (valueLength > 0) {
      records.append(valueBytes, valueFrom, valueFrom + valueLength);
    }
    if (view.keepHeaders()) {
      records.append(source, headers, end);
    } else {
      records.append((byte) 0);
    }
  }

  /** Passes a batch on of which all may be seen, packed as the client can unpack it. */
  void repack(byte[] bytes, int at, RecordBatch batch, AnswerCodec answer, RecordSink out) {
    var type = answer.passing(batch.compressionType());
    var isOld = batch.magic() != BatchHeader.FORMAT || batch.isControlBatch();
    if (isOld || type == batch.compressionType()) {
      out.append(bytes, at, at + batch.sizeInBytes());
      return;
    }
    var start = out.length();
    var from = at + BatchHeader.BYTES;
    try {
      codec.inflate(
          batch.compressionType(),
          ByteBuffer.wrap(bytes, from, at + batch.sizeInBytes() - from),
          inflated);
      out.append(bytes, at, from);
      codec.deflate(type, inflated, out);
      var lastDelta = (int) (batch.lastOffset() - batch.baseOffset());
      BatchHeader.complete(out, start, count(batch), lastDelta, type);
    } catch (MalformedBatch e) {
      // It hides nothing from this reader, who will say what is wrong with it.
      out.truncate(start);
      out.append(bytes, at, at + batch.sizeInBytes());
    }
    inflated.clear(KEPT_BYTES_MAX);
  }

  private void write(
      byte[] bytes, int at, RecordBatch batch, boolean last, AnswerCodec answer, RecordSink out) {
    if (!changed && answer.passing(batch.compressionType()) == batch.compressionType()) {
      out.append(bytes, at, at + batch.sizeInBytes());
      return;
    }
    var lastDelta = (int) (batch.lastOffset() - batch.baseOffset());
    if (kept > 0) {
      var start = out.length();
      out.append(bytes, at, at + BatchHeader.BYTES);
      var type = answer.rewritten(batch.compressionType());
      codec.deflate(type, records, out);
      // With a marker behind it, the batch must end where its own records do.
      BatchHeader.complete(out, start, kept, last ? lastKept : lastDelta, type);
    }
    if (last && (kept == 0 || lastKept != lastDelta)) {
      var header = batch.magic() == BatchHeader.FORMAT ? bytes : BatchHeader.blank();
      var headerAt = batch.magic() == BatchHeader.FORMAT ? at : 0;
      BatchHeader.writeMarker(header, headerAt, batch.lastOffset(), out);
    }
  }

  private static int count(RecordBatch batch) {
    var count = batch.countOrNull();
    return count == null ? 1 : count;
  }
}
