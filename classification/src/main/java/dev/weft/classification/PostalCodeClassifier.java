package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds postal codes: {@code geo.postal-code}. They place nobody by themselves, so they are not
 * {@code pii}; most are digits only, so it takes the name, but British, Canadian and Dutch ones
 * speak for themselves.
 */
public final class PostalCodeClassifier implements Classifier {
  private static final Pattern UK =
      Pattern.compile("[A-PR-UWYZ][A-HK-Y]?[0-9][A-HJKPSTUW0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}");
  private static final Pattern CANADIAN =
      Pattern.compile("[ABCEGHJ-NPRSTVXY][0-9][A-Z] ?[0-9][A-Z][0-9]");
  private static final Pattern DUTCH = Pattern.compile("[1-9][0-9]{3} [A-Z]{2}");
  private static final Pattern PLUS_FOUR = Pattern.compile("[0-9]{5}-[0-9]{4}");
  private static final Pattern ANY =
      Pattern.compile("(?i)(?:[A-Z]{1,2}[- ])?(?=.*[0-9])[0-9A-Z]{2,6}(?:[- ][0-9A-Z]{2,4})?");
  private static final int LENGTH_MAX = 12;
  private static final double NEARLY_ALL = 0.9;
  private static final Hint HINT =
      new Hint(
          Hint.words(
              "zip zipcode postal postalcode postcode postleitzahl plz codepostal cp codigopostal"
                  + " cep pincode postnummer postnr postnumber zippostal"),
          Hint.words("file url archive path size id count type limit address card"));
  private static final Weighed POSTAL = new Weighed("geo.postal-code", "postal code");

  @Override
  public List<Finding> classify(Candidate candidate) {
    if (!Types.mayBeDigits(candidate.type())) {
      return List.of();
    }
    var values = candidate.values();
    if (HINT.inName(candidate.path())) {
      return POSTAL.named(
          Tally.of(
              values,
              "written like postal codes",
              value -> value.length() <= LENGTH_MAX && ANY.matcher(value).matches()));
    }
    if (Tally.of(values, "", value -> value.length() <= LENGTH_MAX).ratio() < NEARLY_ALL) {
      return List.of();
    }
    for (var form : List.of(UK, CANADIAN, DUTCH, PLUS_FOUR)) {
      var tally =
          Tally.of(values, "written like postal codes", value -> form.matcher(value).matches());
      if (tally.matching() >= 3 && tally.ratio() >= NEARLY_ALL) {
        return POSTAL.unnamed(tally, 0.8, NEARLY_ALL);
      }
    }
    return List.of();
  }
}
