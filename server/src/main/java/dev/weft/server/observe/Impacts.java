package dev.weft.server.observe;

import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.observe.Impact.HitField;
import dev.weft.server.observe.Impact.HitStep;
import dev.weft.spi.MeshState;
import dev.weft.spi.flow.FieldMap.How;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What is hit when a port or one of its fields goes: followed with the data, field by field where
 * the processors of flows say what comes from what. Of a query nothing is known but the ports: each
 * field that it writes counts as hit. Safe for any thread.
 */
public final class Impacts {
  private final FlowFields flows;
  private final ReadLedger ledger;

  public Impacts(FlowFields flows, ReadLedger ledger) {
    this.flows = flows;
    this.ledger = ledger;
  }

  /**
   * Of a field, or when that is empty of the whole port.
   *
   * @param sees whether the asker may know a product
   */
  public Impact of(MeshState state, PortName port, Optional<String> field, Predicate<String> sees) {
    var search = new ImpactSearch(flows, state);
    search.start(port, field);
    return new Answer(state, search, port, field, sees).make();
  }

  /** What was found as far as the asker may know it. */
  private final class Answer {
    private final MeshState state;
    private final ImpactSearch search;
    private final PortName port;
    private final Optional<String> field;
    private final Predicate<String> sees;
    private int hidden;

    Answer(
        MeshState state,
        ImpactSearch search,
        PortName port,
        Optional<String> field,
        Predicate<String> sees) {
      this.state = state;
      this.search = search;
      this.port = port;
      this.field = field;
      this.sees = sees;
    }

    Impact make() {
      var ports =
          search.ports().stream().filter(one -> !one.equals(port)).filter(this::isSeen).toList();
      hidden += search.ports().size() - 1 - ports.size();
      var flows = seen(search.flowsHit());
      var queries = seen(search.queriesHit());
      var subscribers = subscribers();
      var products = products(ports, flows, queries, subscribers);
      return new Impact(
          port.topic(),
          field.orElse(""),
          fields(),
          flows,
          queries,
          ports.stream().map(PortName::topic).toList(),
          List.copyOf(products),
          subscribers,
          owners(products),
          hidden,
          search.isTruncated());
    }

    /** Of the ports, of what reads them, and those that read as themselves. */
    private Set<String> products(
        List<PortName> ports,
        List<HitStep> flows,
        List<HitStep> queries,
        List<Impact.Subscriber> subscribers) {
      var products = new TreeSet<String>();
      ports.forEach(one -> products.add(one.product()));
      flows.forEach(one -> products.add(one.product()));
      queries.forEach(one -> products.add(one.product()));
      subscribers.stream()
          .map(Impact.Subscriber::principal)
          .filter(it -> it.type() == PrincipalId.Type.PRODUCT)
          .map(PrincipalId::name)
          .filter(sees)
          .forEach(products::add);
      products.remove("");
      return products;
    }

    private boolean isSeen(PortName one) {
      return sees.test(one.product());
    }

    private List<HitField> fields() {
      var all = new ArrayList<HitField>();
      search
          .hits()
          .forEach(
              (spot, step) -> {
                if (!step.by().isEmpty() && isSeen(spot.port())) {
                  var from = Optional.ofNullable(step.from()).filter(it -> isSeen(it.port()));
                  all.add(
                      new HitField(
                          spot.port().topic(),
                          spot.field(),
                          step.how().name().toLowerCase(Locale.ROOT),
                          from.map(it -> it.port().topic()).orElse(""),
                          step.how() == How.UNKNOWN && step.through().isEmpty()
                              ? ""
                              : from.map(ImpactSearch.Spot::field).orElse(""),
                          step.by(),
                          step.through()));
                }
              });
      return all;
    }

    private List<HitStep> seen(Map<String, HitStep> steps) {
      var seen =
          steps.values().stream()
              .filter(it -> it.product().isEmpty() || sees.test(it.product()))
              .toList();
      hidden += steps.size() - seen.size();
      return seen.stream().map(this::withoutHiddenPort).toList();
    }

    private HitStep withoutHiddenPort(HitStep step) {
      var isSeen = PortName.parse(step.reads()).filter(this::isSeen).isPresent();
      return isSeen ? step : new HitStep(step.name(), step.product(), "", step.uses());
    }

    /** A grant on some fields is hit when one of them is. */
    private List<Impact.Subscriber> subscribers() {
      return search.ports().stream()
          .flatMap(port -> state.subscriptionsTo(port.topic()).stream())
          .filter(one -> one.status() == Subscription.Status.APPROVED)
          .sorted(Comparator.comparing(Subscription::id))
          .flatMap(one -> subscriber(one).stream())
          .toList();
    }

    private Optional<Impact.Subscriber> subscriber(Subscription one) {
      return PortName.parse(one.port())
          .filter(search.ports()::contains)
          .filter(this::isSeen)
          .flatMap(
              on -> {
                var fields =
                    one.fields().stream()
                        .filter(name -> search.hits().containsKey(new ImpactSearch.Spot(on, name)))
                        .toList();
                return fields.isEmpty() && !one.fields().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                        new Impact.Subscriber(
                            one.principal(),
                            on.topic(),
                            one.id(),
                            one.purpose(),
                            fields,
                            ledger
                                .of(one.principal().toString(), on)
                                .map(ReadLedger.Reads::last)
                                .or(() -> SeenUses.lastRead(state, one.principal(), on))));
              });
    }

    private List<Impact.Owner> owners(Set<String> products) {
      var owned = new TreeMap<String, List<String>>();
      for (var name : products) {
        state.find(ResourceKind.DATA_PRODUCT, name, DataProduct.class).stream()
            .flatMap(product -> product.owners().stream())
            .distinct()
            .forEach(owner -> owned.computeIfAbsent(owner, added -> new ArrayList<>()).add(name));
      }
      return owned.entrySet().stream()
          .map(one -> new Impact.Owner(one.getKey(), one.getValue()))
          .toList();
    }
  }
}
