package dev.weft.policy.rules;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A classification of the resource asked for.
 *
 * @param match whether it is the resource itself that has it, or something above or below
 * @param schedules when it counts; always, when there is none
 */
public record Tag(
    String name, Map<String, String> attributes, MatchType match, List<Schedule> schedules) {
  public Tag {
    attributes = Map.copyOf(attributes);
    schedules = List.copyOf(schedules);
  }

  public Tag(String name, Map<String, String> attributes) {
    this(name, attributes, MatchType.SELF, List.of());
  }

  /** The same, of a resource that lies otherwise to the one asked for. */
  Tag matching(MatchType other) {
    return new Tag(name, attributes, other, schedules);
  }

  boolean countsAt(Instant moment) {
    return Schedule.anyHoldsAt(schedules, moment);
  }
}
