package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;

/**
 * Finds numbers of payment cards: {@code pii.card}. One in ten random numbers has a right check
 * digit, so nearly all values must have it, and a length and beginning that an issuer uses.
 */
public final class CardClassifier implements Classifier {
  private static final Pattern GROUPS = Pattern.compile("[0-9]{4}(?:[ -]?[0-9]{2,7}){2,4}");
  private static final Pattern GAPS = Pattern.compile("[ -]");
  private static final Pattern ISSUED =
      Pattern.compile(
          "4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})" // Visa
              + "|5[1-5][0-9]{14}|2(?:2[2-9]|[3-6][0-9]|7[0-2])[0-9]{13}" // Mastercard
              + "|3[47][0-9]{13}" // American Express
              + "|3(?:0[0-5]|[689][0-9])[0-9]{11,13}" // Diners Club
              + "|35(?:2[89]|[3-8][0-9])[0-9]{12}" // JCB
              + "|6(?:011|5[0-9]{2}|4[4-9][0-9])[0-9]{12,15}" // Discover
              + "|62[0-9]{14,17}" // UnionPay
              + "|(?:50|5[6-9]|6[0-9])[0-9]{11,17}"); // Maestro
  private static final int VALUES_MIN = 3;
  private static final double ALL_BUT_TYPOS = 0.8;
  private static final Hint HINT =
      Hint.of(
          "cardnumber cardno cardnr cardnum creditcard creditcardnumber debitcard debitcardnumber"
              + " paymentcard ccnumber ccnum ccno cc pan kreditkarte kreditkartennummer"
              + " kartennummer cartebancaire cartedecredit numerocarte numerodecarte tarjeta"
              + " tarjetadecredito numerotarjeta numerodetarjeta",
          "holder expiry expiration expires limit token last bin cvv cvc pin balance issuer scheme"
              + " holdername company country member loyalty");
  private static final Weighed CARD = new Weighed("pii.card", "payment card");

  @Override
  public List<Finding> classify(Candidate candidate) {
    var values = candidate.values();
    if (!Types.mayBeDigits(candidate.type())) {
      return List.of();
    }
    if (HINT.inName(candidate.path())) {
      return CARD.named(
          Tally.of(values, "as long as card numbers", value -> GROUPS.matcher(value).matches()));
    }
    return values.size() < VALUES_MIN
        ? List.of()
        : CARD.unnamed(
            Tally.of(values, "card numbers with a right check digit", CardClassifier::isCard),
            0.95,
            ALL_BUT_TYPOS);
  }

  static boolean isCard(String value) {
    if (!GROUPS.matcher(value).matches()) {
      return false;
    }
    var digits = GAPS.matcher(value).replaceAll("");
    return ISSUED.matcher(digits).matches() && LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits);
  }
}
