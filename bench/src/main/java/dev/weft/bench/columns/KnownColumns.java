package dev.weft.bench.columns;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.datafaker.Faker;

/** The part of the set that may be looked at while the classifiers are tuned. */
public final class KnownColumns {
  private final Random random = new Random(4711);
  private final ColumnList list = new ColumnList(random);
  private final Numbers numbers = new Numbers(random);
  private final Faker us = new Faker(Locale.US, random);
  private final Faker de = new Faker(Locale.GERMANY, random);
  private final Faker fr = new Faker(Locale.FRANCE, random);
  private final Faker es = new Faker(new Locale("es"), random);
  private final Faker pl = new Faker(new Locale("pl", "PL"), random);
  private final Faker sv = new Faker(new Locale("sv", "SE"), random);

  private KnownColumns() {}

  public static List<Column> all() {
    var known = new KnownColumns();
    known.contacts();
    known.people();
    known.ids();
    known.money();
    known.places();
    known.secrets();
    known.texts();
    known.alike();
    known.ordinary();
    return known.list.all();
  }

  private void contacts() {
    list.add("pii.email", "email", () -> us.internet().emailAddress())
        .add("pii.email", "kontakt_mail", () -> de.internet().emailAddress())
        .add("pii.email", "correo", () -> es.internet().emailAddress())
        .add("pii.email", "login", () -> fr.internet().emailAddress())
        .add("pii.phone", "phone", () -> us.phoneNumber().phoneNumber())
        .add("pii.phone", "telefonnummer", () -> de.phoneNumber().phoneNumber())
        .add("pii.phone", "mobile_no", () -> fr.phoneNumber().cellPhone())
        .add("pii.phone", "fax", () -> "+49 711 " + list.digits(6))
        .add("pii.phone", "reach_at", () -> "+4479" + list.digits(8))
        .add("pii.ip", "client_ip", () -> us.internet().ipV4Address())
        .add("pii.ip", "peer", () -> us.internet().ipV6Address())
        .add("pii.mac", "mac_address", () -> us.internet().macAddress())
        .add("pii.mac", "wifi", () -> us.internet().macAddress().toUpperCase(Locale.ROOT))
        .add("web.url", "website", () -> us.internet().url())
        .add(
            "web.url",
            "source",
            () -> "https://" + de.internet().domainName() + "/a?b=" + list.digits(3));
  }

  private void people() {
    list.add("pii.name", "first_name", () -> us.name().firstName())
        .add("pii.name", "nachname", () -> de.name().lastName())
        .add("pii.name", "prenom", () -> fr.name().firstName())
        .add("pii.name", "apellidos", () -> es.name().lastName())
        .add("pii.name", "full_name", () -> us.name().fullName())
        .add("pii.name", "kontoinhaber", () -> de.name().fullName())
        .add("pii.name", "handled_by", () -> us.name().firstName() + " " + us.name().lastName())
        .add("pii.name", "customer", () -> sv.name().firstName() + " " + sv.name().lastName())
        .add("pii.birth-date", "birth_date", () -> us.timeAndDate().birthday().toString())
        .add(
            "pii.birth-date",
            "geburtsdatum",
            () ->
                "%02d.%02d.19%s"
                    .formatted(list.between(1, 28), list.between(1, 12), list.digits(2)))
        .add(
            "pii.birth-date",
            "dob",
            () ->
                "%02d/%02d/%d"
                    .formatted(list.between(1, 12), list.between(1, 28), list.between(1940, 2008)));
  }

