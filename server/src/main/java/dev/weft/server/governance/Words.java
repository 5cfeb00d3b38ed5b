package dev.weft.server.governance;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What people say with an act, and for when: within limits. */
final class Words {
  private static final int LENGTH_MAX = 2_000;
  private static final Duration LATEST = Duration.ofDays(366);

  private Words() {}

  static String checked(String key, String text) {
    var words = text == null ? "" : text.strip();
    if (words.length() > LENGTH_MAX) {
      throw Problem.input(
              "too-long",
              Place.field(key),
              "'" + key + "' has more than " + LENGTH_MAX + " characters.",
              "Say it shorter.")
          .asException();
    }
    return words;
  }

  /** Where somebody stops something, others want to know why. */
  static String required(String key, String text) {
    var words = checked(key, text);
    if (words.isEmpty()) {
      throw Problem.input(
              "no-reason",
              Place.field(key),
              "This needs its reason.",
              "Say why, and what would help.")
          .asException();
    }
    return words;
  }

  /** A moment to come, at most a year away unless said otherwise. */
  static Instant due(Optional<Instant> wanted, Instant now, Duration standard) {
    return until("due", wanted, now, standard, LATEST);
  }

  static Instant until(
      String key, Optional<Instant> wanted, Instant now, Duration standard, Duration most) {
    var at = wanted.orElse(now.plus(standard));
    if (!at.isAfter(now) || at.isAfter(now.plus(most))) {
      throw Problem.input(
              "bad-date",
              Place.field(key),
              "'" + key + "' has to be in the future, at most " + most.toDays() + " days from now.",
              "Write it as 2027-01-31.")
          .asException();
    }
    return at;
  }
}
