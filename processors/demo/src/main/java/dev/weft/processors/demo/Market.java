package dev.weft.processors.demo;

import java.util.List;
import java.util.Locale;

/**
 * A country in which the bank does business.
 *
 * @param code ISO 3166-1 alpha-2
 * @param bank the bank's own code within an IBAN of this country
 * @param accountDigits how many digits of an IBAN follow the bank code
 * @param mobile how mobile numbers begin, in international form
 * @param mobileDigits how many digits follow
 */
record Market(
    String country,
    String code,
    String region,
    Locale locale,
    String currency,
    String bank,
    int accountDigits,
    String mobile,
    int mobileDigits) {

  static final List<Market> ALL =
      List.of(
          market("Germany", "DE", "Central", "de-DE", "EUR", "10010010", 10, "+49151", 8),
          market("Austria", "AT", "Central", "de-AT", "EUR", "20111", 11, "+43664", 7),
          market("Switzerland", "CH", "Central", "de-CH", "CHF", "00762", 12, "+4179", 7),
          market("France", "FR", "West", "fr-FR", "EUR", "2004101005", 13, "+336", 8),
          market("Netherlands", "NL", "West", "nl-NL", "EUR", "WEFT", 10, "+316", 8),
          market("Spain", "ES", "South", "es-ES", "EUR", "21000418", 12, "+346", 8),
          market("Italy", "IT", "South", "it-IT", "EUR", "X0542811101", 12, "+39347", 7),
          market("Sweden", "SE", "North", "sv-SE", "SEK", "50000", 15, "+4670", 7));

  private static Market market(
      String country,
      String code,
      String region,
      String locale,
      String currency,
      String bank,
      int accountDigits,
      String mobile,
      int mobileDigits) {
    return new Market(
        country,
        code,
        region,
        Locale.forLanguageTag(locale),
        currency,
        bank,
        accountDigits,
        mobile,
        mobileDigits);
  }

  /** An IBAN of the right length for the country, with valid check digits. */
  String iban(Dice dice) {
    var account = bank + dice.digits(accountDigits);
    var check = 98 - remainder(account + code + "00");
    return code + (check < 10 ? "0" : "") + check + account;
  }

  /** ISO 7064, MOD 97-10, with letters as two digits. */
  private static int remainder(String text) {
    var remainder = 0L;
    for (var i = 0; i < text.length(); i++) {
      var value = Character.digit(text.charAt(i), 36);
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    return (int) remainder;
  }

  String phone(Dice dice) {
    return mobile + dice.between(1, 10) + dice.digits(mobileDigits - 1);
  }
}
