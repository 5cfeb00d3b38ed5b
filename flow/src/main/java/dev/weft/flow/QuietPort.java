package dev.weft.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A port that is asked only when there may be an answer: while nothing is new it takes no request,
 * and after a while no connection either; while nothing has come yet, none from the beginning. For
 * one thread at a time.
 */
final class QuietPort implements SourceProcessor {
  private final PortSource port;
  private final Predicate<Map<Integer, Long>> hasNews;
  private final Clock clock;
  private final Duration idleAfter;
  private long newsMillis;

  /** What {@code hasNews} is asked about are the next offsets by partition. */
  QuietPort(
      PortSource port, Predicate<Map<Integer, Long>> hasNews, Clock clock, Duration idleAfter) {
    this.port = port;
    this.hasNews = hasNews;
    this.clock = clock;
    this.idleAfter = idleAfter;
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException, InterruptedException {
    if (!port.isAt(position) || hasNews.test(port.next())) {
      var batch = port.poll(position);
      if (!batch.flowFiles().isEmpty()) {
        newsMillis = clock.millis();
      }
      return batch;
    }
    if (clock.millis() - newsMillis > idleAfter.toMillis()) {
      port.close();
    }
    return Batch.EMPTY;
  }

  @Override
  public void close() {
    port.close();
  }
}
