package dev.weft.catalog.log;

import dev.weft.spi.Fold.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts the stream of changes into the transactions that wrote them.
 *
 * <p>A transaction ends with the record marked as its last. Compaction may have dropped that one,
 * since a later record has the same key; then the transaction ends where another begins, or where
 * the log ends: Kafka shows a transaction whole or not at all.
 */
final class TransactionCutter {
  private final Consumer<List<Change>> whole;
  private final List<Change> open = new ArrayList<>();
  private String transaction = "";

  TransactionCutter(Consumer<List<Change>> whole) {
    this.whole = whole;
  }

  void add(String ofTransaction, Change change, boolean last) {
    if (!ofTransaction.equals(transaction)) {
      end();
      transaction = ofTransaction;
    }
    open.add(change);
    if (last) {
      end();
    }
  }

  /** No further record of the open transaction can come. */
  void end() {
    if (!open.isEmpty()) {
      var changes = List.copyOf(open);
      open.clear();
      whole.accept(changes);
    }
  }
}
