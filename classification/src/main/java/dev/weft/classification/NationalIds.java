package dev.weft.classification;

import static dev.weft.classification.CheckDigits.date;
import static dev.weft.classification.CheckDigits.digit;
import static dev.weft.classification.CheckDigits.luhn;
import static dev.weft.classification.CheckDigits.mod11And10;
import static dev.weft.classification.CheckDigits.weighed;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.checkdigit.VerhoeffCheckDigit;

/**
 * The numbers by which states know persons. The rules are those that the authorities publish, named
 * at each; where a number has no check digit its form and reserved ranges are all there is.
 */
final class NationalIds {
  private static final String BIRTH = "[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])";
  private static final Set<String> NINO_NEVER = Set.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ");
  private static final Pattern NINO_PREFIX =
      Pattern.compile("[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z].*");

  static final List<Identifier> ALL =
      List.of(
          // Social Security Administration, POMS RM 10201.035: numbers never assigned.
          Identifier.of(
              "US social security numbers",
              "ssn socialsecuritynumber socialsecurity socialsecurityno",
              "(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}",
              0.01,
              id -> true),
          // The same without its gaps could be any nine digits.
          Identifier.of(
              "US social security numbers",
              "ssn socialsecuritynumber socialsecurity socialsecurityno",
              "(?!000|666|9)[0-9]{3} ?(?!00)[0-9]{2} ?(?!0000)[0-9]{4}",
              1,
              id -> true),
          // HM Revenue & Customs, NIM39110: format and prefixes not used.
          Identifier.of(
              "UK national insurance numbers",
              "nino nationalinsurance nationalinsurancenumber insurancenumber",
              "[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]",
              0.05,
              id -> NINO_PREFIX.matcher(id).matches() && !NINO_NEVER.contains(id.substring(0, 2))),
          // Bundeszentralamt fuer Steuern: one digit twice or thrice, ISO 7064 MOD 11,10.
          Identifier.of(
              "German tax identification numbers",
              "steuerid steueridnr steueridentifikationsnummer idnr identifikationsnummer steueridentnr",
              "[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}",
              0.03,
              id -> oneDigitRepeats(id) && mod11And10(id)),
          // INSEE: key = 97 - number mod 97; Corsica's 2A and 2B count as 19 and 18.
          Identifier.of(
              "French NIR numbers",
              "nir nirnumber insee numeroinsee securitesociale numerosecuritesociale numsecu nss",
              "[1-478] ?[0-9]{2} ?[0-9]{2} ?(?:[0-9]{2}|2[AB]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}",
              0.01,
              NationalIds::nir),
          // Ministero delle Finanze, decree of 23 December 1976: check letter.
          Identifier.of(
              "Italian codici fiscali",
              "codicefiscale cf codfiscale codfisc fiscalcode",
              "[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]",
              1e-4,
              NationalIds::codiceFiscale),
          // Ministerio del Interior: letter by the number modulo 23.
          Identifier.of(
              "Spanish DNI and NIE numbers",
              "dni nie documentonacionalidentidad dninie nif numerodni",
              "(?:[0-9]{2}\\.?[0-9]{3}\\.?[0-9]{3}|[XYZ]-?[0-9]{7})[ -]?[A-Z]",
              0.04,
              NationalIds::dni),
          // Rijksdienst voor Identiteitsgegevens: the eleven test.
          Identifier.of(
              "Dutch BSN numbers",
              "bsn burgerservicenummer sofinummer sofi",
              "[0-9]{4}[. ]?[0-9]{2}[. ]?[0-9]{3}|[0-9]{3}[. ][0-9]{3}[. ][0-9]{3}",
              0.1,
              id -> !id.equals("000000000") && bsn(id)),
          // Ministerstwo Cyfryzacji: weights 1, 3, 7, 9; the month tells the century.
          Identifier.of(
              "Polish PESEL numbers",
              "pesel numerpesel nrpesel",
              "[0-9]{11}",
              0.03,
              id ->
                  date(mod(id.substring(2, 4), 20), id.substring(4, 6))
                      && (weighed(id, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) + digit(id, 10)) % 10 == 0),
          // Skatteverket, SKV 704: Luhn over ten digits; 60 is added to the day of coordination
          // numbers.
          Identifier.of(
              "Swedish personal identity numbers",
              "personnummer personnr persnr samordningsnummer",
              "(?:19|20)?[0-9]{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278][0-9]|[39][01])[-+]?[0-9]{4}",
              0.05,
              id -> luhn(last(id.replace("+", ""), 10))),
          // Receita Federal: two check digits modulo 11.
          Identifier.of(
              "Brazilian CPF numbers",
              "cpf cadastropessoafisica numerocpf cpfcliente",
              "[0-9]{3}\\.?[0-9]{3}\\.?[0-9]{3}-?[0-9]{2}",
              0.01,
              NationalIds::cpf),
          // Unique Identification Authority of India: Verhoeff; never begins with 0 or 1.
          Identifier.of(
              "Indian Aadhaar numbers",
              "aadhaar aadhar aadhaarnumber aadharnumber aadhaarno uidai",
              "[2-9][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}",
              0.1,
              VerhoeffCheckDigit.VERHOEFF_CHECK_DIGIT::isValid),
          // GB 11643-1999: date of birth, ISO 7064 MOD 11-2.
          Identifier.of(
              "Chinese resident identity numbers",
              "residentid shenfenzheng residentidentity chineseid",
              "[1-9][0-9]{5}(?:19|20)" + BIRTH + "[0-9]{3}[0-9X]",
              0.001,
              CheckDigits::mod11And2),
          // Identification Act 68 of 1997: date of birth, Luhn.
          Identifier.of(
              "South African identity numbers",
              "rsaid saidnumber southafricanid",
              BIRTH + " ?[0-9]{4} ?[01][0-9]{2}",
              0.01,
              CheckDigits::luhn),
          // Digi- ja vaestotietovirasto: the character by the number modulo 31.
          Identifier.of(
              "Finnish personal identity codes",
              "hetu henkilotunnus",
              "(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}[-+A-FU-Y][0-9]{3}[0-9A-Y]",
              0.005,
              NationalIds::hetu),
          // Royal decree of 3 April 1984: 97 - number mod 97, with a 2 before it from 2000 on.
          Identifier.of(
              "Belgian national register numbers",
              "rijksregisternummer registrenational niss insz nrn",
              "[0-9]{2}[. ]?[0-9]{2}[. ]?[0-9]{2}[- ]?[0-9]{3}[. ]?[0-9]{2}",
              0.003,
              NationalIds::belgian),
          // Skatteetaten: two check digits modulo 11; 40 is added to the day of D-numbers.
          Identifier.of(
              "Norwegian birth numbers",
              "fodselsnummer fnr dnummer fodselsnr",
              "[0-7][0-9](?:0[1-9]|1[0-2])[0-9]{2} ?[0-9]{5}",
              0.005,
              id ->
                  weighed(id, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
                      && weighed(id, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0),
          // CPR-kontoret: no check digit since 2007.
          Identifier.of(
              "Danish CPR numbers",
              "cpr cprnummer cprnr personnummerdk",
              "(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}-[0-9]{4}",
              0.03,
              id -> true),
          // Law 105/1996, decision 64/2011: weights 279146358279.
          Identifier.of(
              "Romanian CNP numbers",
              "cnp codnumericpersonal",
              "[1-9]" + BIRTH + "[0-9]{6}",
              0.01,
              id -> weighed(id, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11 % 10 == digit(id, 12)),
          // GRAO: weights 2, 4, 8, 5, 10, 9, 7, 3, 6.
          Identifier.of(
              "Bulgarian EGN numbers",
              "egn edinengrazhdanskinomer",
              "[0-9]{10}",
              0.03,
              id ->
                  date(mod(id.substring(2, 4), 20), id.substring(4, 6))
                      && weighed(id, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 == digit(id, 9)),
          // EVS 585:2007, and the same in Lithuania.
          Identifier.of(
              "Estonian and Lithuanian personal codes",
              "isikukood asmenskodas",
              "[1-8]" + BIRTH + "[0-9]{4}",
              0.01,
              NationalIds::baltic),
          // Zentrale Ausgleichsstelle: country code 756, EAN-13.
          Identifier.of(
              "Swiss AHV numbers",
              "ahv ahvnummer ahvnr avs numeroavs sozialversicherungsnummer",
              "756\\.?[0-9]{4}\\.?[0-9]{4}\\.?[0-9]{2}",
              1e-4,
              CheckDigits::ean13),
          // Canada Revenue Agency: Luhn; so have many nine digits, so the name must tell.
          Identifier.of(
              "Canadian social insurance numbers",
              "sin socialinsurance socialinsurancenumber sinnumber",
              "[1-79][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3}",
              1,
              CheckDigits::luhn),
          // RENAPO: eighteen characters, check digit over an alphabet of 37.
          Identifier.of(
              "Mexican CURP codes",
              "curp clavecurp",
              "[A-Z][AEIOUX][A-Z]{2}" + BIRTH + "[HMX][A-Z]{5}[0-9A-Z][0-9]",
              1e-4,
              id -> true));

  private NationalIds() {}

  private static boolean oneDigitRepeats(String id) {
    var counts = new int[10];
    for (var i = 0; i < 10; i++) {
      counts[digit(id, i)]++;
    }
    var repeated = 0;
    for (var count : counts) {
      repeated += count > 1 ? 1 : 0;
      if (count > 3) {
        return false;
      }
    }
    return repeated == 1;
  }

  private static boolean nir(String id) {
    var number = id.substring(0, 13).replace("2A", "19").replace("2B", "18");
    var month = Integer.parseInt(id.substring(3, 5));
    return number.chars().allMatch(Character::isDigit)
        && ((month >= 1 && month <= 12) || month >= 20)
        && 97 - Long.parseLong(number) % 97 == Integer.parseInt(id.substring(13));
  }

  private static boolean codiceFiscale(String id) {
    var odd =
        new int[] {
          1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
          23
        };
    var sum = 0;
    for (var i = 0; i < 15; i++) {
      var c = id.charAt(i);
      var value = Character.isDigit(c) ? c - '0' : c - 'A';
      sum += i % 2 == 0 ? odd[value] : value;
    }
    return id.charAt(15) == (char) ('A' + sum % 26);
  }

  private static boolean dni(String id) {
    var first = "XYZ".indexOf(id.charAt(0));
    var number = (first < 0 ? id.substring(0, 1) : "" + first) + id.substring(1, id.length() - 1);
    return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(number) % 23)
        == id.charAt(id.length() - 1);
  }

  private static boolean bsn(String id) {
    return (weighed(id, 9, 8, 7, 6, 5, 4, 3, 2) - digit(id, 8)) % 11 == 0;
  }

  private static boolean cpf(String id) {
    if (id.chars().distinct().count() == 1) {
      return false;
    }
    var first = weighed(id, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
    var second = weighed(id, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
    return first == digit(id, 9) && second == digit(id, 10);
  }

  private static boolean hetu(String id) {
    // The sign of the century may have been a minus, which is gone as a gap.
    var digits = id.substring(0, 6) + id.substring(id.length() - 4, id.length() - 1);
    return digits.chars().allMatch(Character::isDigit)
        && "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt(Integer.parseInt(digits) % 31)
            == id.charAt(id.length() - 1);
  }

  private static boolean belgian(String id) {
    var number = new BigInteger(id.substring(0, 9)).longValue();
    var check = Integer.parseInt(id.substring(9));
    return date(mod(id.substring(2, 4), 20), id.substring(4, 6))
        && (97 - number % 97 == check || 97 - (2_000_000_000L + number) % 97 == check);
  }

  private static boolean baltic(String id) {
    var first = weighed(id, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
    var check = first < 10 ? first : weighed(id, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10;
    return check == digit(id, 10);
  }

  /** A month to which a multiple of {@code step} was added for the century. */
  private static String mod(String month, int step) {
    return String.format(Locale.ROOT, "%02d", Integer.parseInt(month) % step);
  }

  private static String last(String text, int length) {
    return text.substring(text.length() - length);
  }
}