  private void ids() {
    list.add("pii.national-id", "ssn", () -> us.idNumber().ssnValid())
        .add("pii.national-id", "identifier", () -> us.idNumber().ssnValid())
        .add("pii.national-id", "nino", numbers::nino)
        .add("pii.national-id", "ni_ref", numbers::nino)
        .add("pii.national-id", "steuer_id", numbers::steuerId)
        .add("pii.national-id", "kennung", numbers::steuerId)
        .add("pii.national-id", "dni", numbers::dni)
        .add("pii.national-id", "documento", numbers::dni)
        .add("pii.national-id", "bsn", numbers::bsn)
        .add("pii.national-id", "nummer", numbers::bsn)
        .add("pii.national-id", "pesel", () -> pl.idNumber().valid())
        .add("pii.national-id", "numer", () -> pl.idNumber().valid())
        .add("pii.national-id", "personnummer", () -> sv.idNumber().valid())
        .add("pii.national-id", "national_id", () -> list.digits(3) + "/" + list.digits(6))
        .add("pii.passport", "passport_no", () -> list.letters(1, "CFGHJK") + list.digits(8))
        .add("pii.passport", "reisepass", () -> list.letters(2, "LMNPRT") + list.digits(7))
        .add("pii.passport", "scan", numbers::mrz)
        .add("pii.tax-number", "vat_id", () -> "DE" + list.digits(9))
        .add(
            "pii.tax-number",
            "steuernummer",
            () -> list.digits(3) + "/" + list.digits(3) + "/" + list.digits(5))
        .add("pii.tax-number", "ein", () -> list.digits(2) + "-" + list.digits(7))
        .add("pii.vehicle-plate", "kennzeichen", () -> de.vehicle().licensePlate())
        .add("pii.vehicle-plate", "license_plate", () -> us.vehicle().licensePlate());
  }

  private void money() {
    list.add("pii.iban", "iban", () -> us.finance().iban("DE"))
        .add("pii.iban", "konto", () -> us.finance().iban("FR"))
        .add(
            "pii.iban",
            "counterparty",
            () -> us.finance().iban("GB").replaceAll("(.{4})(?=.)", "$1 "))
        .add("pii.card", "card_number", () -> us.finance().creditCard())
        .add("pii.card", "payment_ref", () -> numbers.luhn("4", 16))
        .add("pii.card", "pan", () -> numbers.luhn("37", 15))
        .add("money.amount", "price", () -> "$" + list.digits(2) + "." + list.digits(2))
        .add("money.amount", "betrag", () -> list.digits(1) + "." + list.digits(3) + ",50 EUR")
        .add("money.amount", "total", () -> list.pick("USD", "CHF", "EUR") + " " + list.digits(4));
  }

  private void places() {
    list.add("pii.address", "address", () -> us.address().streetAddress())
        .add("pii.address", "strasse", () -> de.address().streetAddress())
        .add("pii.address", "deliver_to", () -> us.address().fullAddress())
        .add("pii.address", "lieferung", () -> de.address().streetAddress())
        .add("pii.address", "adresse", () -> fr.address().streetAddress())
        .add("pii.address", "envio", () -> es.address().streetAddress())
        .add("geo.postal-code", "zip", () -> us.address().zipCode())
        .add("geo.postal-code", "plz", () -> de.address().zipCode())
        .add("geo.postal-code", "code_postal", () -> fr.address().zipCode())
        .add("pii.location", "lat", () -> us.address().latitude().replace(',', '.'))
        .add("pii.location", "longitude", () -> us.address().longitude().replace(',', '.'))
        .add("pii.location", "position", () -> us.address().latLon().replace(" ", ""))
        .add(
            "pii.location",
            "geom",
            () ->
                "POINT(%d.%s %d.%s)"
                    .formatted(
                        list.between(-179, 179),
                        list.digits(5),
                        list.between(-89, 89),
                        list.digits(5)))
        .add(
            "pii.location",
            "geohash",
            () -> "u" + list.letters(7, "0123456789bcdefghjkmnpqrstuvwxyz"));
  }

