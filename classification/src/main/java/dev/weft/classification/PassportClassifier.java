package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds passports: {@code pii.passport}. Numbers need the name, for every country has another form;
 * the lines that machines read, with their check digits, tell by themselves (ICAO Doc 9303, parts 4
 * to 6).
 */
public final class PassportClassifier implements Classifier {
  private static final Pattern NUMBER = Pattern.compile("(?=(?:.*[0-9]){4})[A-Z0-9]{6,10}");
  private static final Pattern NAMES =
      Pattern.compile("[PIACV][A-Z<][A-Z]{1,3}<{0,2}[A-Z<]{25,39}");
  private static final Hint HINT =
      new Hint(
          Hint.words(
              "passport passportnumber passportno passportnr passportnum reisepass reisepassnummer"
                  + " passnummer passnr passeport numeropasseport pasaporte numeropasaporte"
                  + " passaporto mrz traveldocument traveldocumentnumber"),
          Hint.words(
              "country type issued issue issuer expiry expires expiration valid status verified flag"
                  + " has is count authority hash url"));
  private static final Weighed PASSPORT = new Weighed("pii.passport", "passport");

  @Override
  public List<Finding> classify(Candidate candidate) {
    if (!Types.mayBeDigits(candidate.type())) {
      return List.of();
    }
    var lines =
        Tally.of(candidate.values(), "lines that machines read", PassportClassifier::isLine);
    if (HINT.inName(candidate.path())) {
      return PASSPORT.named(
          lines.ratio() > 0.5
              ? lines
              : Tally.of(
                  candidate.values(), "as passport numbers are", PassportClassifier::isNumber));
    }
    return PASSPORT.unnamed(lines, 0.97, 0.5);
  }

  private static boolean isNumber(String value) {
    return value.length() <= 14 && NUMBER.matcher(CheckDigits.bare(value)).matches();
  }

  /** One line, or two of which the second tells: number, birth and expiry each with its digit. */
  static boolean isLine(String value) {
    var text = value.strip();
    var end = text.lastIndexOf('\n');
    var line = end < 0 ? text : text.substring(end + 1).strip();
    if (line.length() == 88) {
      line = line.substring(44);
    }
    return (line.length() == 44 || line.length() == 36)
        && ((NAMES.matcher(line).matches() && line.contains("<<")) || isSecond(line));
  }

  private static boolean isSecond(String line) {
    return line.chars().allMatch(c -> c == '<' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
        && CheckDigits.icao(line.substring(0, 9), line.charAt(9))
        && CheckDigits.icao(line.substring(13, 19), line.charAt(19))
        && CheckDigits.icao(line.substring(21, 27), line.charAt(27));
  }
}
