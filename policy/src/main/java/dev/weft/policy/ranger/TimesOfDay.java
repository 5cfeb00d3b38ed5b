package dev.weft.policy.ranger;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** From a minute of the day to another, both included; over midnight if the first is the later. */
record TimesOfDay(int from, int to) {
  private static final String TIME = "(\\d{1,2})(?::(\\d{1,2}))? *([aApP])\\.?[mM]\\.? *";
  private static final Pattern RANGE = Pattern.compile(" *" + TIME + "- *" + TIME);

  /** Reads ranges such as {@code 9am - 5:30 pm}; what is none is left out. */
  static List<TimesOfDay> read(List<String> values) {
    return values.stream().flatMap(value -> read(value).stream()).toList();
  }

  private static Optional<TimesOfDay> read(String value) {
    var found = RANGE.matcher(value);
    return found.matches()
        ? Optional.of(new TimesOfDay(minute(found, 1), minute(found, 4)))
        : Optional.empty();
  }

  private static int minute(MatchResult found, int group) {
    var hour = Integer.parseInt(found.group(group));
    var minute = found.group(group + 1) == null ? 0 : Integer.parseInt(found.group(group + 1));
    var afternoon = found.group(group + 2).toLowerCase(Locale.ROOT).equals("p");
    if (hour == 12) {
      hour = afternoon ? 12 : 0;
    } else if (afternoon) {
      hour += 12;
    }
    return hour * 60 + minute;
  }

  boolean includes(LocalDateTime time) {
    var minute = time.getHour() * 60 + time.getMinute();
    return from < to ? from <= minute && minute <= to : from <= minute || minute <= to;
  }
}
