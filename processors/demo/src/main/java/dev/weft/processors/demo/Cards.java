package dev.weft.processors.demo;

import dev.weft.model.DataRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** The payment cards: every account has one, some have more. */
final class Cards implements Entity {
  static final int COUNT = 4_000;
  private static final LocalDate FIRST_EXPIRY = LocalDate.of(2027, 1, 31);

  /** A scheme with the digits its card numbers begin with. */
  private record Scheme(String name, String prefix) {}

  private static final List<Scheme> SCHEMES =
      List.of(
          new Scheme("Visa", "453998"),
          new Scheme("Visa", "492910"),
          new Scheme("Mastercard", "542418"));

  private final long seed;
  private final Accounts accounts;
  private final Customers customers;

  Cards(long seed, Accounts accounts, Customers customers) {
    this.seed = seed;
    this.accounts = accounts;
    this.customers = customers;
  }

  /** The number of the account that the card pays from. */
  long account(long number) {
    return number < Accounts.COUNT
        ? number
        : Dice.of(seed, "card.account", number).between(0, Accounts.COUNT);
  }

  private Scheme scheme(long number) {
    return Dice.of(seed, "card.scheme", number).pick(SCHEMES);
  }

  /** Sixteen digits with a valid check digit. */
  String cardNumber(long number) {
    var first = scheme(number).prefix() + Dice.of(seed, "card.number", number).digits(9);
    return first + luhn(first);
  }

  /** The check digit after Luhn (ISO/IEC 7812-1). */
  private static int luhn(String digits) {
    var sum = 0;
    for (var i = 0; i < digits.length(); i++) {
      var digit = digits.charAt(digits.length() - 1 - i) - '0';
      var weighed = i % 2 == 0 ? digit * 2 : digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return (10 - sum % 10) % 10;
  }

  @Override
  public DataRecord entry(long number, Instant at) {
    var dice = Dice.of(seed, "card", number);
    var account = account(number);
    var customer = accounts.customer(account);
    var market = accounts.market(account);
    var fields = new LinkedHashMap<String, Object>();
    fields.put("card_id", number + 1);
    fields.put("account_id", account + 1);
    fields.put("customer_id", customer + 1);
    fields.put("card_number", cardNumber(number));
    fields.put("scheme", scheme(number).name());
    fields.put("holder_name", customers.name(customer).toString().toUpperCase(Locale.ROOT));
    fields.put("expires_on", FIRST_EXPIRY.plusMonths(dice.between(0, 60)));
    fields.put("status", dice.percent(95) ? "active" : "stopped");
    fields.put("country", market.country());
    fields.put("region", market.region());
    return new DataRecord(fields);
  }
}
