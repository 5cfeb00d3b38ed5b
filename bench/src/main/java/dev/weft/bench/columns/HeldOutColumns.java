package dev.weft.bench.columns;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.datafaker.Faker;

/**
 * The part of the set that was written before and not looked at while the classifiers were tuned:
 * other languages, other names of columns, other numbers. The program prints its sums only.
 */
public final class HeldOutColumns {
  private final Random random = new Random(815);
  private final ColumnList list = new ColumnList(random);
  private final Numbers numbers = new Numbers(random);
  private final Faker gb = new Faker(Locale.UK, random);
  private final Faker it = new Faker(Locale.ITALY, random);
  private final Faker nl = new Faker(new Locale("nl"), random);
  private final Faker pl = new Faker(new Locale("pl", "PL"), random);
  private final Faker br = new Faker(new Locale("pt", "BR"), random);
  private final Faker ca = new Faker(Locale.CANADA, random);

  private HeldOutColumns() {}

  public static List<Column> all() {
    var held = new HeldOutColumns();
    held.personal();
    held.numbers();
    held.other();
    held.nothing();
    return held.list.all();
  }

  private void personal() {
    list.add("pii.email", "e_mail_adres", () -> nl.internet().emailAddress())
        .add("pii.email", "owner_contact", () -> br.internet().emailAddress())
        .add(
            "pii.email",
            "feedback",
            () -> "Great. " + it.internet().emailAddress() + " was helpful")
        .add("pii.phone", "celular", () -> br.phoneNumber().cellPhone())
        .add("pii.phone", "telefoon", () -> nl.phoneNumber().phoneNumber())
        .add("pii.phone", "cell_phone", () -> ca.phoneNumber().cellPhone())
        .add("pii.ip", "remote_addr", () -> gb.internet().ipV6Address())
        .add("pii.mac", "bssid", () -> gb.internet().macAddress())
        .add("pii.name", "cognome", () -> it.name().lastName())
        .add("pii.name", "given_name", () -> gb.name().firstName())
        .add("pii.name", "imie", () -> pl.name().firstName())
        .add("pii.name", "voornaam", () -> nl.name().firstName())
        .add("pii.name", "nome_completo", () -> br.name().fullName())
        .add("pii.name", "assignee", () -> gb.name().firstName() + " " + gb.name().lastName())
        .add("pii.name", "signed", () -> it.name().firstName() + " " + it.name().lastName())
        .add("pii.address", "indirizzo", () -> it.address().streetAddress())
        .add("pii.address", "straat", () -> nl.address().streetAddress())
        .add("pii.address", "ship_to", () -> gb.address().streetAddress())
        .add("pii.address", "endereco", () -> br.address().streetAddress())
        .add("pii.birth-date", "data_di_nascita", () -> it.timeAndDate().birthday().toString())
        .add("pii.birth-date", "date_of_birth", () -> gb.timeAndDate().birthday().toString());
  }

  private void numbers() {
    list.add("pii.national-id", "codice_fiscale", numbers::codiceFiscale)
        .add("pii.national-id", "id_soggetto", numbers::codiceFiscale)
        .add("pii.national-id", "cpf", () -> br.cpf().valid())
        .add("pii.national-id", "documento", () -> br.cpf().valid(false))
        .add("pii.national-id", "aadhaar_no", numbers::aadhaar)
        .add("pii.national-id", "kyc_ref", numbers::aadhaar)
        .add("pii.national-id", "num_secu", numbers::nir)
        .add("pii.national-id", "dossier", numbers::nir)
        .add("pii.national-id", "rijksregister", numbers::belgian)
        .add("pii.national-id", "versicherter", numbers::ahv)
        .add("pii.national-id", "identity_no", () -> list.digits(8))
        .add("pii.passport", "passport", () -> list.digits(9))
        .add("pii.passport", "ocr", numbers::mrz)
        .add("pii.tax-number", "cnpj", () -> br.cnpj().valid())
        .add("pii.tax-number", "tax_no", () -> list.digits(10))
        .add("pii.tax-number", "fornecedor", () -> br.cnpj().valid())
        .add(
            "pii.vehicle-plate",
            "targa",
            () -> list.letters(2, "ABCDEFG") + list.digits(3) + list.letters(2, "HJKLMN"))
        .add(
            "pii.vehicle-plate",
            "vehicle_reg",
            () ->
                list.letters(2, "ABCDEFG") + "1" + list.digits(1) + " " + list.letters(3, "HJKLMN"))
        .add("pii.iban", "rekening", () -> nl.finance().iban("NL"))
        .add("pii.iban", "payee_account", () -> it.finance().iban("IT"))
        .add("pii.card", "cc_num", () -> numbers.luhn("51", 16))
        .add(
            "pii.card", "instrument", () -> numbers.luhn("4", 16).replaceAll("(.{4})(?=.)", "$1-"));
  }

