package dev.weft.classification;

import dev.weft.spi.Classifier.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.datafaker.Faker;

/** Columns as they come up in practice, each with the tag that it deserves; empty for none. */
final class LabelledColumns {
  private static final int VALUES = 50;

  /** A column and the truth about it. */
  record Column(Candidate candidate, String tag) {}

  private final Random random = new Random(4711);
  private final Faker us = new Faker(Locale.US, random);
  private final Faker de = new Faker(Locale.GERMANY, random);
  private final Faker fr = new Faker(Locale.FRANCE, random);
  private final Faker es = new Faker(new Locale("es"), random);
  private final List<Column> columns = new ArrayList<>();

  static List<Column> all() {
    var columns = new LabelledColumns();
    columns.contacts();
    columns.money();
    columns.names();
    columns.addresses();
    columns.datesOfBirth();
    columns.soundLikeIt();
    columns.lookLikeIt();
    columns.ordinary();
    return columns.columns;
  }

  private void contacts() {
    add("pii.email", "email", () -> us.internet().emailAddress());
    add("pii.email", "contactMail", () -> de.internet().emailAddress());
    add("pii.email", "correo_electronico", () -> es.internet().emailAddress());
    add("pii.email", "login", () -> us.internet().emailAddress());
    add("pii.email", "c17", () -> fr.internet().emailAddress());
    add("pii.email", "email_id", () -> us.internet().emailAddress());
    add(
        "pii.email",
        "remark",
        () -> "Please write to " + us.internet().emailAddress() + ", thanks");
    add("pii.email", "email");
    add("pii.phone", "phone", () -> us.phoneNumber().phoneNumber());
    add("pii.phone", "mobile", () -> "+1 (" + number(3) + ") " + number(3) + "-" + number(4));
    add("pii.phone", "mobile");
    add("pii.phone", "customer.homePhone", () -> us.phoneNumber().cellPhone());
    add("pii.phone", "telefonnummer", () -> de.phoneNumber().phoneNumber());
    add("pii.phone", "handy_nr", () -> "0171 " + number(7));
    add("pii.phone", "fax", () -> "+49 711 " + number(6));
    add("pii.phone", "telephone_domicile", () -> fr.phoneNumber().phoneNumber());
    add("pii.phone", "contact_number", () -> "07" + number(9));
    add("pii.phone", "field_9", () -> "+4479" + number(8));
    add("pii.ip", "client_ip", () -> us.internet().ipV4Address());
    add("pii.ip", "remoteAddr", () -> us.internet().ipV6Address());
    add("pii.ip", "peer", () -> us.internet().ipV4Address());
    add("pii.ip", "source_ip");
  }

  private void money() {
    add("pii.iban", "iban", () -> us.finance().iban("DE"));
    add("pii.iban", "konto", () -> us.finance().iban("FR"));
    add("pii.iban", "counterparty", () -> spaced(us.finance().iban("GB")));
    add("pii.iban", "IBAN");
    add("pii.card", "card_number", this::visa);
    add("pii.card", "pan", () -> spaced(visa()));
    add("pii.card", "payment_ref", this::visa);
    add("pii.card", "creditCardNumber");
    add("pii.card", "cc_number", () -> "4" + number(15));
  }

  private void names() {
    add("pii.name", "first_name", () -> us.name().firstName());
    add("pii.name", "lastName", () -> us.name().lastName());
    add("pii.name", "surname");
    add("pii.name", "vorname", () -> de.name().firstName());
    add("pii.name", "nachname", () -> de.name().lastName());
    add("pii.name", "prénom", () -> fr.name().firstName());
    add("pii.name", "nom_de_famille", () -> fr.name().lastName());
    add("pii.name", "apellidos", () -> es.name().lastName());
    add("pii.name", "full_name", () -> us.name().fullName());
    add("pii.name", "customer_name", () -> us.name().firstName() + " " + us.name().lastName());
    add("pii.name", "holder_name", () -> us.name().name());
    add("pii.name", "account_manager", () -> de.name().firstName() + " " + de.name().lastName());
    add("pii.name", "kontoinhaber", () -> de.name().fullName());
    add("pii.name", "handled_by", () -> us.name().firstName() + " " + us.name().lastName());
    add("pii.name", "employees", "name", () -> us.name().firstName() + " " + us.name().lastName());
  }

  private void addresses() {
    add("pii.address", "address", () -> us.address().streetAddress());
    add("pii.address", "billing_address", () -> us.address().streetAddress());
    add("pii.address", "street", () -> de.address().streetAddress());
    add("pii.address", "strasse", () -> de.address().streetName());
    add("pii.address", "customer.address.line1", () -> us.address().streetAddress());
    add("pii.address", "adresse_livraison", () -> fr.address().streetAddress());
    add("pii.address", "direccion", () -> es.address().streetAddress());
    add("pii.address", "deliver_to", () -> us.address().fullAddress());
    add("pii.address", "ort_der_lieferung", () -> "Hauptstraße " + (1 + random.nextInt(200)));
    add("pii.address", "address_line_2");
  }

