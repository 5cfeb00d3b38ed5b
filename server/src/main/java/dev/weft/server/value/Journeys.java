package dev.weft.server.value;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AuditLog.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Follows each request for access through the audit, from the moment it was made to the first
 * record, and counts who reads what. Takes events oldest first; for one thread.
 */
final class Journeys {
  /** The actions that this needs, and all that begin with {@link #REQUESTS}. */
  static final Set<String> ACTIONS = Set.of("key.create", "read");

  static final String REQUESTS = "subscription.";

  private static final int JOURNEYS_MAX = 200_000;

  private final Map<String, Journey> byRequest = new HashMap<>();
  private final Map<String, List<Journey>> byReader = new HashMap<>();
  private final Map<String, Reading> byProduct = new HashMap<>();
  private boolean full;

  /** One request and what became of it. */
  private static final class Journey {
    private final String port;
    private final Instant asked;
    private Instant granted;
    private Instant served;
    private int steps = 1;

    Journey(String port, Instant asked) {
      this.port = port;
      this.asked = asked;
    }
  }

  private static final class Reading {
    private final Set<String> readers = new HashSet<>();
    private long reads;
    private long delivered;
  }

  void see(Stored event) {
    if (!event.successful()) {
      return;
    }
    if (event.action().startsWith(REQUESTS)) {
      request(event);
    } else if (event.action().equals("key.create")) {
      byReader.getOrDefault(event.actor(), List.of()).stream()
          .filter(journey -> journey.served == null)
          .forEach(journey -> journey.steps++);
    } else if (event.action().equals("read") && event.details().path("delivered").asLong() > 0) {
      read(event);
    }
  }

  private void request(Stored event) {
    var after = event.details().path("after");
    var id = after.path("id").asText();
    var journey = byRequest.get(id);
    if (journey == null) {
      if (event.action().equals("subscription.request") && byRequest.size() < JOURNEYS_MAX) {
        journey = new Journey(after.path("port").asText(), event.time());
        byRequest.put(id, journey);
        byReader
            .computeIfAbsent(after.path("principal").asText(), any -> new ArrayList<>())
            .add(journey);
      }
      full |= byRequest.size() >= JOURNEYS_MAX;
      return;
    }
    if (journey.served == null && !event.actor().equals(PrincipalId.WEFT.toString())) {
      journey.steps++; // What a rule decides by itself costs nobody anything.
    }
    if (journey.granted == null && after.path("status").asText().equals("APPROVED")) {
      journey.granted = event.time();
    }
  }

  private void read(Stored event) {
    var began = began(event);
    for (var journey : byReader.getOrDefault(event.actor(), List.of())) {
      if (journey.served == null
          && journey.granted != null
          && journey.port.equals(event.subject())) {
        // A stretch that is reported later may have begun before, on another grant.
        journey.served = began.isBefore(journey.granted) ? journey.granted : began;
      }
    }
    var product = PortName.parse(event.subject()).map(PortName::product).orElse("");
    if (!product.isEmpty() && !event.actor().equals("product:" + product)) {
      var reading = byProduct.computeIfAbsent(product, any -> new Reading());
      reading.readers.add(event.actor());
      reading.reads++;
      reading.delivered += event.details().path("delivered").asLong();
    }
  }

  private static Instant began(Stored event) {
    try {
      return Instant.parse(event.details().path("since").asText());
    } catch (DateTimeParseException e) {
      return event.time();
    }
  }

  /**
   * What was seen.
   *
   * @param subscribers of each product now
   */
  Measured measured(
      Instant from, Instant to, boolean complete, Map<String, Set<String>> subscribers) {
    var all = byRequest.values();
    var granted = all.stream().filter(journey -> journey.granted != null).toList();
    var served = all.stream().filter(journey -> journey.served != null).toList();
    return new Measured(
        from,
        to,
        complete && !full,
        all.size(),
        granted.size(),
        served.size(),
        spread(granted, journey -> seconds(journey.asked, journey.granted)),
        spread(served, journey -> seconds(journey.asked, journey.served)),
        spread(served, journey -> (double) journey.steps),
        reuse(subscribers));
  }

  private List<Measured.Reuse> reuse(Map<String, Set<String>> subscribers) {
    var products = new HashSet<>(byProduct.keySet());
    products.addAll(subscribers.keySet());
    return products.stream()
        .map(
            product -> {
              var reading = byProduct.getOrDefault(product, new Reading());
              return new Measured.Reuse(
                  product,
                  reading.readers.size(),
                  subscribers.getOrDefault(product, Set.of()).size(),
                  reading.reads,
                  reading.delivered);
            })
        .sorted(
            Comparator.comparingInt((Measured.Reuse one) -> -one.readers())
                .thenComparing(Measured.Reuse::product))
        .toList();
  }

  private static Spread spread(Collection<Journey> journeys, Function<Journey, Double> number) {
    return Spread.of(journeys.stream().map(number).toList());
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
  }
}
