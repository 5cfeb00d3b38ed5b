package dev.weft.processors.demo;

import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;

/** Generates the records of a bank that does not exist. */
public final class GenerateBank
    implements ProcessorType.OfSource<GenerateBank.Settings>, SendsNothing<GenerateBank.Settings> {
  private static final int COUNT_MAX = 100_000_000;
  private static final double PER_SECOND_MAX = 1_000;

  /** Which records, and how many. */
  public enum Kind {
    CUSTOMERS(Customers.COUNT),
    ACCOUNTS(Accounts.COUNT),
    CARDS(Cards.COUNT),
    TRANSACTIONS(Transactions.COUNT);

    private final int count;

    Kind(int count) {
      this.count = count;
    }

    Entity of(long seed) {
      var customers = new Customers(seed);
      var accounts = new Accounts(seed, customers);
      var cards = new Cards(seed, accounts, customers);
      return switch (this) {
        case CUSTOMERS -> customers;
        case ACCOUNTS -> accounts;
        case CARDS -> cards;
        case TRANSACTIONS -> new Transactions(seed, customers, accounts, cards);
      };
    }
  }

  /** What to generate. */
  public record Settings(
      @Doc("customers, accounts, cards or transactions.") Kind entity,
      @Doc(
              "Decides all values: flows with the same seed make one bank whose customers, accounts"
                  + " and cards fit together. 1 when left out.")
          Long seed,
      @Doc(
              "How many records to make at once, up to 100000000. When left out: 2000 customers,"
                  + " 3000 accounts, 4000 cards, 20000 transactions, spread over the last 30 days.")
          Integer count,
      @Doc(
              "How many more to make each second after that, for as long as the flow runs; up to"
                  + " 1000, fractions allowed, none when left out.")
          double perSecond) {
    public Settings {
      if (entity == null) {
        throw new IllegalArgumentException(
            "entity must be one of customers, accounts, cards, transactions");
      }
      seed = seed == null ? 1L : seed;
      count = count == null ? entity.count : count;
      if (count < 0 || count > COUNT_MAX) {
        throw new IllegalArgumentException("count must be from 0 to " + COUNT_MAX);
      }
      if (!(perSecond >= 0 && perSecond <= PER_SECOND_MAX)) {
        throw new IllegalArgumentException("perSecond must be from 0 to 1000");
      }
    }
  }

  @Override
  public String name() {
    return "GenerateBank";
  }

  @Override
  public String summary() {
    return "Generates the records of a bank that does not exist, for examples and tests.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    return new BankSource(settings, context.clock());
  }
}