  private void datesOfBirth() {
    add("pii.birth-date", "birth_date", () -> us.timeAndDate().birthday().toString());
    add("pii.birth-date", "dateOfBirth");
    add("pii.birth-date", "geburtsdatum", () -> day() + "." + day() + ".19" + number(2));
    add("pii.birth-date", "dob", () -> day() + "/" + day() + "/19" + number(2));
    add("pii.birth-date", "fecha_nacimiento", () -> "19" + number(2) + "-01-" + day());
    add("pii.birth-date", "date_de_naissance");
  }

  /** The name is that of personal data, but it is about something else. */
  private void soundLikeIt() {
    add("", "email_verified", "boolean", () -> random.nextBoolean() ? "true" : "false");
    add("", "email_count", () -> number(2));
    add("", "email_domain", () -> us.internet().domainName());
    add("", "phone_model", () -> pick("iPhone 15", "Pixel 9", "Galaxy S24"));
    add("", "mobile", "boolean", () -> random.nextBoolean() ? "true" : "false");
    add("", "is_mobile", () -> pick("yes", "no"));
    add("", "company_name", () -> us.company().name());
    add("", "product_name", () -> us.commerce().productName());
    add("", "city_name", () -> us.address().city());
    add("", "file_name", () -> us.file().fileName());
    add("", "hostname", () -> us.internet().domainName());
    add("", "orders", "name", () -> us.commerce().productName());
    add("", "customer_name", () -> us.company().name());
    add("pii.mac", "mac_address", () -> us.internet().macAddress());
    add("web.url", "web_address", () -> us.internet().url());
    add("", "wallet_address", () -> "0x" + Long.toHexString(random.nextLong()));
    add("", "address_id", () -> number(6));
    add("", "birth_place", () -> de.address().city());
    add("", "card_type", () -> pick("Visa", "Mastercard"));
    add("", "ip_country", () -> us.address().countryCode());
    add("geo.postal-code", "zip_code", () -> us.address().zipCode());
  }

  /** The values have the form of personal data, but they are something else. */
  private void lookLikeIt() {
    add("", "app_version", () -> "1." + number(1) + ".2" + number(1) + "." + number(2));
    add("", "order_number", () -> "4" + number(15));
    add("", "tracking_number", () -> number(16));
    add("", "ean", () -> us.code().ean13());
    add("", "serial", () -> number(10));
    add("", "amount_change", () -> "+" + number(2) + "." + number(2));
    add("", "opening_time", () -> "+0" + random.nextInt(9) + ":00");
    add("", "invoice_no", () -> "DE" + number(20));
    add("", "created", () -> "2025-0" + (1 + random.nextInt(9)) + "-" + day());
    add("", "repository", () -> "git@github.com:acme/" + us.lorem().word() + ".git");
    add("", "title", () -> us.book().title());
    add("", "subnet", () -> us.internet().ipV4Cidr());
  }

  private void ordinary() {
    add("", "city", () -> us.address().city());
    add("", "state", () -> us.address().state());
    add("", "country", () -> us.address().country());
    add("geo.postal-code", "postal_code", () -> us.address().zipCode());
    add("", "stadt", () -> de.address().city());
    add("", "customer_id", "integer", () -> number(5));
    add("", "total", "number", () -> number(2) + "." + number(2));
    add("", "status", () -> pick("active", "closed"));
    add("", "currency", () -> us.money().currencyCode());
    add("", "description", () -> us.lorem().sentence());
    add("", "uuid", () -> us.internet().uuid());
    add("", "color", () -> us.color().name());
    add("", "job_title", () -> us.job().title());
    add("", "department", () -> us.commerce().department());
    add("", "genre", () -> us.music().genre());
    add("", "note", () -> us.famousLastWords().lastWords());
    add("", "invoice_date", "timestamp", () -> "2025-01-" + day() + "T00:00:00Z");
    add("", "quantity", "integer", () -> number(1));
    add("", "employer", () -> us.company().name());
  }

  private void add(String tag, String path) {
    columns.add(new Column(new Candidate("p", path, "string", "", List.of()), tag));
  }

  private void add(String tag, String path, Supplier<String> value) {
    add(tag, path, "string", value);
  }

  private void add(String tag, String pathOrProduct, String typeOrPath, Supplier<String> value) {
    var isType =
        List.of("string", "boolean", "integer", "number", "timestamp").contains(typeOrPath);
    var values = Stream.generate(value).limit(VALUES).toList();
    columns.add(
        new Column(
            new Candidate(
                isType ? "p" : pathOrProduct,
                isType ? pathOrProduct : typeOrPath,
                isType ? typeOrPath : "string",
                "",
                values),
            tag));
  }

  private String visa() {
    var digits = "4" + number(14);
    var sum = 0;
    for (var i = 0; i < digits.length(); i++) {
      var digit = digits.charAt(i) - '0';
      var doubled = i % 2 == 0 ? digit * 2 : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return digits + (10 - sum % 10) % 10;
  }

  private static String spaced(String text) {
    return text.replaceAll("(.{4})(?=.)", "$1 ");
  }

  private String number(int digits) {
    var text = new StringBuilder().append(1 + random.nextInt(9));
    while (text.length() < digits) {
      text.append(random.nextInt(10));
    }
    return text.toString();
  }

  private String day() {
    return String.format("%02d", 1 + random.nextInt(12));
  }

  private String pick(String... values) {
    return values[random.nextInt(values.length)];
  }
}
