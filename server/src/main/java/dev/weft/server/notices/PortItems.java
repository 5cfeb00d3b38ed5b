package dev.weft.server.notices;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.PortHealth;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subject;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * For who reads a port, themselves or by a product, and who answers for it: promises that it
 * breaks, a contract that has changed, one that ends, a schema that was registered.
 */
public final class PortItems implements InboxSource {
  private static final Duration NEWS_FOR = Duration.ofDays(30);

  @Override
  public List<InboxItem> of(Caller person, MeshState state, Instant now) {
    var owned = new HashSet<String>();
    var tended = new HashSet<String>();
    for (var product : state.all(ResourceKind.DATA_PRODUCT, DataProduct.class)) {
      if (product.owners().contains(person.name())) {
        owned.add(product.id());
        tended.add(product.id());
      } else if (product.stewards().contains(person.name())) {
        tended.add(product.id());
      }
    }
    var read = read(person, state, owned, now);
    var items = new ArrayList<InboxItem>();
    for (var health : state.all(ResourceKind.PORT_HEALTH, PortHealth.class)) {
      var port = PortName.parse(health.port());
      if (read.containsKey(health.port())
          || port.map(name -> tended.contains(name.product())).orElse(false)) {
        health.breaches().forEach(breach -> items.add(broken(health.port(), breach)));
      }
    }
    read.forEach(
        (port, since) -> {
          addContract(state, port, since, now, items);
          addSchema(state, port, since, now, items);
        });
    return items;
  }

  /** The ports that somebody reads, and since when. */
  private static Map<String, Instant> read(
      Caller person, MeshState state, Set<String> owned, Instant now) {
    var read = new TreeMap<String, Instant>();
    Stream.concat(Stream.of(person.id()), owned.stream().map(PrincipalId::product))
        .flatMap(principal -> state.subscriptionsOf(principal).stream())
        .filter(one -> one.grantsAt(now))
        .forEach(
            one ->
                read.merge(
                    one.port(),
                    one.decidedAt().orElse(one.requestedAt()),
                    (a, b) -> a.isBefore(b) ? a : b));
    return read;
  }

  private static InboxItem broken(String port, PortHealth.Breach breach) {
    return InboxItem.news(
        "health:" + port + ":" + breach.objective() + ":" + breach.since(),
        "health",
        "%s breaks a promise of its contract".formatted(port),
        breach.sentence(),
        port,
        breach.since(),
        address(port));
  }

  private static void addContract(
      MeshState state, String port, Instant since, Instant now, List<InboxItem> items) {
    var contract = PortName.parse(port).flatMap(name -> Ports.contract(state, name));
    if (contract.isEmpty()) {
      return;
    }
    var changedAt =
        state
            .get(new ResourceKey(ResourceKind.DATA_CONTRACT, contract.get().id()))
            .map(resource -> resource.changedAt())
            .orElse(now);
    Ports.end(state, port).ifPresent(end -> items.add(ending(port, end, changedAt)));
    if (changedAt.isAfter(since)
        && changedAt.plus(NEWS_FOR).isAfter(now)
        && !contract.get().status().equals("deprecated")) {
      items.add(changed(port, contract.get(), changedAt));
    }
  }

  /** The newest schema of the port's values, if it came after the reader did. */
  private static void addSchema(
      MeshState state, String port, Instant since, Instant now, List<InboxItem> items) {
    state
        .find(ResourceKind.SUBJECT, port + "-value", Subject.class)
        .flatMap(Subject::newest)
        .ifPresent(
            version -> {
              var at = Instant.ofEpochMilli(version.registered());
              if (at.isAfter(since) && at.plus(NEWS_FOR).isAfter(now)) {
                items.add(registered(port, version, at));
              }
            });
  }

  private static InboxItem registered(String port, Subject.Version version, Instant at) {
    return InboxItem.news(
        "schema:" + port + ":" + version.number(),
        "schema",
        "A schema was registered for %s: version %d".formatted(port, version.number()),
        "Records may be written with it from now on.",
        port,
        at,
        address(port));
  }

  private static InboxItem ending(String port, String end, Instant changedAt) {
    return InboxItem.news(
        "deprecated:" + port + ":" + end,
        "deprecated",
        "%s is deprecated and ends %s".formatted(port, end),
        "Its product's page says what to use instead.",
        port,
        changedAt,
        address(port));
  }

  private static InboxItem changed(String port, Contract contract, Instant changedAt) {
    return InboxItem.news(
        "contract:" + port + ":" + contract.version(),
        "contract",
        "The contract of %s has changed: version %s".formatted(port, contract.version()),
        "",
        port,
        changedAt,
        address(port));
  }

  private static String address(String port) {
    return PortName.parse(port)
        .map(name -> "/products/" + name.product() + "?port=" + name.topic())
        .orElse("/");
  }
}
