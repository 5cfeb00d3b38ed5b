package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds dates of birth: {@code pii.birth-date}. A date of birth looks like any other date, so only
 * the name can tell it.
 */
public final class BirthDateClassifier implements Classifier {
  private static final String YEAR = "(?:18[89]|19[0-9]|20[0-9])[0-9]";
  private static final Pattern DATE =
      Pattern.compile(
          YEAR
              + "(?:[-/.]?[01]?[0-9][-/.]?[0-3]?[0-9](?:[T ].*)?)?"
              + "|[0-3]?[0-9][-/. ][0-3]?[0-9][-/. ](?:"
              + YEAR
              + "|[0-9]{2})(?: .*)?"
              + "|(?:[0-3]?[0-9]\\.? )?\\p{L}{3,9}\\.? (?:[0-3]?[0-9], ?)?"
              + YEAR
              + "|-?[0-9]{1,13}"); // days or milliseconds since 1970
  private static final Hint HINT =
      Hint.of(
          "birthdate dateofbirth dob birthday birthdt dateborn bornon bornat yearofbirth birthyear"
              + " geburtsdatum geburtstag gebdatum gebdat geburtsjahr datedenaissance datenaissance"
              + " naissance anneenaissance fechadenacimiento fechanacimiento nacimiento fnac",
          "place city country town ort lieu lugar pays pais ville certificate weight rate card"
              + " cards gift discount party reminder name");
  private static final Weighed BIRTH = new Weighed("pii.birth-date", "date of birth");

  @Override
  public List<Finding> classify(Candidate candidate) {
    return HINT.inName(candidate.path()) && Types.mayBeDate(candidate.type())
        ? BIRTH.named(Tally.of(candidate.values(), "dates", value -> DATE.matcher(value).matches()))
        : List.of();
  }
}
