package dev.weft.flow;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** When a source is asked again: all the time, every so often, or at the times of a calendar. */
sealed interface Timing {
  /** Whenever the batch before is done. */
  static Timing always() {
    return new Always();
  }

  /** When to ask after a batch that was asked for at {@code polled} and done by {@code now}. */
  long next(long polledMillis, long nowMillis, long idleMillis);

  /** When to ask for the first time. */
  default long first(long nowMillis) {
    return nowMillis;
  }

  /** All the time; the less there is, the more seldom. */
  record Always() implements Timing {
    @Override
    public long next(long polledMillis, long nowMillis, long idleMillis) {
      return nowMillis + idleMillis;
    }
  }

  /** Once in a period. */
  record Every(Duration period) implements Timing {
    @Override
    public long next(long polledMillis, long nowMillis, long idleMillis) {
      return Math.max(nowMillis, polledMillis + period.toMillis());
    }
  }

  /** At the times of a Unix cron expression: minute, hour, day of month, month, day of week. */
  record Cron(String text, ExecutionTime times, ZoneId zone) implements Timing {
    private static final CronParser PARSER =
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    /** Throws IllegalArgumentException with what is wrong; UTC without a zone. */
    static Cron of(String text, String zone) {
      try {
        var where = zone == null ? ZoneOffset.UTC : ZoneId.of(zone);
        return new Cron(text, ExecutionTime.forCron(PARSER.parse(text)), where);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("'" + zone + "' is not a time zone", e);
      }
    }

    @Override
    public long first(long nowMillis) {
      Optional<Long> next =
          times
              .nextExecution(Instant.ofEpochMilli(nowMillis).atZone(zone))
              .map(time -> time.toInstant().toEpochMilli());
      return next.orElse(Long.MAX_VALUE);
    }

    @Override
    public long next(long polledMillis, long nowMillis, long idleMillis) {
      return first(nowMillis);
    }
  }
}
