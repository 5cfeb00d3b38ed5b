package dev.weft.server.value;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the next subscriber costs, against one more point-to-point feed; and all that there are. The
 * money's name is the organisation's.
 *
 * @param inputs what it is reckoned from
 * @param results in the order in which they are reckoned
 */
public record Calculation(List<Figure> inputs, List<Figure> results) {
  private static final double MINUTES = 60;
  private static final double STEPS_ASSUMED = 3;

  /**
   * A number.
   *
   * @param from {@code measured}, {@code given} or {@code assumed}; of a result {@code assumed}
   *     when any of what it is reckoned from is
   */
  public record Figure(String name, String unit, double value, String from, String about) {
    boolean isAssumed() {
      return from.equals("assumed");
    }
  }

  /** Reckons; what is not given is assumed. */
  public static Calculation of(Measured measured, Map<Rate, Double> given) {
    return new Reckoning(measured, given).done();
  }

  private static final class Reckoning {
    private final Map<Rate, Figure> rates = new EnumMap<>(Rate.class);
    private final List<Figure> results = new ArrayList<>();
    private final Figure steps;
    private final Figure subscribers;
    private final Figure products;

    Reckoning(Measured measured, Map<Rate, Double> given) {
      for (var rate : Rate.values()) {
        var value = given.get(rate);
        rates.put(
            rate,
            new Figure(
                rate.word(),
                rate.unit(),
                value == null ? rate.assumed() : value,
                value == null ? "assumed" : "given",
                rate.about()));
      }
      var found = measured.steps();
      steps =
          new Figure(
              "steps",
              "steps",
              found.count() == 0 ? STEPS_ASSUMED : found.median(),
              found.count() == 0 ? "assumed" : "measured",
              "From the request to the first record, half of them in no more.");
      var all = measured.reuse().stream().mapToInt(one -> used(one)).sum();
      subscribers =
          measured("subscribers", all, "Of all products, each with each product it reads.");
      products =
          measured(
              "products",
              (double) measured.reuse().stream().filter(one -> used(one) > 0).count(),
              "That somebody else uses.");
    }

    private static int used(Measured.Reuse one) {
      return Math.max(one.readers(), one.subscribers());
    }

    private static Figure measured(String name, double value, String about) {
      return new Figure(name, name, value, "measured", about);
    }

    private double rate(Rate rate) {
      return rates.get(rate).value();
    }

    Calculation done() {
      var years = rate(Rate.YEARS);
      var hour = rate(Rate.HOURLY_RATE);
      var feed =
          rate(Rate.FEED_BUILD_HOURS) * hour
              + years * (rate(Rate.FEED_RUN_HOURS) * hour + rate(Rate.FEED_INFRASTRUCTURE));
      var next =
          steps.value() * rate(Rate.STEP_MINUTES) / MINUTES * hour
              + years * rate(Rate.SUBSCRIBER_INFRASTRUCTURE);
      var product =
          rate(Rate.PRODUCT_BUILD_HOURS) * hour + years * rate(Rate.PRODUCT_RUN_HOURS) * hour;
      money("nextFeed", feed, "One more point-to-point feed, built and run for these years.");
      money("nextSubscriber", next, "One more subscriber of a product that is there.");
      result(
          "share", "%", feed == 0 ? 0 : 100 * next / feed, "The second as a share of the first.");
      var feeds = subscribers.value() * feed;
      var mesh = products.value() * product + subscribers.value() * next;
      money("pointToPoint", feeds, "A feed for each subscriber of today.");
      money("mesh", mesh, "The products in use, built and run, and each of their subscribers.");
      money("saved", feeds - mesh, "The difference.");
      result(
          "breakEven",
          "subscribers",
          feed > next ? Math.ceil(product / (feed - next)) : 0,
          "From so many subscribers on a product costs less than feeds; 0: never.");
      var inputs = new ArrayList<>(rates.values());
      inputs.addAll(List.of(steps, subscribers, products));
      return new Calculation(List.copyOf(inputs), List.copyOf(results));
    }

    private void money(String name, double value, String about) {
      result(name, "money", value, about);
    }

    private void result(String name, String unit, double value, String about) {
      var isAssumed = steps.isAssumed() || rates.values().stream().anyMatch(Figure::isAssumed);
      results.add(new Figure(name, unit, value, isAssumed ? "assumed" : "given", about));
    }
  }
}
