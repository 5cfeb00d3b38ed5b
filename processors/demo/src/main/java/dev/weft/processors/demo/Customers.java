package dev.weft.processors.demo;

import dev.weft.model.DataRecord;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** The people who bank here. */
final class Customers implements Entity {
  static final int COUNT = 2_000;
  private static final LocalDate FIRST_BIRTH = LocalDate.of(1938, 1, 1);
  private static final LocalDate FOUNDED = LocalDate.of(1998, 5, 4);
  private static final List<String> MAIL =
      List.of("example.com", "example.org", "example.net", "mail.example.com", "post.example.org");
  private static final List<String> SEGMENTS =
      List.of("retail", "retail", "retail", "affluent", "private", "business");

  private final long seed;
  private final Names names = new Names();

  Customers(long seed) {
    this.seed = seed;
  }

  Market market(long number) {
    return Dice.of(seed, "customer.market", number).pick(Market.ALL);
  }

  /** First and last name. */
  record Name(String first, String last) {
    @Override
    public String toString() {
      return first + " " + last;
    }
  }

  Name name(long number) {
    var faker = names.in(market(number), Dice.of(seed, "customer.name", number));
    return new Name(faker.name().firstName(), faker.name().lastName());
  }

  @Override
  public DataRecord entry(long number, Instant at) {
    var dice = Dice.of(seed, "customer", number);
    var market = market(number);
    var name = name(number);
    var address = names.in(market, Dice.of(seed, "customer.address", number)).address();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("customer_id", number + 1);
    fields.put("first_name", name.first());
    fields.put("last_name", name.last());
    fields.put("birth_date", FIRST_BIRTH.plusDays(dice.between(0, 25_000)));
    fields.put("email", email(name, dice));
    fields.put("phone", market.phone(dice));
    fields.put("street", address.streetAddress());
    fields.put("postal_code", address.zipCode());
    fields.put("city", address.city());
    fields.put("country", market.country());
    fields.put("region", market.region());
    fields.put("segment", dice.pick(SEGMENTS));
    fields.put("customer_since", FOUNDED.plusDays(dice.between(0, 9_800)));
    return new DataRecord(fields);
  }

  private static String email(Name name, Dice dice) {
    return plain(name.first())
        + "."
        + plain(name.last())
        + dice.between(1, 100)
        + "@"
        + dice.pick(MAIL);
  }

  /** Letters without accents, as mail addresses have them. */
  private static String plain(String text) {
    var german = text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss");
    return Normalizer.normalize(german, Normalizer.Form.NFD)
        .replaceAll("[^A-Za-z]", "")
        .toLowerCase(Locale.ROOT);
  }
}
