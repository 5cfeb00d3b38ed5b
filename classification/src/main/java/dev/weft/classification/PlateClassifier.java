package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds vehicle plates, which lead to the keeper: {@code pii.vehicle-plate}. By their name in any
 * form; without it where nearly all values have one country's form with its gaps.
 */
public final class PlateClassifier implements Classifier {
  private static final List<Pattern> COUNTRIES =
      List.of(
          Pattern.compile("[A-HJ-NP-TV-Z]{2}-[0-9]{3}-[A-HJ-NP-TV-Z]{2}"), // France
          Pattern.compile("[A-HJ-NP-TV-Z]{2} [0-9]{3} ?[A-HJ-NP-TV-Z]{2}"), // Italy
          Pattern.compile("[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} [1-9][0-9]{0,3}[EH]?"), // Germany
          Pattern.compile("[A-HJ-PR-Y]{2}[0-9]{2} [A-HJ-PR-Z]{3}"), // United Kingdom
          Pattern.compile("[0-9]{4}[ -][BCDFGHJKLMNPRSTVWXYZ]{3}"), // Spain
          Pattern.compile(
              "[A-Z]{2}-[0-9]{3}-[A-Z]|[A-Z]-[0-9]{3}-[A-Z]{2}|[0-9]{1,2}-[A-Z]{2,3}-[0-9]{1,2}")); // NL
  private static final Pattern ANY =
      Pattern.compile("(?=.*[0-9])[A-ZÄÖÜ0-9]{1,8}(?:[ :·.-]{1,2}[A-ZÄÖÜ0-9]{1,6}){0,3}");
  private static final Hint HINT =
      Hint.of(
          "plate plates plateno platenumber licenseplate licenceplate numberplate licenseplatenumber"
              + " vehicleplate registrationplate vehicleregistration vrm kennzeichen"
              + " autokennzeichen kfzkennzeichen immatriculation plaqueimmatriculation matricula"
              + " targa kenteken registreringsnummer nummernschild",
          "thickness steel height boiler tectonic");
  private static final Weighed PLATE = new Weighed("pii.vehicle-plate", "vehicle plate");
  private static final double NEARLY_ALL = 0.95;
  private static final int VALUES_MIN = 5;
  private static final int LENGTH_MAX = 16;

  @Override
  public List<Finding> classify(Candidate candidate) {
    if (!Types.mayBeText(candidate.type())) {
      return List.of();
    }
    var values = candidate.values();
    if (HINT.inName(candidate.path())) {
      return PLATE.named(
          Tally.of(
              values,
              "written like plates",
              value -> value.length() <= LENGTH_MAX && ANY.matcher(value).matches()));
    }
    var mayBe =
        Tally.of(
            values, "", value -> value.length() <= LENGTH_MAX && CheckDigits.digits(value) > 0);
    if (mayBe.ratio() < NEARLY_ALL) {
      return List.of();
    }
    for (var country : COUNTRIES) {
      var tally =
          Tally.of(values, "plates of one country", value -> country.matcher(value).matches());
      if (tally.matching() >= VALUES_MIN && tally.ratio() >= NEARLY_ALL) {
        return PLATE.unnamed(tally, 0.7, NEARLY_ALL);
      }
    }
    return List.of();
  }
}
