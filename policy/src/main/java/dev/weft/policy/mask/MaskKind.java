package dev.weft.policy.mask;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The masks that a policy may name, from the most open to the strictest. When several policies mask
 * one field the strictest wins, so the order of this list is a promise.
 */
public enum MaskKind {
  /** As it is. */
  NONE,
  /** Numbers to the lower end of their range, dates to the beginning of their month or year. */
  GENERALISE,
  /** A date keeps its year; anything else is redacted. */
  DATE_SHOW_YEAR,
  /** The first four characters of a text of eight or more; numbers become 0. */
  SHOW_FIRST_4,
  /** The last four characters of a text of eight or more; numbers become 0. */
  SHOW_LAST_4,
  /** What an expression makes of the value. */
  EXPRESSION,
  /** A keyed token: equal values stay equal; of a text it is the token of a record key. */
  TOKEN,
  /** A keyed hash: equal values stay equal, so that masked data still joins. */
  HASH,
  /** A constant of the same type. */
  REDACT,
  /** JSON null. */
  NULL;

  /** As policies write it: {@code show-last-4}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind that a policy names; empty when there is none of that name. */
  public static Optional<MaskKind> of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.isNamed() && kind.word().equals(word))
        .findFirst();
  }

  /** Whether its name says it all; the others are described. */
  public boolean isNamed() {
    return this != GENERALISE && this != EXPRESSION;
  }

  /** All names, from the most open to the strictest. */
  public static List<String> words() {
    return Arrays.stream(values()).filter(MaskKind::isNamed).map(MaskKind::word).toList();
  }
}
