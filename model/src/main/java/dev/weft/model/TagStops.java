package dev.weft.model;

import java.time.Instant;
import java.util.List;

/**
 * Which tags do not travel along a flow to a field of a port, because a steward says so. Named as
 * the port.
 */
public record TagStops(String port, List<Stop> stops) {
  /** Stands for every tag. */
  public static final String ANY = "*";

  /**
   * One tag, on one flow, to one field.
   *
   * @param tag or {@value TagStops#ANY} for all tags
   * @param why in words; never a value
   */
  public record Stop(
      String flow, String field, String tag, PrincipalId by, Instant at, String why) {
    /** Whether this is the place of the stop, and its tag the one that is stopped. */
    public boolean isAt(String otherFlow, String otherField, String otherTag) {
      return flow.equals(otherFlow) && field.equals(otherField) && tag.equals(otherTag);
    }
  }

  public TagStops {
    stops = Defaults.list(stops);
  }

  /** Whether a tag may not come by this flow to this field. */
  public boolean hold(String flow, String field, String tag) {
    return stops.stream()
        .anyMatch(stop -> stop.isAt(flow, field, tag) || stop.isAt(flow, field, ANY));
  }
}
