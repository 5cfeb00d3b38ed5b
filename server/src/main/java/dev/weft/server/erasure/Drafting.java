package dev.weft.server.erasure;

import dev.weft.catalog.erasure.Found;
import dev.weft.catalog.erasure.MadeRecords;
import dev.weft.catalog.erasure.SubjectFields;
import dev.weft.catalog.erasure.SubjectFields.Holding;
import dev.weft.catalog.erasure.SubjectMatch;
import dev.weft.catalog.erasure.SubjectSearch;
import dev.weft.model.Contract;
import dev.weft.model.ErasurePlan.Place;
import dev.weft.model.ErasurePlan.Scope;
import dev.weft.model.ErasurePlan.Way;
import dev.weft.model.PortName;
import dev.weft.server.access.Ports;
import dev.weft.server.erasure.ErasurePlanner.Sources;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One plan in the making, as of one state of the mesh. For one thread. */
final class Drafting {
  private final Sources from;
  private final SubjectSearch.Reading search;
  private final MeshState state;
  private final Scope scope;
  private final String key;
  private final SubjectSearch.Watch watch;
  private final MadeRecords made;
  private final List<String> open = new ArrayList<>();
  private final Map<PortName, Holding> holding;
  private final Map<PortName, Found> found = new TreeMap<>();
  private final Map<PortName, Long> derived = new HashMap<>();
  private final Shredding shredding;
  private final Places places;
  private boolean complete = true;

  Drafting(
      Sources from,
      SubjectSearch.Reading search,
      Instant now,
      MeshState state,
      Scope scope,
      String key,
      SubjectSearch.Watch watch) {
    this.from = from;
    this.search = search;
    this.state = state;
    this.scope = scope;
    this.key = key;
    this.watch = watch;
    this.made = new MadeRecords(from.trace());
    var all =
        SubjectFields.of(
            scope.of(),
            scope.fields().stream().map(ErasureRights::field).toList(),
            from.fields().of(state));
    this.holding = inDomain(all);
    this.shredding = Shredding.of(from, state, scope, key, open);
    this.places = new Places(scope, shredding, from.cleanups(), now);
  }

  Draft make() {
    unsure();
    holding.forEach((port, fields) -> search(port, fields.certain()));
    found.forEach((port, its) -> made.follow(port.topic(), its.offsets()));
    made();
    var targets = new ArrayList<Draft.Target>();
    found.forEach((port, its) -> targets.add(target(port, its)));
    var all = new ArrayList<>(targets.stream().map(Draft.Target::place).toList());
    holding.keySet().forEach(port -> quarantine(port).ifPresent(all::add));
    var around = from.beyond().of(state, found.keySet());
    var anywhere = new SubjectMatch(key, List.of());
    around.flows().forEach(flow -> from.waiting().in(state, flow, anywhere).ifPresent(all::add));
    reached(around.ports());
    limits(around.isWhole());
    var readers = from.readers().of(found, made, watch);
    var shredded = targets.stream().anyMatch(one -> shredding.isFor(one.port(), one.found()));
    return new Draft(
        scope,
        all,
        targets,
        shredded ? shredding.keys() : List.of(),
        around.sources(),
        around.outside(),
        readers,
        open,
        complete,
        asks(targets));
  }

