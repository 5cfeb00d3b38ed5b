package dev.weft.classification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.IBANValidator;

/**
 * Accounts, cards, numbers of persons and passports. Only stretches of capital letters and digits
 * are looked at closely; a number without much of a check needs its name in the words before it.
 */
final class NumbersInText implements TextScan.Locator {
  /** Groups of digits and capital letters, parted by single signs. */
  private static final Pattern STRETCH =
      Pattern.compile("(?<![A-Za-z0-9])[A-Z0-9]{1,40}(?:[ .+/-][A-Z0-9]{1,40}){0,12}(?![a-z])");

  private static final Pattern IBAN_BEGINS =
      Pattern.compile("(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?= ?[A-Z0-9])");
  private static final Pattern CARD =
      Pattern.compile("(?<![0-9A-Z.-])[0-9]{4}(?:[ -]?[0-9]{2,7}){2,4}(?![0-9A-Z-])");
  private static final Pattern MRZ =
      Pattern.compile("(?m)^[ \\t]{0,20}([A-Z0-9<]{44}|[A-Z0-9<]{36})[ \\t]*$");
  private static final Pattern PASSPORT =
      Pattern.compile(
          "(?i:passport|reisepass|passeport|pasaporte|passaporto)(?i:[ -]?(?:no|nr|number|nummer|num[eé]ro))?"
              + "[.:# ]{1,3}((?=[A-Z]{0,2}[0-9]{2})[A-Z0-9]{6,10})(?![A-Za-z0-9])");
  private static final int DIGITS_MIN = 6;
  private static final int BEFORE = 40;
  private static final double TELLING = 0.01;
  private static final double TELLING_WITH_LETTERS = 0.05;

  private final List<InText> kinds = new ArrayList<>();
  private final IBANValidator ibans = new IBANValidator();

  private record InText(String tag, Identifier identifier, Pattern within) {}

  NumbersInText() {
    NationalIds.ALL.forEach(one -> kinds.add(kind("pii.national-id", one)));
    TaxNumbers.ALL.forEach(one -> kinds.add(kind("pii.tax-number", one)));
  }

  private static InText kind(String tag, Identifier one) {
    // Case as written: the small letters of words are no letters of numbers.
    var within = Pattern.compile("(?<![A-Z0-9.-])(?:" + one.written() + ")(?![A-Z0-9])");
    return new InText(tag, one, within);
  }

  @Override
  public void find(String text, List<Located> found) {
    if (text.indexOf('<') >= 0) {
      var lines = MRZ.matcher(text);
      while (lines.find()) {
        if (PassportClassifier.isLine(lines.group(1))) {
          found.add(at(lines.start(1), lines.end(1), "pii.passport", 0.95, "passports"));
        }
      }
    }
    if (CheckDigits.digits(text) < DIGITS_MIN) {
      return;
    }
    var stretches = STRETCH.matcher(text);
    while (stretches.find()) {
      var stretch = stretches.group();
      if (CheckDigits.digits(stretch) >= DIGITS_MIN) {
        accounts(stretch, stretches.start(), found);
        cards(stretch, stretches.start(), found);
        identifiers(text, stretch, stretches.start(), found);
      }
    }
    ContactsInText.all(PASSPORT, 1, text, "pii.passport", 0.85, "passports", found);
  }

  private void accounts(String stretch, int offset, List<Located> found) {
    var begins = IBAN_BEGINS.matcher(stretch);
    while (begins.find()) {
      var country = ibans.getValidator(stretch.substring(begins.start(), begins.start() + 2));
      if (country == null) {
        continue;
      }
      var bare = new StringBuilder();
      var end = begins.start();
      while (end < stretch.length() && bare.length() < country.getIbanLength()) {
        var c = stretch.charAt(end++);
        if (c != ' ' && c != '-') {
          bare.append(c);
        }
      }
      if (ibans.isValid(bare.toString())) {
        found.add(at(offset + begins.start(), offset + end, "pii.iban", 0.98, "IBANs"));
      }
    }
  }

  private static void cards(String stretch, int offset, List<Located> found) {
    var numbers = CARD.matcher(stretch);
    while (numbers.find()) {
      if (CardClassifier.isCard(numbers.group())) {
        var grouped = numbers.group().indexOf(' ') > 0 || numbers.group().indexOf('-') > 0;
        found.add(
            at(
                offset + numbers.start(),
                offset + numbers.end(),
                "pii.card",
                grouped ? 0.9 : 0.75,
                "card numbers"));
      }
    }
  }

  private void identifiers(String text, String stretch, int offset, List<Located> found) {
    var before = text.substring(Math.max(0, offset - BEFORE), offset).toLowerCase(Locale.ROOT);
    Words words = null;
    for (var kind : kinds) {
      var matcher = kind.within().matcher(stretch);
      while (matcher.find()) {
        var value = matcher.group();
        if (!kind.identifier().rule().test(CheckDigits.bare(value))) {
          continue;
        }
        words =
            words == null ? Words.of(before + " " + stretch.substring(0, matcher.start())) : words;
        var named = words.sayAny(kind.identifier().names());
        if (named || tells(kind.identifier(), value)) {
          found.add(
              at(
                  offset + matcher.start(),
                  offset + matcher.end(),
                  kind.tag(),
                  named ? 0.93 : 0.82,
                  kind.identifier().plural()));
        }
      }
    }
  }

  private static boolean tells(Identifier identifier, String value) {
    return identifier.chance() <= TELLING
        || (identifier.chance() <= TELLING_WITH_LETTERS
            && value.chars().anyMatch(Character::isLetter));
  }

  private static Located at(int start, int end, String tag, double confidence, String noun) {
    return new Located(tag, start, end - start, confidence, noun);
  }
}
