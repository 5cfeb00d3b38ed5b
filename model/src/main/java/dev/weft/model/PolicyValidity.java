package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A time in which a policy holds.
 *
 * @param from the first moment: an instant, a date and time on the zone's wall clock, or a date,
 *     which begins with its day; empty: always was
 * @param to the end, exclusive; a date ends with its day; empty: for ever
 * @param zone such as {@code Europe/Zurich}; empty: the policy's, else UTC
 * @param recurrence within it, only then; {@link Recurrence#ALWAYS} when left out
 */
public record PolicyValidity(String from, String to, String zone, Recurrence recurrence) {
  public PolicyValidity {
    from = Defaults.text(from);
    to = Defaults.text(to);
    zone = Defaults.text(zone);
    recurrence = recurrence == null ? Recurrence.ALWAYS : recurrence;
  }

  /**
   * Starts whenever the wall clock shows such a minute, and lasts. Each part is {@code *}, a
   * number, a range, or several of these with commas.
   *
   * @param dayOfWeek {@code mon} to {@code sun}, or {@code mon-fri}
   * @param lasts such as {@code 10h}
   */
  public record Recurrence(
      String minute,
      String hour,
      String dayOfMonth,
      String dayOfWeek,
      String month,
      String year,
      String lasts) {
    /** No recurrence at all. */
    public static final Recurrence ALWAYS =
        new Recurrence(null, null, null, null, null, null, null);

    public Recurrence {
      minute = Defaults.text(minute);
      hour = Defaults.text(hour);
      dayOfMonth = Defaults.text(dayOfMonth);
      dayOfWeek = Defaults.text(dayOfWeek);
      month = Defaults.text(month);
      year = Defaults.text(year);
      lasts = Defaults.text(lasts);
    }

    /** Whether nothing recurs. */
    @JsonIgnore
    public boolean isAlways() {
      return equals(ALWAYS);
    }
  }
}