  /** A total may be of many: who answers for it is asked. */
  private List<String> asks(List<Draft.Target> targets) {
    return targets.stream()
        .filter(one -> scope.derived() && one.place().derived() > 0)
        .filter(one -> one.place().way() == Way.TOMBSTONE)
        .map(one -> domain(one.port()))
        .filter(name -> !name.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  private Draft.Target target(PortName port, Found its) {
    var fields = Optional.ofNullable(holding.get(port)).map(Holding::certain).orElse(Set.of());
    return new Draft.Target(
        port, places.ofPort(port, fields, its, derived.getOrDefault(port, 0L)), its);
  }

  private Map<PortName, Holding> inDomain(Map<PortName, Holding> all) {
    var inside = new TreeMap<PortName, Holding>();
    all.forEach(
        (port, fields) -> {
          if (scope.domain().isEmpty() || scope.domain().equals(domain(port))) {
            inside.put(port, fields);
          }
        });
    if (inside.size() < all.size()) {
      open.add(
          "Ports of other domains may hold records too, "
              + (all.size() - inside.size())
              + " of them: the privacy office plans for all.");
    }
    return inside;
  }

  private String domain(PortName port) {
    return ErasureRights.domain(state, port);
  }

  /** What may hold the key is told and not searched: it may be another's five. */
  private void unsure() {
    holding.forEach(
        (port, fields) ->
            fields
                .unsure()
                .forEach(
                    field ->
                        open.add(
                            port
                                + "."
                                + field
                                + " may hold the key and is not searched: a steward says whether"
                                + " it has the tag "
                                + SubjectFields.TAG
                                + scope.of()
                                + " ('weft tag').")));
    holding.values().removeIf(fields -> fields.certain().isEmpty());
  }

  private void search(PortName port, Collection<String> fields) {
    var match = new SubjectMatch(key, fields);
    var contract = Ports.contract(state, port).map(Contract::primaryKey).orElse(List.of());
    var byKey = contract.stream().anyMatch(fields::contains);
    keep(port, record -> (byKey && match.isKey(record.key())) || isHeld(port, match, record));
  }

  private boolean isHeld(PortName port, SubjectMatch match, ConsumerRecord<byte[], byte[]> record) {
    return match.holds(from.decoder().json(port, record.value()).orElse(record.value()));
  }

  private void keep(PortName port, Predicate<ConsumerRecord<byte[], byte[]>> holds) {
    var its = search.find(port.topic(), places.isCompacted(port.topic()), holds, watch);
    mustBeWhole(port.topic(), its);
    found.put(port, its);
  }

  private void mustBeWhole(String topic, Found its) {
    if (!its.isComplete()) {
      complete = false;
      open.add(topic + " holds more than could be looked through.");
    }
  }

  /** What was made from the person's records and does not hold the key. */
  private void made() {
    for (var topic : List.copyOf(made.topics())) {
      var port = PortName.parse(topic).filter(one -> Ports.exists(state, one));
      if (port.isEmpty() || isElsewhere(port.get())) {
        continue;
      }
      var spots = new HashMap<Integer, Set<Long>>();
      made.of(topic).forEach((partition, all) -> spots.put(partition, new TreeSet<>(all)));
      Optional.ofNullable(found.get(port.get()))
          .ifPresent(
              its ->
                  its.offsets()
                      .forEach(
                          (partition, all) -> {
                            for (var offset : all) {
                              spots.getOrDefault(partition, Set.of()).remove(offset);
                            }
                          }));
      spots.values().removeIf(Set::isEmpty);
      if (!spots.isEmpty()) {
        made(port.get(), spots);
      }
    }
  }

  private boolean isElsewhere(PortName port) {
    return !scope.domain().isEmpty() && !scope.domain().equals(domain(port));
  }

  private void made(PortName port, Map<Integer, Set<Long>> spots) {
    var fields = Optional.ofNullable(holding.get(port)).map(Holding::certain).orElse(Set.of());
    var match = new SubjectMatch(key, fields);
    var before = Optional.ofNullable(found.get(port)).map(Found::records).orElse(0L);
    Predicate<ConsumerRecord<byte[], byte[]>> isMade =
        record -> spots.getOrDefault(record.partition(), Set.of()).contains(record.offset());
    if (scope.derived()) {
      keep(port, record -> isMade.test(record) || isHeld(port, match, record));
      derived.put(port, found.get(port).records() - before);
    } else {
      // Which of them are still there: the trace remembers what the log has forgotten.
      var still = search.find(port.topic(), places.isCompacted(port.topic()), isMade, watch);
      if (still.records() > still.replaced()) {
        derived.put(port, still.records() - still.replaced());
        found.computeIfAbsent(port, none -> Found.NOTHING);
      }
    }
  }

  /** In quarantine nothing is where the contract says, so any value that is the key counts. */
  private Optional<Place> quarantine(PortName port) {
    var topic = port.quarantineTopic();
    var match = new SubjectMatch(key, List.of());
    var traced = made.of(topic);
    var its =
        search.find(
            topic,
            false,
            record ->
                match.isKey(record.key())
                    || match.isAnywhereIn(
                        from.decoder().json(port, record.value()).orElse(record.value()))
                    || traced.getOrDefault(record.partition(), Set.of()).contains(record.offset()),
            watch);
    mustBeWhole(topic, its);
    return places.ofQuarantine(topic, its);
  }

  /** Ports behind the person's in which nothing is found, and nothing shows why not. */
  private void reached(Set<PortName> ports) {
    for (var port : ports) {
      if (!found.containsKey(port) && !isElsewhere(port)) {
        open.add(
            "Data comes to "
                + port
                + " from the person's ports, and none of its fields is known to hold the key.");
      }
    }
  }

  private void limits(boolean isWhole) {
    if (made.isTruncated()) {
      complete &= !scope.derived();
      open.add("More was made from the person's records than the trace is followed for.");
    }
    if (!isWhole) {
      open.add("The lineage around these ports is larger than is looked at.");
    }
  }
}
