package dev.weft.server.erasure;

import dev.weft.catalog.erasure.SubjectSearch;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The erasure that is worked at: one at a time, for each reads whole topics. Says how far it is.
 * Safe for any thread.
 */
public final class ErasureWork {
  private final Clock clock;
  private final AtomicReference<Now> now = new AtomicReference<>();

  public ErasureWork(Clock clock) {
    this.clock = clock;
  }

  /**
   * How far it is.
   *
   * @param erasure its id; empty while a plan is made
   * @param step plan, apply or check
   * @param looked at so many records of the topic that is read now
   * @param of about so many
   */
  public record Now(
      String erasure, String step, PrincipalId by, Instant since, long looked, long of) {
    private Now at(long records, long all) {
      return new Now(erasure, step, by, since, records, all);
    }
  }

  /** What is done now. */
  public Optional<Now> now() {
    return Optional.ofNullable(now.get());
  }

  /** Does it, unless another is worked at. */
  <T> T alone(
      String erasure,
      String step,
      PrincipalId by,
      SubjectSearch.Watch watch,
      Function<SubjectSearch.Watch, T> task) {
    if (!now.compareAndSet(null, new Now(erasure, step, by, clock.instant(), 0, 0))) {
      throw Problem.environment(
              "erasure-busy", "Another erasure is being worked at.", "Try again in some minutes.")
          .asException();
    }
    try {
      return task.apply(
          (records, of) -> {
            now.updateAndGet(one -> one.at(records, of));
            watch.passed(records, of);
          });
    } finally {
      now.set(null);
    }
  }
}
