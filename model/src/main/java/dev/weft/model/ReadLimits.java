package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiPredicate;

/**
 * The terms on which somebody may read: which stretch of a port's history, how fast, how urgently.
 *
 * @param from records with an earlier timestamp are left out
 * @param to records with this or a later timestamp are left out
 * @param lookback records older than this, when they are read, are left out
 * @param bytesPerSecond more than 0
 * @param requestsPerSecond more than 0
 * @param priority who is served first when not everybody can be; empty: normal
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ReadLimits(
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Duration> lookback,
    OptionalLong bytesPerSecond,
    OptionalLong requestsPerSecond,
    Optional<Priority> priority) {

  /** The whole history, as fast as it goes. */
  public static final ReadLimits NONE =
      new ReadLimits(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty());

  public ReadLimits {
    if (lookback.filter(back -> back.isNegative() || back.isZero()).isPresent()
        || bytesPerSecond.orElse(1) < 1
        || requestsPerSecond.orElse(1) < 1) {
      throw new IllegalArgumentException("limits must be greater than 0");
    }
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw new IllegalArgumentException("'from' must be before 'to'");
    }
  }

  /** From what people write; what is left out is null. */
  @JsonCreator
  static ReadLimits parse(
      @JsonProperty("from") String from,
      @JsonProperty("to") String to,
      @JsonProperty("lookback") String lookback,
      @JsonProperty("bytesPerSecond") Long bytesPerSecond,
      @JsonProperty("requestsPerSecond") Long requestsPerSecond,
      @JsonProperty("priority") String priority) {
    return new ReadLimits(
        Optional.ofNullable(from).map(ReadLimits::moment),
        Optional.ofNullable(to).map(ReadLimits::moment),
        Optional.ofNullable(lookback).map(ReadLimits::duration),
        bytesPerSecond == null ? OptionalLong.empty() : OptionalLong.of(bytesPerSecond),
        requestsPerSecond == null ? OptionalLong.empty() : OptionalLong.of(requestsPerSecond),
        Optional.ofNullable(priority).map(Priority::parse));
  }

  /**
   * A moment: an instant, or a date, which stands for its beginning in UTC.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static Instant moment(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no moment; write 2026-05-01T00:00:00Z or 2026-05-01", e);
    }
  }

  /**
   * A duration, {@code 7d} or ISO 8601's {@code P7D}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static Duration duration(String text) {
    return DurationText.parse(text).orElseGet(() -> iso(text));
  }

  private static Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + text + "' is no duration; write 7d or P7D", e);
    }
  }

  /**
   * What both of them allow.
   *
   * @throws IllegalArgumentException when nothing is left of the history
   */
  public ReadLimits and(ReadLimits other) {
    return new ReadLimits(
        stricter(from, other.from, (a, b) -> a.isAfter(b)),
        stricter(to, other.to, (a, b) -> a.isBefore(b)),
        stricter(lookback, other.lookback, (a, b) -> a.compareTo(b) < 0),
        lower(bytesPerSecond, other.bytesPerSecond),
        lower(requestsPerSecond, other.requestsPerSecond),
        // Who is served first is the later one's word, not a limit.
        other.priority.or(() -> priority));
  }

  private static <T> Optional<T> stricter(
      Optional<T> one, Optional<T> other, BiPredicate<T, T> isStricter) {
    return one.isPresent() && other.isPresent()
        ? (isStricter.test(one.get(), other.get()) ? one : other)
        : one.or(() -> other);
  }

  private static OptionalLong lower(OptionalLong one, OptionalLong other) {
    return one.isPresent() && (other.isEmpty() || one.getAsLong() < other.getAsLong())
        ? one
        : other;
  }

  /** How urgent it is, where nobody has said otherwise. */
  @JsonIgnore
  public Priority urgency() {
    return priority.orElse(Priority.NORMAL);
  }

  /** Whether every record may be read, whenever it was written. */
  @JsonIgnore
  public boolean isWholeHistory() {
    return from.isEmpty() && to.isEmpty() && lookback.isEmpty();
  }
}
