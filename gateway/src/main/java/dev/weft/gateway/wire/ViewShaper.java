package dev.weft.gateway.wire;

import dev.weft.gateway.access.Counters;
import dev.weft.gateway.access.FieldSightings;
import dev.weft.gateway.access.ReplayWindow;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.UnknownFields;
import dev.weft.gateway.wire.BatchRewriter.Tally;
import dev.weft.gateway.wire.CompiledViews.CompiledView;
import dev.weft.spi.ReadView;
import dev.weft.spi.Schemas;
import dev.weft.spi.SealedFields;
import dev.weft.spi.WriteChecks;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Arrays;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Passes batches on as they are when the view shows everything, and rewrites them when it does not.
 * For one event loop.
 */
final class ViewShaper implements RecordShaper {
  private static final int START_BYTES = 1024 * 1024;
  private static final int KEPT_BYTES_MAX = 16 * 1024 * 1024;

  private final Counters counters;
  private final FieldSightings sightings;
  private final WriteChecks writes;
  private final Clock clock;
  private final SealedFields sealed;
  private final CompiledViews views;
  private final Schemas schemas;
  private final BatchRewriter rewriter;
  private final RecordSink out = new RecordSink(START_BYTES);

  /** Where no fields are encrypted. */
  ViewShaper(
      Counters counters,
      FieldSightings sightings,
      Schemas schemas,
      WriteChecks writes,
      Clock clock) {
    this(counters, sightings, schemas, writes, SealedFields.NONE, clock);
  }

  ViewShaper(
      Counters counters,
      FieldSightings sightings,
      Schemas schemas,
      WriteChecks writes,
      SealedFields sealed,
      Clock clock) {
    this.sealed = sealed;
    this.views = new CompiledViews(sealed);
    this.counters = counters;
    this.sightings = sightings;
    this.schemas = schemas;
    this.writes = writes;
    this.clock = clock;
    this.rewriter = new BatchRewriter(schemas);
  }

  @Override
  public Shaped shape(ReadView view, MemoryRecords records, AnswerCodec answer) {
    return view.showsAll() && !writes.hasGaps(view.port()) && sealed.of(view.port()).isEmpty()
        ? pass(records, answer)
        : rewrite(view, records, answer);
  }

  private Shaped pass(MemoryRecords records, AnswerCodec answer) {
    var whole = repacked(wholeBatches(records), answer);
    var from = records.firstBatch().baseOffset();
    var to = from;
    long count = 0;
    for (var batch : whole.batches()) {
      to = batch.lastOffset();
      if (!batch.isControlBatch()) {
        count += batch.countOrNull() == null ? 1 : batch.countOrNull();
      }
    }
    return new Shaped(whole, from, to, count, 0, 0, false);
  }

  private MemoryRecords repacked(MemoryRecords records, AnswerCodec answer) {
    var isReadable = true;
    for (var batch : records.batches()) {
      isReadable &= answer.passing(batch.compressionType()) == batch.compressionType();
    }
    if (isReadable) {
      return records;
    }
    out.clear();
    var bytes = records.buffer().array();
    var at = records.buffer().arrayOffset() + records.buffer().position();
    for (var batch : records.batches()) {
      rewriter.repack(bytes, at, batch, answer, out);
      at += batch.sizeInBytes();
    }
    return taken();
  }

  private MemoryRecords taken() {
    var result =
        MemoryRecords.readableRecords(ByteBuffer.wrap(Arrays.copyOf(out.bytes(), out.length())));
    out.clear(KEPT_BYTES_MAX);
    return result;
  }

  private Shaped rewrite(ReadView view, MemoryRecords records, AnswerCodec answer) {
    var started = System.nanoTime();
    var compiled = views.of(view, schemas.format(view.port()), sightings.known(view.port()));
    var look = sightings.look(view.port());
    var tally = new Tally();
    var window = ReplayWindow.of(view.terms(), clock.instant());
    var to = rewrite(compiled, window, look, records, tally, answer);
    var undecodable = tally.undecodable && out.length() == 0;
    look.report();
    var result = taken();
    counters.rewriteNanos.add(System.nanoTime() - started);
    return new Shaped(
        result,
        records.firstBatch().baseOffset(),
        to,
        tally.delivered,
        tally.filtered,
        tally.withheld,
        undecodable);
  }

  private long rewrite(
      CompiledView view,
      ReplayWindow window,
      UnknownFields unknown,
      MemoryRecords records,
      Tally tally,
      AnswerCodec answer) {
    out.clear();
    var buffer = records.buffer();
    var bytes = buffer.array();
    var at = buffer.arrayOffset() + buffer.position();
    var last = records.firstBatch().baseOffset();
    for (var batches = records.batches().iterator(); batches.hasNext(); ) {
      var batch = batches.next();
      if (batch.isControlBatch()) {
        out.append(bytes, at, at + batch.sizeInBytes());
      } else {
        rewriter.rewrite(
            view, window, unknown, bytes, at, batch, !batches.hasNext(), tally, answer, out);
        if (tally.undecodable) {
          return last;
        }
      }
      at += batch.sizeInBytes();
      last = batch.lastOffset();
    }
    return last;
  }

  /** The broker may cut off the last batch: readers get what was announced to the audit only. */
  private static MemoryRecords wholeBatches(MemoryRecords records) {
    var buffer = records.buffer().duplicate();
    buffer.limit(buffer.position() + records.validBytes());
    return MemoryRecords.readableRecords(buffer.slice());
  }
}