  private void secrets() {
    var base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    list.add("secret.password", "password", () -> us.credentials().password(8, 14))
        .add("secret.token", "access_token", () -> list.letters(40, base64))
        .add("secret.key", "api_key", () -> list.letters(32, "0123456789abcdef"))
        .add("secret.token", "value", () -> "ghp_" + list.letters(36, base64))
        .add(
            "secret.token",
            "header",
            () ->
                "eyJhbGciOiJIUzI1NiJ9.eyJ"
                    + list.letters(40, base64)
                    + "."
                    + list.letters(43, base64))
        .add(
            "secret.key",
            "setting",
            () -> "AKIA" + list.letters(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"));
  }

  private void texts() {
    list.add(
            "pii.email",
            "remark",
            () -> us.lorem().sentence() + " Write to " + us.internet().emailAddress() + ", thanks.")
        .add(
            "pii.iban",
            "note",
            () -> "Please pay to " + us.finance().iban("DE") + " until " + list.digits(2) + " May")
        .add(
            "pii.phone",
            "comment",
            () ->
                list.between(0, 3) == 0
                    ? "call me at +49 711 " + list.digits(6) + " after work"
                    : de.lorem().sentence())
        .add(
            "pii.national-id",
            "body",
            () -> "The employee with SSN " + us.idNumber().ssnValid() + " has left.")
        .add("pii.card", "message", () -> "charged card " + numbers.luhn("4", 16) + " ok")
        .add(
            "secret.password",
            "log",
            () -> "connect user=app password=" + list.letters(12, "abcdef0123456789XYZ") + " ok")
        .add(
            "pii.name",
            "minutes",
            () -> "Present: " + us.name().firstName() + " " + us.name().lastName() + " and others");
  }

  private void alike() {
    list.no("email_verified", () -> list.pick("true", "false"))
        .no("email_domain", () -> us.internet().domainName())
        .no("phone_model", () -> list.pick("iPhone 15", "Pixel 9", "Galaxy S24"))
        .no("company_name", () -> us.company().name())
        .no("product_name", () -> us.commerce().productName())
        .no("file_name", () -> us.file().fileName())
        .no("wallet_address", () -> "0x" + Long.toHexString(random.nextLong()))
        .no(
            "app_version",
            () -> "1." + list.digits(1) + ".2" + list.digits(1) + "." + list.digits(2))
        .no("order_number", () -> "4" + list.digits(15))
        .no("tracking_number", () -> list.digits(16))
        .no("ean", () -> us.code().ean13())
        .no("isbn", () -> us.code().isbn13())
        .no("imei", () -> us.code().imei())
        .no("serial", () -> list.digits(10))
        .no("case_number", () -> list.digits(9))
        .no("batch", () -> list.digits(11))
        .no("invoice_no", () -> "DE" + list.digits(20))
        .no("opening_time", () -> "+0" + list.between(0, 9) + ":00")
        .no("subnet", () -> us.internet().ipV4Cidr())
        .no("repository", () -> "git@github.com:acme/" + us.lorem().word() + ".git")
        .no("token_count", () -> list.digits(4))
        .no("article_code", () -> list.letters(2, "ABC") + list.digits(4))
        .no("checksum", () -> list.letters(64, "0123456789abcdef"))
        .no("temperature", () -> "2" + list.digits(1) + "." + list.digits(2))
        .no("record_id", () -> us.internet().uuid());
  }

  private void ordinary() {
    list.no("city", () -> us.address().city())
        .no("stadt", () -> de.address().city())
        .no("state", () -> us.address().state())
        .no("country", () -> us.address().country())
        .no("status", () -> list.pick("active", "closed", "new"))
        .no("currency", () -> us.money().currencyCode())
        .no("description", () -> us.lorem().sentence())
        .no("colour", () -> us.color().name())
        .no("job_title", () -> us.job().title())
        .no("department", () -> us.commerce().department())
        .no("genre", () -> us.music().genre())
        .no("title", () -> us.book().title())
        .no("quote", () -> us.famousLastWords().lastWords())
        .no("invoice_date", () -> "2025-01-%02d".formatted(list.between(1, 28)))
        .no("amount", () -> list.digits(2) + "." + list.digits(2))
        .no("animal", () -> us.animal().name())
        .no("language", () -> us.nation().language())
        .no("dish", () -> us.food().dish())
        .no("quantity", () -> list.digits(1))
        .no(
            "created_at",
            () -> "2025-03-%02dT1%d:00:00Z".formatted(list.between(1, 28), list.between(0, 9)));
  }
}
