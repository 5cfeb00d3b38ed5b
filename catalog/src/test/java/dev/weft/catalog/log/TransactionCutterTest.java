package dev.weft.catalog.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold.Change;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionCutterTest {
  private final List<List<Change>> whole = new ArrayList<>();
  private final TransactionCutter cutter = new TransactionCutter(whole::add);
  private final Change a = Change.delete(new ResourceKey(ResourceKind.TERM, "a"));
  private final Change b = Change.delete(new ResourceKey(ResourceKind.TERM, "b"));
  private final Change c = Change.delete(new ResourceKey(ResourceKind.TERM, "c"));

  @Test
  void endsATransactionWithItsLastRecord() {
    cutter.add("1", a, false);
    cutter.add("1", b, true);

    assertThat(whole).containsExactly(List.of(a, b));
  }

  @Test
  void endsATransactionWhoseLastRecordWasCompactedAwayWhereTheNextBegins() {
    cutter.add("1", a, false);
    cutter.add("2", b, false);
    cutter.add("2", c, true);

    assertThat(whole).containsExactly(List.of(a), List.of(b, c));
  }

  @Test
  void endsTheOpenTransactionAtTheEndOfTheLog() {
    cutter.add("1", a, false);

    cutter.end();
    cutter.end();

    assertThat(whole).containsExactly(List.of(a));
  }
}
