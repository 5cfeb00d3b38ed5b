package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds amounts of money written with their currency: {@code money.amount}. A number alone is none,
 * whatever its name.
 */
public final class AmountClassifier implements Classifier {
  private static final Set<String> CODES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());
  private static final String NUMBER =
      "[-+]?(?:[0-9]{1,3}(?:[.,' \\u00a0\\u202f’][0-9]{2,3}){0,6}|[0-9]{1,15})(?:[.,][0-9]{1,4})?";
  private static final String SIGN = "\\p{Sc}|(?:US|C|A|R|HK|NZ|S|Mex)\\$|kr\\.?|zł|Kč|Fr\\.|R";
  private static final Pattern AMOUNT =
      Pattern.compile(
          "[-+(]?(?:(?<before>[A-Z]{3}|"
              + SIGN
              + ")[ \\u00a0]?"
              + NUMBER
              + "|"
              + NUMBER
              + "[ \\u00a0\\u202f]?(?<after>[A-Z]{3}|"
              + SIGN
              + "))\\)?");
  private static final int LENGTH_MAX = 40;
  private static final Weighed AMOUNT_OF_MONEY = new Weighed("money.amount", "amount of money");

  @Override
  public List<Finding> classify(Candidate candidate) {
    return Types.mayBeText(candidate.type())
        ? AMOUNT_OF_MONEY.unnamed(
            Tally.of(candidate.values(), "numbers with a currency", AmountClassifier::isAmount),
            0.93,
            0.6)
        : List.of();
  }

  private static boolean isAmount(String value) {
    if (value.length() > LENGTH_MAX || CheckDigits.digits(value) == 0) {
      return false;
    }
    var found = AMOUNT.matcher(value);
    if (!found.matches()) {
      return false;
    }
    var unit = found.group("before") == null ? found.group("after") : found.group("before");
    return unit.length() != 3 || !unit.matches("[A-Z]{3}") || CODES.contains(unit);
  }
}
