package dev.weft.gateway.wire;

import dev.weft.spi.ReadView;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Passes whole batches on as they are when the view shows everything. */
final class ViewShaper implements RecordShaper {
  @Override
  public Shaped shape(ReadView view, MemoryRecords records) {
    var whole = wholeBatches(records);
    var first = true;
    long from = 0;
    long to = 0;
    long count = 0;
    for (var batch : whole.batches()) {
      from = first ? batch.baseOffset() : from;
      first = false;
      to = batch.lastOffset();
      if (!batch.isControlBatch() && batch.countOrNull() != null) {
        count += batch.countOrNull();
      }
    }
    if (!view.showsAll()) {
      return new Shaped(MemoryRecords.EMPTY, from, to, 0, 0, count);
    }
    return new Shaped(whole, from, to, count, 0, 0);
  }

  /** The broker may cut off the last batch: readers get what was announced to the audit only. */
  private static MemoryRecords wholeBatches(MemoryRecords records) {
    var buffer = records.buffer().duplicate();
    buffer.limit(buffer.position() + records.validBytes());
    return MemoryRecords.readableRecords(buffer.slice());
  }
}
