package dev.weft.catalog.search.query;

import dev.weft.catalog.search.query.Condition.Comparison;
import dev.weft.catalog.search.query.Condition.Operator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A filter as it stands among words: {@code risk.criticality:high}, {@code risk.users:>=10}, {@code
 * risk.reviewed:<2026-01-01}, {@code risk.topics:tax*}.
 */
public final class WrittenFilter {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,9})?");
  private static final Map<String, Operator> SIGNS =
      Map.of(
          ">=", Operator.AT_LEAST,
          "<=", Operator.AT_MOST,
          "!=", Operator.UNEQUAL,
          ">", Operator.GREATER,
          "<", Operator.LESS);

  private WrittenFilter() {}

  /**
   * Reads what stands behind the colon.
   *
   * @throws dev.weft.model.ProblemException code {@code bad-query}, when it is not of the
   *     attribute's type
   */
  public static Comparison of(Attribute attribute, String text) {
    var sign = sign(text);
    var value = text.substring(sign.length());
    var operator = SIGNS.getOrDefault(sign, Operator.EQUAL);
    if (sign.isEmpty() && !attribute.isNumber() && value.endsWith("*")) {
      operator = Operator.LIKE;
    }
    var isNumber =
        attribute.isNumber()
            && attribute.type() != Attribute.Type.TIME
            && NUMBER.matcher(value).matches();
    var token = new Token(isNumber ? Token.Kind.NUMBER : Token.Kind.TEXT, value, 1);
    var values = List.of(Values.read(token, attribute));
    Values.check(token, attribute, operator, values);
    return new Comparison(attribute, operator, values);
  }

  /** The longest of those with which it begins. */
  private static String sign(String text) {
    for (var length = 2; length > 0; length--) {
      if (text.length() > length && SIGNS.containsKey(text.substring(0, length))) {
        return text.substring(0, length);
      }
    }
    return "";
  }
}
