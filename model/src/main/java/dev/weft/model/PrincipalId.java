package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Who acts: a person ({@code ada}), a data product ({@code product:sales}), a program that acts by
 * itself ({@code agent:helper}), or Weft itself ({@code weft}).
 */
public record PrincipalId(Type type, String name) {
  /** What sort of principal. */
  public enum Type {
    USER,
    PRODUCT,
    AGENT,
    SYSTEM
  }

  private static final String PRODUCT_PREFIX = "product:";
  private static final String AGENT_PREFIX = "agent:";

  /** Weft itself, where no person asked: reconciling, expiring, classifying. */
  public static final PrincipalId WEFT = new PrincipalId(Type.SYSTEM, "weft");

  public static PrincipalId user(String name) {
    return new PrincipalId(Type.USER, name);
  }

  public static PrincipalId product(String name) {
    return new PrincipalId(Type.PRODUCT, name);
  }

  public static PrincipalId agent(String name) {
    return new PrincipalId(Type.AGENT, name);
  }

  @JsonCreator
  public static PrincipalId parse(String text) {
    if (text.startsWith(PRODUCT_PREFIX)) {
      return product(text.substring(PRODUCT_PREFIX.length()));
    }
    if (text.startsWith(AGENT_PREFIX)) {
      return agent(text.substring(AGENT_PREFIX.length()));
    }
    return text.equals(WEFT.name) ? WEFT : user(text);
  }

  @JsonValue
  @Override
  public String toString() {
    return switch (type) {
      case PRODUCT -> PRODUCT_PREFIX + name;
      case AGENT -> AGENT_PREFIX + name;
      case USER, SYSTEM -> name;
    };
  }
}
