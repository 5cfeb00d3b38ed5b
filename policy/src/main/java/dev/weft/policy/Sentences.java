package dev.weft.policy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says decisions so that a person can read them: names, never ids; days, never instants. */
final class Sentences {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH);
  private static final LocalTime LAST_MINUTE = LocalTime.of(23, 59);

  private Sentences() {}

  /** Such as {@code Allowed by a subscription until 24 Feb 2027.} */
  static String allowed(
      Collection<String> policies, boolean bySubscription, Optional<Instant> until) {
    var by = new ArrayList<String>();
    if (bySubscription) {
      by.add("a subscription");
    }
    if (!policies.isEmpty()) {
      by.add((policies.size() == 1 ? "policy " : "policies ") + joined(List.copyOf(policies)));
    }
    return "Allowed by "
        + joined(by)
        + until.map(moment -> " until " + said(moment)).orElse("")
        + ".";
  }

  /** The last day when it ends with the day, else the minute; in UTC. */
  static String said(Instant until) {
    var end = until.atOffset(ZoneOffset.UTC);
    if (end.toLocalTime().equals(LocalTime.MIDNIGHT)) {
      return DAY.format(end.minusDays(1));
    }
    return endsWithTheDay(end) ? DAY.format(end) : MINUTE.format(end);
  }

  private static boolean endsWithTheDay(OffsetDateTime end) {
    return !end.toLocalTime().isBefore(LAST_MINUTE);
  }

  private static String joined(List<String> parts) {
    var last = parts.size() - 1;
    return last < 1
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }
}
