package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How requests for the ports of a domain are decided, and how long what is granted holds.
 *
 * @param longestPeriod so far ahead may the end of a grant lie at most; then each has an end
 * @param recertifyEvery how often each grant has to be confirmed
 * @param recertifyNotice so long before its day that is asked
 * @param remindAfter when a request that nobody has decided is called to mind
 * @param escalateAfter when the governing body may decide on it, too
 * @param routes who decides; the first that holds for a request counts, without one the owner
 */
public record RequestRules(
    Optional<Duration> longestPeriod,
    Optional<Duration> recertifyEvery,
    Duration recertifyNotice,
    Optional<Duration> remindAfter,
    Optional<Duration> escalateAfter,
    List<Route> routes) {

  private static final Duration NOTICE = Duration.ofDays(14);

  /** Where a domain says nothing. */
  public static final RequestRules NONE = parse(null, null, null, null, null, null);

  /**
   * Who decides on the requests that it is about.
   *
   * @param name for people, and for the audit
   * @param tags it is about requests for a field with one of these; {@code *} stands for any text
   * @param when a condition in CEL; empty: it holds
   * @param seats whose approvals are needed
   * @param automatic granted at once, without anybody's approval
   */
  public record Route(
      String name, List<String> tags, String when, List<Seat> seats, boolean automatic) {
    public Route {
      name = Defaults.text(name);
      tags = Defaults.list(tags);
      when = Defaults.text(when);
      seats = Defaults.list(seats);
    }
  }

  @JsonCreator
  static RequestRules parse(
      @JsonProperty("longestPeriod") String longestPeriod,
      @JsonProperty("recertifyEvery") String recertifyEvery,
      @JsonProperty("recertifyNotice") String recertifyNotice,
      @JsonProperty("remindAfter") String remindAfter,
      @JsonProperty("escalateAfter") String escalateAfter,
      @JsonProperty("routes") List<Route> routes) {
    return new RequestRules(
        duration(longestPeriod),
        duration(recertifyEvery),
        duration(recertifyNotice).orElse(NOTICE),
        duration(remindAfter),
        duration(escalateAfter),
        Defaults.list(routes));
  }

  private static Optional<Duration> duration(String text) {
    return Optional.ofNullable(text).map(ReadLimits::duration);
  }
}
