package dev.weft.server.erasure;

import dev.weft.catalog.erasure.Cleanup;
import dev.weft.catalog.erasure.Found;
import dev.weft.catalog.erasure.MadeRecords;
import dev.weft.catalog.erasure.SubjectFields;
import dev.weft.catalog.erasure.SubjectFields.Holding;
import dev.weft.catalog.erasure.SubjectMatch;
import dev.weft.catalog.erasure.SubjectSearch;
import dev.weft.model.Contract;
import dev.weft.model.Erasure.Place;
import dev.weft.model.Erasure.Scope;
import dev.weft.model.Erasure.Way;
import dev.weft.model.PortName;
import dev.weft.server.access.Ports;
import dev.weft.server.erasure.ErasurePlanner.Sources;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  private final Instant now;
  private final MeshState state;
  private final Scope scope;
  private final String key;
  private final SubjectSearch.Watch watch;
  private final MadeRecords made;
  private final List<String> open = new ArrayList<>();
  private final Map<PortName, Holding> holding;
  private final Map<PortName, Found> found = new TreeMap<>();
  private final Map<PortName, Long> derived = new HashMap<>();
  private final Map<String, Cleanup> cleanups = new LinkedHashMap<>();
  private final Shredding shredding;
  private boolean complete = true;

  Drafting(
      Sources from,
      Instant now,
      MeshState state,
      Scope scope,
      String key,
      SubjectSearch.Watch watch) {
    this.from = from;
    this.now = now;
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
  }

  Draft make() {
    unsure();
    holding.forEach((port, fields) -> search(port, fields.certain()));
    found.forEach((port, its) -> made.follow(port.topic(), its.offsets()));
    made();
    var targets = new ArrayList<Draft.Target>();
    found.forEach((port, its) -> targets.add(new Draft.Target(port, place(port, its), its)));
    var places = new ArrayList<>(targets.stream().map(Draft.Target::place).toList());
    holding.keySet().forEach(port -> quarantine(port).ifPresent(places::add));
    var around = from.beyond().of(state, found.keySet());
    var anywhere = new SubjectMatch(key, List.of());
    around.flows().forEach(flow -> from.waiting().in(state, flow, anywhere).ifPresent(places::add));
    reached(around.ports());
    limits(around.isWhole());
    var readers = from.readers().of(found, made, watch);
    var shredded = targets.stream().anyMatch(one -> shredding.isFor(one.port(), one.found()));
    return new Draft(
        scope,
        places,
        targets,
        shredded ? shredding.keys() : List.of(),
        around.sources(),
        around.outside(),
        readers,
        open,
        complete);
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
    var cleanup = cleanup(port.topic());
    var compacts = cleanup.map(Cleanup::compacts).orElse(false);
    var its = from.search().find(port.topic(), compacts, holds, watch);
    if (!its.isComplete()) {
      complete = false;
      open.add(port + " holds more than could be looked through.");
    }
    found.put(port, its);
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
      var still = from.search().find(port.topic(), false, isMade, watch);
      if (still.records() > 0) {
        derived.put(port, still.records());
        found.computeIfAbsent(port, none -> Found.NOTHING);
      }
    }
  }

  private Place place(PortName port, Found its) {
    var cleanup = cleanup(port.topic());
    var leaving = cleanup.map(one -> one.way(its)).orElse(Way.REMAINS);
    var until = cleanup.flatMap(one -> one.until(leaving, now, its.newest()));
    var isLeft = leaving == Way.RETENTION || leaving == Way.REMAINS;
    var way = isLeft && shredding.isFor(port, its) ? Way.SHRED : leaving;
    var fields = Optional.ofNullable(holding.get(port)).map(Holding::certain).orElse(Set.of());
    return new Place(
        port.topic(),
        List.copyOf(fields),
        its.scanned(),
        its.records(),
        derived.getOrDefault(port, 0L),
        its.replaced(),
        way == Way.SHRED ? shredding.keys().size() : its.keys().size(),
        way,
        its.records() == 0 ? Optional.empty() : until,
        note(port, its, way, until.isPresent()));
  }

  private String note(PortName port, Found its, Way way, boolean ends) {
    var made = derived.getOrDefault(port, 0L);
    if (made > 0 && !scope.derived()) {
      return "Records made from the person's do not hold the key; --derived erases them too.";
    }
    if (its.records() == 0) {
      return "";
    }
    return switch (way) {
      case TOMBSTONE, COMPACTION ->
          ends ? "" : "The topic has no max.compaction.lag.ms, so nobody can say when.";
      case SHRED -> shredding.note(port, ends);
      case REMAINS ->
          "The topic keeps records for ever and has no keys to erase by: encrypt the fields"
              + " per person, or give it a retention.";
      default -> "";
    };
  }

  /** In quarantine nothing is where the contract says, so any value that is the key counts. */
  private Optional<Place> quarantine(PortName port) {
    var topic = port.quarantineTopic();
    var match = new SubjectMatch(key, List.of());
    var traced = made.of(topic);
    var its =
        from.search()
            .find(
                topic,
                false,
                record ->
                    match.isKey(record.key())
                        || match.isAnywhereIn(
                            from.decoder().json(port, record.value()).orElse(record.value()))
                        || traced
                            .getOrDefault(record.partition(), Set.of())
                            .contains(record.offset()),
                watch);
    if (its.records() == 0) {
      return Optional.empty();
    }
    var cleanup = cleanup(topic);
    var way = cleanup.map(one -> one.way(its)).orElse(Way.REMAINS);
    return Optional.of(
        new Place(
            topic,
            List.of(),
            its.scanned(),
            its.records(),
            0,
            0,
            0,
            way,
            cleanup.flatMap(one -> one.until(way, now, its.newest())),
            "Any value that is the key counts here."));
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

  private Optional<Cleanup> cleanup(String topic) {
    if (!cleanups.containsKey(topic)) {
      cleanups.putAll(from.cleanups().apply(List.of(topic)));
    }
    return Optional.ofNullable(cleanups.get(topic));
  }
}
