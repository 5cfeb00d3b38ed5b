package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.IBANValidator;

/** Finds bank accounts by their check digits: {@code pii.iban}. */
public final class IbanClassifier implements Classifier {
  private static final Pattern GAPS = Pattern.compile("[ \\u00a0-]");
  private static final Hint HINT = Hint.of("iban ibans ibannumber ibannummer ibannr", "");
  private static final Weighed IBAN = new Weighed("pii.iban", "IBAN");

  private static final int LENGTH_MIN = 15;
  private static final int LENGTH_MAX = 48;

  private final IBANValidator validator = new IBANValidator();

  @Override
  public List<Finding> classify(Candidate candidate) {
    var ibans = Tally.of(candidate.values(), "IBANs with right check digits", this::isIban);
    return HINT.inName(candidate.path()) && Types.mayBeText(candidate.type())
        ? IBAN.named(ibans)
        : IBAN.unnamed(ibans, 0.98, 0.2);
  }

  private boolean isIban(String value) {
    return value.length() >= LENGTH_MIN
        && value.length() <= LENGTH_MAX
        && Character.isLetter(value.charAt(0))
        && CheckDigits.digits(value) >= 2
        && validator.isValid(GAPS.matcher(value).replaceAll("").toUpperCase(Locale.ROOT));
  }
}
