package dev.weft.processors.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.datafaker.Faker;

/** Names and addresses as people in a market have them. For one thread. */
final class Names {
  /** A generator with the random numbers behind it, which are set anew for every record. */
  private record Source(Faker faker, Random random) {}

  private final Map<Market, Source> sources = new HashMap<>();

  /** The market's generator, which for the same dice says the same. */
  Faker in(Market market, Dice dice) {
    var source = sources.computeIfAbsent(market, Names::source);
    source.random().setSeed(dice.seed());
    return source.faker();
  }

  private static Source source(Market market) {
    var random = new Random(0);
    return new Source(new Faker(market.locale(), random), random);
  }
}