  private void other() {
    var base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    list.add("geo.postal-code", "postcode", () -> gb.address().zipCode())
        .add("geo.postal-code", "kod_pocztowy", () -> pl.address().zipCode())
        .add("geo.postal-code", "area", () -> ca.address().zipCode())
        .add(
            "pii.location",
            "gps",
            () ->
                "%d.%s, %d.%s"
                    .formatted(
                        list.between(-89, 89),
                        list.digits(6),
                        list.between(-179, 179),
                        list.digits(6)))
        .add("pii.location", "lng", () -> list.between(-179, 179) + "." + list.digits(6))
        .add("web.url", "homepage", () -> gb.internet().url())
        .add("money.amount", "fee", () -> "£" + list.digits(3) + ".00")
        .add("money.amount", "preco", () -> "R$ " + list.digits(2) + ",90")
        .add("secret.password", "passwd", () -> gb.credentials().password(10, 16))
        .add("secret.key", "client_secret", () -> list.letters(40, base64))
        .add("secret.token", "auth", () -> "glpat-" + list.letters(20, base64))
        .add("pii.iban", "transfer_text", () -> "Rent, " + it.finance().iban("IT") + ", thank you")
        .add(
            "pii.phone",
            "ticket_text",
            () -> "Customer can be reached on +44 7911 " + list.digits(6) + " in the morning.");
  }

  private void nothing() {
    list.no("citta", () -> it.address().city())
        .no("place", () -> gb.address().city())
        .no("provincia", () -> it.address().state())
        .no("firm", () -> nl.company().name())
        .no("employer", () -> gb.company().name())
        .no("industry", () -> gb.company().industry())
        .no("beer", () -> gb.beer().name())
        .no("team", () -> gb.team().name())
        .no("book", () -> gb.book().title())
        .no("publisher", () -> gb.book().publisher())
        .no("medicine", () -> gb.medication().drugName())
        .no("disease", () -> gb.disease().internalDisease())
        .no("vehicle", () -> gb.vehicle().makeAndModel())
        .no("vin", () -> gb.vehicle().vin())
        .no("sku", () -> list.letters(3, "ABCDEF") + "-" + list.digits(5))
        .no("gtin", () -> gb.code().gtin13())
        .no("asin", () -> gb.code().asin())
        .no("account_id", () -> list.digits(8))
        .no("reference", () -> list.digits(12))
        .no("sequence", () -> list.digits(14))
        .no("weight_kg", () -> list.digits(2) + "." + list.digits(1))
        .no("rating", () -> list.between(1, 5) + "")
        .no(
            "valid_until",
            () -> "2027-%02d-%02d".formatted(list.between(1, 12), list.between(1, 28)))
        .no("message_id", () -> gb.internet().uuid())
        .no("commit", () -> list.letters(40, "0123456789abcdef"))
        .no("level", () -> list.pick("INFO", "WARN", "ERROR"))
        .no("event", () -> list.pick("login failed", "page opened", "order placed"))
        .no(
            "log_line",
            () ->
                "GET /api/v"
                    + list.digits(1)
                    + "/orders "
                    + list.digits(3)
                    + " in "
                    + list.digits(2)
                    + " ms");
  }
}
