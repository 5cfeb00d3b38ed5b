package dev.weft.spi;

import dev.weft.spi.flow.SourceTables;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Is told what there is at the sources of flows beside what they read, so that new tables and
 * changed types turn up without anybody's work. Safe for any thread; never blocks.
 */
public interface SourceObserver {
  /** Where nobody wants to know. */
  SourceObserver NONE = (reader, tables) -> CompletableFuture.completedFuture(List.of());

  /** Who has looked: a processor of a flow of a product. */
  record Reader(String flow, String product, String processor) {}

  /**
   * Takes what a source has found; all of it, each time.
   *
   * @return what is new, as sentences for those who look after the flow
   */
  CompletableFuture<List<String>> seen(Reader reader, SourceTables tables);
}
