package dev.weft.processors.demo;

import dev.weft.model.DataRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;

/** The accounts: every customer has one, some have more. */
final class Accounts implements Entity {
  static final int COUNT = 3_000;
  private static final LocalDate FIRST = LocalDate.of(2005, 1, 1);
  private static final List<String> KINDS = List.of("current", "current", "savings", "joint");

  private final long seed;
  private final Customers customers;

  Accounts(long seed, Customers customers) {
    this.seed = seed;
    this.customers = customers;
  }

  /** The number of the customer who holds the account. */
  long customer(long number) {
    return number < Customers.COUNT
        ? number
        : Dice.of(seed, "account.customer", number).between(0, Customers.COUNT);
  }

  Market market(long number) {
    return customers.market(customer(number));
  }

  String iban(long number) {
    return market(number).iban(Dice.of(seed, "account.iban", number));
  }

  @Override
  public DataRecord entry(long number, Instant at) {
    var dice = Dice.of(seed, "account", number);
    var market = market(number);
    var fields = new LinkedHashMap<String, Object>();
    fields.put("account_id", number + 1);
    fields.put("customer_id", customer(number) + 1);
    fields.put("iban", iban(number));
    fields.put("kind", number < Customers.COUNT ? "current" : dice.pick(KINDS));
    fields.put("currency", market.currency());
    fields.put("country", market.country());
    fields.put("region", market.region());
    fields.put("status", dice.percent(96) ? "open" : "blocked");
    fields.put("opened_on", FIRST.plusDays(dice.between(0, 7_600)));
    return new DataRecord(fields);
  }
}
