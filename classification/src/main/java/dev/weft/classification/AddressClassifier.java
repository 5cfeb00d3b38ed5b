package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds where somebody lives, down to the street: {@code pii.address}. Towns, states, countries and
 * postal codes on their own are left alone: they place nobody, and people filter by them.
 */
public final class AddressClassifier implements Classifier {
  private static final Hint HINT =
      Hint.of(
          "address addresses addressline addr street streetname streetaddress housenumber"
              + " residence strasse strassenname anschrift adresse adresszeile wohnadresse hausnummer"
              + " postanschrift lieferadresse rechnungsadresse rue voie domicile direccion calle"
              + " domicilio",
          "email mail emails ip ipv mac web website site wallet crypto bitcoin btc eth ethereum"
              + " memory host server remote client src dst destination peer bind listen proxy contract"
              + " city town ort stadt ville ciudad state region province provincia county bundesland"
              + " country land pays pais zip zipcode postal postcode postalcode plz cp bus register"
              + " latitude longitude lat lon");

  /** Parts of an address that only their parent names: {@code address.line1}. */
  private static final Set<String> PARTS = Hint.words("line text full value formatted");

  private static final Pattern STREET =
      Pattern.compile(
          // 12 Main Street, 4711 N. Elm Ave Apt 3
          "(?i:[0-9]+[a-z]?(?:[-/][0-9]+)?,? .{2,50}\\b(?:street|st|avenue|ave|road|rd|boulevard|blvd"
              + "|lane|ln|drive|dr|way|court|ct|place|pl|square|sq|terrace|parkway|pkwy|highway|hwy"
              + "|circle|cir|trail|close|crescent|row|loop|alley|walk|mews|isle|plaza|ridge|run"
              + "|view|hill|hills|path|pike|route|crossing|gardens?|grove|green|park|port|point"
              + "|manor|island|islands|junction|keys?|knolls?|lakes?|land|mall|meadows?|mills?"
              + "|mount|mountain|neck|orchard|oval|pass|pine|pines|plains?|prairie|radial|ranch"
              + "|rapids?|rest|river|roads|shoals?|shores?|skyway|springs?|spurs?|station|stream"
              + "|streets|summit|throughway|trace|track|trafficway|tunnel|turnpike|underpass|union"
              + "|unions|valley|valleys|via|viaduct|village|ville|vista|walks|wall|well|wells)"
              + "\\b\\.?.*)"
              // 12 Whatever Gateway, Springfield, IL 62704
              + "|(?:.* )?[0-9]+ .{3,80}, [A-Z]{2} [0-9]{5}(?:-[0-9]{4})?"
              // Hauptstrasse 5, Am Ring 12 b
              + "|(?i:(?:\\p{L}|[ .-]){2,40}(?:stra(?:ß|ss)e|str\\.?|weg|platz|allee|gasse|ring|damm"
              + "|ufer|steig|pfad|chaussee|gata|gatan|vej|straat|laan|plein|markt|hof|graben"
              + "|gracht|kade|dijk|singel|steeg|plantsoen|erf|v[äa]gen|gr[äa]nd|gade|veien|all[eé]"
              + "|stien|katu|kuja|polku|utca|[úu]tja|sokak|cadde(?:si)?|ulice"
              + "|n[áa]m[ěe]st[íi])[ ,]+[0-9]+.*)"
              // 5 bis, rue de la Paix
              + "|(?i:[0-9]+ ?(?:bis|ter)?,? (?:rue|avenue|boulevard|place|chemin|all[ée]e|impasse"
              + "|quai|cours|passage|route)\\b.*)"
              // Calle Mayor 5, Via Roma, 12
              + "|(?i:(?:calle|c/|avenida|av\\.|avda\\.?|plaza|paseo|carrera|camino|carretera|rua"
              + "|pra[çc]a|travessa|largo|alameda|rodovia|estrada|via|viale|piazza|corso|vicolo"
              + "|contrada|strada|borgo|salita|frazione|localit[àa]|lungomare|beco|rotunda|quinta|rue|avenue|boulevard"
              + "|ul\\.|ulica|al\\.|aleja|pl\\.|plac|os\\.|osiedle|bulevardul|ulitsa|ул\\.|улица)"
              + " ?.{2,50}[0-9].*)"
              // Anything 5, 80331 Munich; Anything 5, 1011 AB Amsterdam; Anything 5/7, 00-950
              // Warsaw
              + "|[\\p{L}][\\p{L} .'’-]{3,50} [0-9]{1,4} ?[a-zA-Z]?(?:[/-][0-9]{1,4}[a-z]?)?,"
              + " (?:[A-Z]{1,2}-)?(?:[0-9]{4,5}(?: [A-Z]{2})?|[0-9]{2}-[0-9]{3}|[0-9]{3} [0-9]{2}"
              + "|[0-9]{4,5}-[0-9]{3}) \\p{Lu}[\\p{L} .'’()-]+");
  private static final Pattern NO_PLACE = Pattern.compile("(?i)0x[0-9a-f]+|[a-z]+://.*|\\S+@\\S+");
  private static final int LENGTH_MAX = 200;
  private static final Weighed ADDRESS = new Weighed("pii.address", "address");

  @Override
  public List<Finding> classify(Candidate candidate) {
    if (!Types.mayBeText(candidate.type())) {
      return List.of();
    }
    if (HINT.inName(candidate.path()) || isPart(candidate.path())) {
      return ADDRESS.named(
          Tally.of(candidate.values(), "written like one", AddressClassifier::mayBeAddress));
    }
    var streets =
        Tally.of(
            candidate.values(), "written like a street with a number", AddressClassifier::isStreet);
    return ADDRESS.unnamed(streets, 0.9, 0.5);
  }

  private static boolean isStreet(String value) {
    return value.length() <= LENGTH_MAX
        && CheckDigits.digits(value) > 0
        && value.indexOf(' ') > 0
        && STREET.matcher(value).matches();
  }

  private static boolean isPart(String path) {
    return Words.ofField(path).sayAny(PARTS) && HINT.in(Words.ofParents(path));
  }

  /** Words, with or without a number; no code, link or mailbox. */
  private static boolean mayBeAddress(String value) {
    return value.chars().anyMatch(Character::isLetter)
        && value.length() >= 4
        && !NO_PLACE.matcher(value).matches();
  }
}
