package dev.weft.catalog.search;

import dev.weft.spi.Fold;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Hands a fold what there is at a start in the background, part by part, so that nobody waits for
 * it. What comes meanwhile comes after it; once all is in, a change is in before its command
 * returns, as with any fold. Safe for any thread.
 */
public final class BackgroundFold implements Fold {
  /** So much is done at once; more is what a start brings, or a large change of the mesh. */
  static final int AT_ONCE = 1_000;

  private final Fold fold;
  private final Executor executor;
  private final Consumer<Throwable> onBroken;
  private final Deque<Change> waiting = new ArrayDeque<>();
  private boolean working;
  private long handed;
  private long done;

  /**
   * @param executor for one task at a time, which lasts as long as there is something to do
   * @param onBroken is told when the fold fails: it is behind from then on
   */
  public BackgroundFold(Fold fold, Executor executor, Consumer<Throwable> onBroken) {
    this.fold = fold;
    this.executor = executor;
    this.onBroken = onBroken;
  }

  @Override
  public void apply(List<Change> changes) {
    if (!isHandedOver(changes)) {
      executor.execute(this::work);
    }
  }

  /** Whether nobody has to be called to work. */
  private synchronized boolean isHandedOver(List<Change> changes) {
    if (!working && changes.size() <= AT_ONCE) {
      fold.apply(changes);
      return true;
    }
    waiting.addAll(changes);
    handed += changes.size();
    var wasWorking = working;
    working = true;
    return wasWorking;
  }

  private void work() {
    try {
      for (var part = next(0); !part.isEmpty(); part = next(part.size())) {
        fold.apply(part);
      }
    } catch (RuntimeException e) {
      onBroken.accept(e);
    }
  }

  private synchronized List<Change> next(int justDone) {
    done += justDone;
    var part = new ArrayList<Change>();
    while (part.size() < AT_ONCE && !waiting.isEmpty()) {
      part.add(waiting.poll());
    }
    if (part.isEmpty()) {
      working = false;
      handed = 0;
      done = 0;
    }
    return part;
  }

  /** How much of what has been handed over is in, 0 to 1; empty when all is. */
  public synchronized OptionalDouble progress() {
    return working && handed > 0
        ? OptionalDouble.of((double) done / handed)
        : OptionalDouble.empty();
  }
}
