package dev.weft.processors.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shops where cards are used: some in every market, each with a trade. For one thread. */
final class Merchants {
  private static final int PER_MARKET = 60;

  /**
   * What a shop sells.
   *
   * @param code merchant category code, ISO 18245
   * @param medianCents what people usually pay
   */
  record Trade(String name, String code, long medianCents) {}

  /** A shop. */
  record Merchant(String name, String city, Trade trade) {}

  private static final List<Trade> TRADES =
      List.of(
          new Trade("groceries", "5411", 3_400),
          new Trade("groceries", "5411", 2_100),
          new Trade("restaurants", "5812", 2_900),
          new Trade("fuel", "5541", 5_800),
          new Trade("clothing", "5651", 6_400),
          new Trade("electronics", "5732", 14_900),
          new Trade("pharmacy", "5912", 1_800),
          new Trade("travel", "4722", 42_000),
          new Trade("hotels", "7011", 23_500),
          new Trade("streaming", "4899", 1_299),
          new Trade("gambling", "7995", 5_000));

  private final long seed;
  private final Names names = new Names();
  private final Map<Market, List<Merchant>> merchants = new HashMap<>();

  Merchants(long seed) {
    this.seed = seed;
  }

  Merchant pick(Market market, Dice dice) {
    return dice.pick(merchants.computeIfAbsent(market, this::open));
  }

  private List<Merchant> open(Market market) {
    var opened = new ArrayList<Merchant>();
    for (var i = 0; i < PER_MARKET; i++) {
      var dice = Dice.of(seed, "merchant." + market.code(), i);
      var faker = names.in(market, dice);
      opened.add(
          new Merchant(
              faker.company().name(), faker.address().city(), TRADES.get(i % TRADES.size())));
    }
    return opened;
  }
}
