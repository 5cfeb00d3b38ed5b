package dev.weft.policy.cel;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Expressions and records that nobody would think of, always the same for one seed. */
final class RandomExpressions {
  private static final String[] FIELDS = {"a", "b", "c", "d", "o.x", "o.y", "o.x.z"};
  private static final String[] TEXTS = {
    "", "a", "Canada", "can", "zürich", "😀\uFF21", "\uFF21", "10"
  };
  private static final String[] COMMON = {
    "(%s == %s)",
    "(%s != %s)",
    "(%s < %s)",
    "(%s <= %s)",
    "(%s > %s)",
    "(%s >= %s)",
    "(%s && %s)",
    "(%s || %s)",
    "(%s + %s)",
    "(%s - %s)",
    "(%s * %s)",
    "(%s / %s)",
    "(%s %% %s)",
    "(%s in [%s, 'a', null])",
    "(%s in %s)",
    "dyn(%s).startsWith(%s)",
    "dyn(%s).endsWith(%s)",
    "dyn(%s).contains(%s)"
  };

  private final Random random;

  RandomExpressions(long seed) {
    random = new Random(seed);
  }

  String expression(int depth) {
    if (depth == 0 || random.nextInt(6) == 0) {
      return leaf();
    }
    return switch (random.nextInt(12)) {
      case 0 -> "!" + expression(depth - 1);
      case 1 -> "(-" + expression(depth - 1) + ")";
      case 2 ->
          "(%s ? %s : %s)"
              .formatted(expression(depth - 1), expression(depth - 1), expression(depth - 1));
      case 3 -> "size(" + expression(depth - 1) + ")";
      case 4 -> expression(depth - 1) + ".matches('^[a-z]+')";
      default ->
          COMMON[random.nextInt(COMMON.length)].formatted(
              expression(depth - 1), expression(depth - 1));
    };
  }

  private String leaf() {
    return switch (random.nextInt(14)) {
      case 0 -> "true";
      case 1 -> "false";
      case 2 -> "null";
      case 3 -> String.valueOf(random.nextInt(5) - 2);
      case 4 -> "9223372036854775807";
      case 5 -> pick("0.0", "1.0", "2.5", "-1.0", "9223372036854775807.0", "1e300");
      case 6 -> "'" + TEXTS[random.nextInt(TEXTS.length)] + "'";
      case 7 ->
          pick("user.name", "user.country", "user.groups", "user.missing", "has(user.country)");
      case 8 -> "has(record." + field() + ")";
      default -> "record." + field();
    };
  }

  private String field() {
    return FIELDS[random.nextInt(FIELDS.length)];
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  Map<String, Object> record() {
    var record = new HashMap<String, Object>();
    for (var name : List.of("a", "b", "c", "d")) {
      if (random.nextInt(6) > 0) {
        record.put(name, value());
      }
    }
    if (random.nextInt(4) > 0) {
      record.put("o", random.nextInt(3) > 0 ? inner() : value());
    }
    return record;
  }

  private Map<String, Object> inner() {
    var inner = new HashMap<String, Object>();
    for (var name : List.of("x", "y")) {
      if (random.nextInt(3) > 0) {
        inner.put(name, value());
      }
    }
    return inner;
  }

  private Object value() {
    return switch (random.nextInt(15)) {
      case 0 -> null;
      case 1 -> true;
      case 2 -> false;
      case 3, 4 -> (long) random.nextInt(5) - 2;
      case 5 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
      case 6 -> random.nextInt(5) - 2.0;
      case 7 -> new double[] {2.5, Double.NaN, 1e300, 0x1p63, -0.0}[random.nextInt(5)];
      case 8 -> new BigDecimal("2.50");
      case 9 -> new ArrayList<>(java.util.Arrays.asList("a", 1L, null));
      case 10 -> new HashMap<>(Map.of("z", "a"));
      case 11 -> random.nextBoolean() ? Instant.EPOCH : LocalDate.of(2026, 5, 3);
      case 12 -> random.nextBoolean() ? (Object) 1 : new byte[] {1, 2};
      default -> TEXTS[random.nextInt(TEXTS.length)];
    };
  }
}
