package dev.weft.spi;

import dev.weft.model.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The terms on which a port may be read, beside which fields and rows.
 *
 * @param from records with an earlier timestamp are left out, wherever the reader starts
 * @param to records with this or a later timestamp are left out
 * @param lookback records older than this, when they are read, are left out
 * @param bytesPerSecond of answers to all connections of this reader for this port; empty: no limit
 * @param requestsPerSecond fetches of this reader for this port; empty: no limit
 * @param priority who is served first when not everybody can be
 * @param undecodable what happens to a record that cannot be decoded
 * @param filterOn what row filters look at
 * @param purpose the purpose under which it is read, for the audit; empty when none was asked for
 * @param audited false, by explicit choice of every policy that allows it: reading leaves no events
 */
public record ReadTerms(
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Duration> lookback,
    OptionalLong bytesPerSecond,
    OptionalLong requestsPerSecond,
    Priority priority,
    Undecodable undecodable,
    FilterOn filterOn,
    String purpose,
    boolean audited) {

  /** No limits; the safe choice wherever there is one. */
  public static final ReadTerms PLAIN =
      new ReadTerms(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Priority.NORMAL,
          Undecodable.WITHHOLD,
          FilterOn.MASKED,
          "");

  /** What happens to a record that a rule applies to and that cannot be decoded. */
  public enum Undecodable {
    /** It is left out, counted and reported; the reader goes on. */
    WITHHOLD,
    /** The reader gets an error and no further record of the partition. */
    FAIL
  }

  /** Which values a row filter sees. */
  public enum FilterOn {
    /** Those that the reader sees, so that nobody finds out a hidden value by filtering for it. */
    MASKED,
    /** Those that were written, by explicit choice of the policy. */
    RAW
  }

  /** With events of reading, as always unless somebody has chosen otherwise. */
  public ReadTerms(
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Duration> lookback,
      OptionalLong bytesPerSecond,
      OptionalLong requestsPerSecond,
      Priority priority,
      Undecodable undecodable,
      FilterOn filterOn,
      String purpose) {
    this(
        from,
        to,
        lookback,
        bytesPerSecond,
        requestsPerSecond,
        priority,
        undecodable,
        filterOn,
        purpose,
        true);
  }

  /** Whether every record may be read, whenever it was written. */
  public boolean isWholeHistory() {
    return from.isEmpty() && to.isEmpty() && lookback.isEmpty();
  }
}
