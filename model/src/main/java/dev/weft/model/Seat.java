package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Somebody whose approval a request needs: {@code owner} and {@code steward} of the product, the
 * {@code body} that governs its domain, or the members of a group, as {@code group:NAME}.
 *
 * @param group its name; empty unless the type is GROUP
 */
public record Seat(Type type, String group) {
  /** Where those who may take a seat come from. */
  public enum Type {
    OWNER,
    STEWARD,
    BODY,
    GROUP
  }

  private static final String GROUP_PREFIX = "group:";

  /** Who decides where no rule says otherwise. */
  public static final Seat OWNER = new Seat(Type.OWNER, "");

  /**
   * Reads a seat as people write it.
   *
   * @throws IllegalArgumentException when there is no such seat
   */
  @JsonCreator
  public static Seat parse(String text) {
    if (text.startsWith(GROUP_PREFIX) && text.length() > GROUP_PREFIX.length()) {
      return new Seat(Type.GROUP, text.substring(GROUP_PREFIX.length()));
    }
    return switch (text) {
      case "owner" -> OWNER;
      case "steward" -> new Seat(Type.STEWARD, "");
      case "body" -> new Seat(Type.BODY, "");
      default -> throw new IllegalArgumentException("'" + text + "' is no seat");
    };
  }

  @JsonValue
  @Override
  public String toString() {
    return switch (type) {
      case OWNER -> "owner";
      case STEWARD -> "steward";
      case BODY -> "body";
      case GROUP -> GROUP_PREFIX + group;
    };
  }
}
