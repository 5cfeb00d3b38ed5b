package dev.weft.flow;

import dev.weft.model.FlowSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a processor is run, as its author wants it.
 *
 * @param tasks how many FlowFiles it may work on at the same moment
 * @param penalty how long a FlowFile waits before it is tried again for the first time
 * @param yieldFor how long it rests when it cannot go on, or has found nothing; empty when the
 *     author leaves that to the runner
 * @param retries relationship to how often is tried again before something goes on by it
 * @param terminated relationships that end here on purpose
 */
record RunOptions(
    int tasks,
    Duration penalty,
    Optional<Duration> yieldFor,
    Map<String, Retry> retries,
    Set<String> terminated) {
  private static final Duration PENALTY = Duration.ofSeconds(30);
  private static final Duration YIELD = Duration.ofSeconds(1);
  private static final Duration BACKOFF_LONGEST = Duration.ofMinutes(10);

  /**
   * Trying again before something goes on by a relationship.
   *
   * @param yields the processor rests meanwhile; else only the FlowFile waits
   */
  record Retry(int times, boolean yields, Duration longest) {}

  static RunOptions of(FlowSpec.ProcessorSpec processor) {
    var retries = new LinkedHashMap<String, Retry>();
    var terminated = new LinkedHashSet<String>();
    processor
        .relationships()
        .forEach(
            (name, its) -> {
              if (its.retry() != null && its.retry() > 0) {
                var longest = duration(its.maxBackoff()).orElse(BACKOFF_LONGEST);
                retries.put(name, new Retry(its.retry(), "yield".equals(its.backoff()), longest));
              }
              if (its.autoTerminate()) {
                terminated.add(name);
              }
            });
    return new RunOptions(
        processor.concurrentTasks() == null ? 1 : processor.concurrentTasks(),
        duration(processor.penalty()).orElse(PENALTY),
        duration(processor.yieldFor()),
        retries,
        terminated);
  }

  private static Optional<Duration> duration(String text) {
    return Optional.ofNullable(text).map(DurationText::parse);
  }

  /** How long before the next try, after so many: twice as long each time, up to the longest. */
  Duration pause(Retry retry, int times) {
    var first = retry.yields() ? yieldFor.orElse(YIELD) : penalty;
    var doubled = first.toMillis() * (double) (1L << Math.min(times, 40));
    return Duration.ofMillis((long) Math.min(doubled, (double) retry.longest().toMillis()));
  }
}
