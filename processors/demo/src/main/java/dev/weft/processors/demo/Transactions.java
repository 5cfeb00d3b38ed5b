package dev.weft.processors.demo;

import dev.weft.model.DataRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What moves on the accounts: card payments, transfers, salaries, cash. */
final class Transactions implements Entity {
  static final int COUNT = 20_000;
  private static final int CARD_PERCENT = 68;
  private static final int ABROAD_PERCENT = 9;
  private static final List<String> PURPOSES =
      List.of("Rent", "Invoice", "Salary", "Insurance", "Gift", "Electricity", "Savings plan");

  private final long seed;
  private final Accounts accounts;
  private final Cards cards;
  private final Customers customers;
  private final Merchants merchants;

  Transactions(long seed, Customers customers, Accounts accounts, Cards cards) {
    this.seed = seed;
    this.customers = customers;
    this.accounts = accounts;
    this.cards = cards;
    this.merchants = new Merchants(seed);
  }

  @Override
  public DataRecord entry(long number, Instant at) {
    var dice = Dice.of(seed, "transaction", number);
    var fields = new LinkedHashMap<String, Object>();
    fields.put("transaction_id", number + 1);
    fields.put("booked_at", at);
    if (dice.percent(CARD_PERCENT)) {
      payByCard(fields, dice);
    } else {
      transfer(fields, dice);
    }
    return new DataRecord(fields);
  }

  private void payByCard(Map<String, Object> fields, Dice dice) {
    var card = dice.between(0, Cards.COUNT);
    var account = cards.account(card);
    var home = accounts.market(account);
    var where = dice.percent(ABROAD_PERCENT) ? dice.pick(Market.ALL) : home;
    var merchant = merchants.pick(where, dice);
    putAccount(fields, account);
    fields.put("card_number", cards.cardNumber(card));
    fields.put("kind", "card");
    fields.put("amount", BigDecimal.valueOf(-dice.skewed(merchant.trade().medianCents()), 2));
    fields.put("currency", home.currency());
    fields.put("merchant", merchant.name());
    fields.put("merchant_category", merchant.trade().name());
    fields.put("merchant_category_code", merchant.trade().code());
    fields.put("merchant_city", merchant.city());
    fields.put("merchant_country", where.country());
    fields.put("counterparty_name", null);
    fields.put("counterparty_iban", null);
    fields.put("purpose", "Card payment " + dice.hex(8));
    putPlace(fields, home);
  }

  private void transfer(Map<String, Object> fields, Dice dice) {
    var account = dice.between(0, Accounts.COUNT);
    var other = dice.between(0, Accounts.COUNT);
    var home = accounts.market(account);
    var cents = dice.skewed(38_000);
    putAccount(fields, account);
    fields.put("card_number", null);
    fields.put("kind", "transfer");
    fields.put("amount", BigDecimal.valueOf(dice.percent(45) ? cents : -cents, 2));
    fields.put("currency", home.currency());
    fields.put("merchant", null);
    fields.put("merchant_category", null);
    fields.put("merchant_category_code", null);
    fields.put("merchant_city", null);
    fields.put("merchant_country", null);
    fields.put("counterparty_name", customers.name(accounts.customer(other)).toString());
    fields.put("counterparty_iban", accounts.iban(other));
    fields.put("purpose", dice.pick(PURPOSES) + " " + dice.hex(6));
    putPlace(fields, home);
  }

  private void putAccount(Map<String, Object> fields, long account) {
    fields.put("account_id", account + 1);
    fields.put("customer_id", accounts.customer(account) + 1);
    fields.put("iban", accounts.iban(account));
  }

  private static void putPlace(Map<String, Object> fields, Market home) {
    fields.put("country", home.country());
    fields.put("region", home.region());
  }
}
