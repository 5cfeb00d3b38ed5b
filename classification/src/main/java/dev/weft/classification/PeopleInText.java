package dev.weft.classification;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of people, streets with a number, and dates of birth that are said to be some. */
final class PeopleInText implements TextScan.Locator {
  private static final Pattern TWO_NAMES =
      Pattern.compile(
          "(?<![\\p{L}.'-])(\\p{Lu}[\\p{L}'’-]{1,20}) ((?:\\p{Lu}\\. )?\\p{Lu}[\\p{L}'’-]{1,25})(?![\\p{L}'-])");
  private static final Pattern TITLED =
      Pattern.compile(
          "(?<!\\p{L})(?:Mr|Mrs|Ms|Mme|Sra|Sig|Dr|Prof)\\.? (\\p{Lu}[\\p{L}'’-]{1,25}(?: \\p{Lu}[\\p{L}'’-]{1,25})?)"
              + "|(?<!\\p{L})(?:Herrn?|Frau|Monsieur|Madame|Señora?|Signora?) (\\p{Lu}[\\p{L}'’-]{1,25})");
  private static final Pattern STREET =
      Pattern.compile(
          "(?<![\\p{L}0-9.])(?:"
              + "[1-9][0-9]{0,4}[a-z]?,? (?:[NSEW]\\.? )?(?:\\p{Lu}[\\p{L}'’]{1,20} ){1,3}(?:Street|St\\.|Avenue|Ave|Road|Rd|Lane|Ln"
              + "|Drive|Boulevard|Blvd|Court|Terrace|Parkway|Highway|Crescent|Close|Square)(?!\\p{L})"
              + "|\\p{Lu}[\\p{L}-]{1,30}(?:straße|strasse|str\\.|weg|platz|allee|gasse|ufer|damm|straat|laan|gatan|vej) [1-9][0-9]{0,3}[a-z]?(?!\\p{L})"
              + "|(?:\\p{Lu}[\\p{L}-]{1,20}[ -]){1,3}(?:Straße|Strasse|Str\\.|Weg|Platz|Allee|Ring) [1-9][0-9]{0,3}[a-z]?(?!\\p{L})"
              + "|[1-9][0-9]{0,3}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|chemin|impasse|allée|quai) (?:de la |de l'|du |des |de )?\\p{Lu}[\\p{L}'’-]{1,25}"
              + "|(?:Calle|Avenida|Avda\\.|Plaza|Paseo|Rua|Via|Viale|Piazza|Corso) (?:de la |de los |del |de |da |dei |delle )?"
              + "\\p{Lu}[\\p{L}'’-]{1,25}(?: \\p{Lu}[\\p{L}'’-]{1,25})?,? (?:n[.º°] ?)?[1-9][0-9]{0,3}(?![0-9\\p{L}]))");
  private static final Pattern BORN =
      Pattern.compile(
          "(?i)\\b(?:born(?: on)?|date of birth|birth ?date|dob|geboren(?: am)?|geb\\.|geburtsdatum|n[ée]e? le|nacid[oa] el)[: ]{1,3}"
              + "((?:[0-9]{1,4}[-/. ]{1,2}(?:[0-9]{1,2}|\\p{L}{3,9})[-/. ]{1,2}[0-9]{2,4})|\\p{L}{3,9} [0-9]{1,2},? [0-9]{4})");

  private static final String[] STREET_WORDS = {
    "Street",
    "St.",
    "Ave",
    "Road",
    "Rd",
    "Lane",
    "Ln",
    "Drive",
    "Boulevard",
    "Blvd",
    "Court",
    "Terrace",
    "Parkway",
    "Highway",
    "Crescent",
    "Close",
    "Square",
    "stra",
    "str.",
    "Str",
    "weg",
    "Weg",
    "platz",
    "Platz",
    "llee",
    "gasse",
    "ufer",
    "damm",
    "laan",
    "gatan",
    "vej",
    "Ring",
    "rue ",
    "avenue ",
    "boulevard ",
    "place ",
    "chemin ",
    "impasse ",
    "allée ",
    "quai ",
    "Calle",
    "Avda",
    "Plaza",
    "Paseo",
    "Rua",
    "Via",
    "Piazza",
    "Corso"
  };
  private static final String[] BIRTH_WORDS = {
    "born", "birth", "dob", "geb", "née ", "né le", "nee le", "ne le", "nacid"
  };

  private final NameLists names = NameLists.COMMON;

  @Override
  public void find(String text, List<Located> found) {
    var pairs = TWO_NAMES.matcher(text);
    var from = 0;
    while (pairs.find(from)) {
      if (names.isGiven(pairs.group(1)) && names.isFamily(pairs.group(2))) {
        found.add(
            new Located(
                "pii.name", pairs.start(), pairs.end() - pairs.start(), 0.75, "names of people"));
        from = pairs.end();
      } else {
        from = pairs.end(1);
      }
    }
    titled(text, found);
    if (text.chars().anyMatch(Character::isDigit)) {
      if (mentions(text, STREET_WORDS)) {
        ContactsInText.all(STREET, 0, text, "pii.address", 0.8, "streets with a number", found);
      }
      if (mentions(text.toLowerCase(Locale.ROOT), BIRTH_WORDS)) {
        ContactsInText.all(BORN, 1, text, "pii.birth-date", 0.9, "dates of birth", found);
      }
    }
  }

  /** A cheap look that spares most texts the patterns. */
  private static boolean mentions(String text, String[] words) {
    for (var word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static void titled(String text, List<Located> found) {
    var matcher = TITLED.matcher(text);
    while (matcher.find()) {
      var group = matcher.group(1) == null ? 2 : 1;
      found.add(
          new Located(
              "pii.name",
              matcher.start(group),
              matcher.end(group) - matcher.start(group),
              0.75,
              "names of people"));
    }
  }
}
