package dev.weft.classification;

import static dev.weft.classification.CheckDigits.digit;
import static dev.weft.classification.CheckDigits.luhn;
import static dev.weft.classification.CheckDigits.mod11And10;
import static dev.weft.classification.CheckDigits.weighed;

import java.util.List;

/**
 * Numbers under which people and firms pay taxes, which for a sole trader name a person. Forms of
 * the European Commission's list for VIES; check digits by the rules of each country's authority.
 */
final class TaxNumbers {
  static final List<Identifier> ALL =
      List.of(
          Identifier.of(
              "German VAT numbers",
              "ustid ustidnr umsatzsteuerid vatid vatnumber vatno",
              "DE ?[1-9][0-9]{2} ?[0-9]{3} ?[0-9]{3}",
              0.01,
              id -> mod11And10(id.substring(2))),
          Identifier.of(
              "French VAT numbers",
              "tva numerotva tvaintracommunautaire",
              "FR ?[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}",
              0.01,
              id -> frenchVat(id.substring(2))),
          Identifier.of(
              "Italian VAT numbers",
              "partitaiva piva",
              "(?:IT ?)?[0-9]{11}",
              0.1,
              id -> luhn(id.replace("IT", ""))),
          Identifier.of(
              "Polish NIP numbers",
              "nip numernip",
              "(?:PL ?)?[0-9]{3}-?[0-9]{2,3}-?[0-9]{2}-?[0-9]{2,3}",
              0.1,
              id -> nip(id.replace("PL", ""))),
          Identifier.of(
              "Belgian VAT numbers",
              "btw btwnummer btwnr",
              "BE ?[01][0-9]{3}\\.?[0-9]{3}\\.?[0-9]{3}",
              0.01,
              id ->
                  97 - Integer.parseInt(id.substring(2, 10)) % 97
                      == Integer.parseInt(id.substring(10))),
          Identifier.of(
              "VAT numbers",
              "uidnummer vatregistration taxregistration",
              "(?:ATU[0-9]{8}|NL[0-9]{9}B[0-9]{2}|GB ?[0-9]{9}|DK[0-9]{8}|SE[0-9]{10}01|FI[0-9]{8}"
                  + "|IE[0-9][A-Z0-9+*][0-9]{5}[A-Z]{1,2}|ES[A-Z0-9][0-9]{7}[A-Z0-9]|PT[0-9]{9}"
                  + "|LU[0-9]{8}|CZ[0-9]{8,10}|CHE-?[0-9]{3}\\.?[0-9]{3}\\.?[0-9]{3}(?: ?MWST)?)",
              0.02,
              id -> true),
          Identifier.of(
              "Brazilian CNPJ numbers",
              "cnpj",
              "[0-9]{2}\\.?[0-9]{3}\\.?[0-9]{3}/?[0-9]{4}-?[0-9]{2}",
              0.01,
              TaxNumbers::cnpj),
          Identifier.of(
              "Portuguese NIF numbers",
              "contribuinte numerodecontribuinte",
              "[1-35689][0-9]{2} ?[0-9]{3} ?[0-9]{3}",
              0.1,
              id -> (11 - weighed(id, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11 % 10 == digit(id, 8)),
          Identifier.of(
              "US taxpayer numbers",
              "itin tin taxpayerid taxpayeridentification taxpayeridentificationnumber",
              "9[0-9]{2}-(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])-[0-9]{4}",
              0.05,
              id -> true),
          Identifier.of(
              "tax numbers",
              "taxid taxnumber taxno taxnr taxidnumber taxfilenumber tfn ein utr steuernummer steuernr"
                  + " numerofiscal identifiantfiscal nif abn",
              "[0-9]{2}-[0-9]{7}|[0-9]{2,5}[/ ][0-9]{3,5}[/ ][0-9]{3,5}|(?=.*[0-9]{3})[A-Z0-9 ./-]{8,17}",
              1,
              id -> true));

  private TaxNumbers() {}

  private static boolean frenchVat(String id) {
    var siren = id.substring(2);
    return luhn(siren)
        && (12 + 3 * (Integer.parseInt(siren) % 97)) % 97 == Integer.parseInt(id.substring(0, 2));
  }

  private static boolean nip(String id) {
    return id.length() == 10 && weighed(id, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == digit(id, 9);
  }

  private static boolean cnpj(String id) {
    var first = weighed(id, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    var second = weighed(id, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return id.chars().distinct().count() > 1
        && (first < 2 ? 0 : 11 - first) == digit(id, 12)
        && (second < 2 ? 0 : 11 - second) == digit(id, 13);
  }
}
