package dev.weft.server.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.catalog.lineage.TablePlaces;
import dev.weft.catalog.lineage.TablePlaces.Place;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.SourceTable;
import dev.weft.model.SourceTable.Seer;
import dev.weft.server.parameters.BoundValues;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import dev.weft.spi.SourceObserver.Reader;
import dev.weft.spi.flow.SourceTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Compares what a source sees now with what is known of its tables: what to write, what to tell.
 * The first look at a database is no news. For one thread.
 */
final class TableSighting {
  /** In the whole mesh; what is beyond is not listed. */
  private static final int TABLES_MAX = 20_000;

  private final MeshState state;
  private final Instant now;
  private final Reader reader;
  private final Map<String, SourceTable> known = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final List<MeshLog.Put> puts = new ArrayList<>();
  private final List<ResourceKey> deletes = new ArrayList<>();
  private final List<AuditEvent> events = new ArrayList<>();
  private final List<String> news = new ArrayList<>();
  private boolean isFirst;
  private int room;

  TableSighting(MeshState state, Instant now, Reader reader) {
    this.state = state;
    this.now = now;
    this.reader = reader;
  }

  void take(FlowSpec flow, BoundValues values, SourceTables tables) {
    var places = TablePlaces.of(flow, reader.processor(), values.plain(), tables.currentSchema());
    if (places.isEmpty()) {
      return;
    }
    var all = state.all(ResourceKind.SOURCE_TABLE);
    room = TABLES_MAX - all.size();
    all.stream()
        .filter(one -> one.document().path("seenBy").valueStream().anyMatch(this::isOfReader))
        .forEach(one -> known.put(one.name(), one.as(SourceTable.class)));
    var place = places.get();
    isFirst =
        tables.reads().isPresent() ? !known.containsKey(place.read().name()) : known.isEmpty();
    tables.reads().ifPresent(table -> table(place.read(), table, true));
    tables.takes().forEach(table -> table(place.beside(table), table, true));
    tables.beside().forEach(table -> table(place.beside(table), table, false));
    if (tables.complete()) {
      known.values().stream()
          .filter(one -> !seen.contains(one.place()))
          .forEach(one -> remove(one, seer -> seer.isOf(reader.flow(), reader.processor())));
    }
    if (isFirst && !puts.isEmpty()) {
      tellOfAll();
    }
  }

  private boolean isOfReader(JsonNode seer) {
    return seer.path("flow").asText().equals(reader.flow())
        && seer.path("processor").asText().equals(reader.processor());
  }

  private void table(Place place, SourceTables.Table table, boolean reads) {
    if (!seen.add(place.name())) {
      return; // Two names of the database that are one to the lineage.
    }
    var key = key(place.name());
    var before = state.get(key).map(it -> it.as(SourceTable.class));
    if (before.isEmpty() && room-- <= 0) {
      return;
    }
    var changes = new ColumnChanges(before, table.columns(), now);
    var after =
        new SourceTable(
            place.name(),
            place.title(),
            changes.columns(),
            before.map(SourceTable::firstSeen).orElse(now),
            before.map(SourceTable::turnedUp).orElse(!isFirst),
            seers(before, reads),
            changes.types());
    if (before.filter(after::equals).isPresent()) {
      return;
    }
    puts.add(MeshLog.Put.of(key, Json.tree(after), PrincipalId.WEFT));
    if (before.isEmpty()) {
      if (!isFirst) {
        tellOf(after, reads);
      }
    } else if (changes.isAny()) {
      events.add(event("source.table.change", place.name(), changes.details(reader.flow())));
      if (reads) {
        news.addAll(changes.sentences(place.title()));
      }
    }
  }

  private List<Seer> seers(Optional<SourceTable> before, boolean reads) {
    var all = new ArrayList<>(before.map(SourceTable::seenBy).orElse(List.of()));
    var own = new Seer(reader.flow(), reader.product(), reader.processor(), reads);
    if (!all.contains(own)) {
      all.removeIf(one -> one.isOf(reader.flow(), reader.processor()));
      all.add(own);
    }
    return all;
  }

  private void tellOf(SourceTable table, boolean reads) {
    var details = Json.object().put("flow", reader.flow()).put("title", table.title());
    details.put("columns", table.columns().size());
    events.add(event("source.table.new", table.place(), details));
    news.add(
        "A table has turned up at the source: %s, with %d columns. %s; 'weft draft %s' writes a contract for it."
            .formatted(
                table.title(),
                table.columns().size(),
                reads ? "Its rows are taken" : "It is not a product yet",
                table.title()));
  }

  /** One event for all that was there when the source was looked at first. */
  private void tellOfAll() {
    var details = Json.object().put("processor", reader.processor()).put("tables", seen.size());
    events.add(event("source.tables", reader.flow(), details));
  }

  private void remove(SourceTable table, Predicate<Seer> who) {
    var rest = table.seenBy().stream().filter(who.negate()).toList();
    if (rest.isEmpty()) {
      deletes.add(key(table.place()));
      var details = Json.object().put("flow", reader.flow()).put("title", table.title());
      events.add(event("source.table.gone", table.place(), details));
    } else {
      puts.add(put(table, rest));
    }
  }

  private static MeshLog.Put put(SourceTable table, List<Seer> seers) {
    var after =
        new SourceTable(
            table.place(),
            table.title(),
            table.columns(),
            table.firstSeen(),
            table.turnedUp(),
            seers,
            table.changes());
    return MeshLog.Put.of(key(table.place()), Json.tree(after), PrincipalId.WEFT);
  }

  boolean isNothing() {
    return puts.isEmpty() && deletes.isEmpty();
  }

  MeshLog.Decided<List<String>> decided() {
    return new MeshLog.Decided<>(puts, deletes, events, List.copyOf(news));
  }

  /** The tables that were seen by processors which are no more. */
  static Stream<SourceTable> stale(MeshState state) {
    return state.all(ResourceKind.SOURCE_TABLE, SourceTable.class).stream()
        .filter(table -> table.seenBy().stream().anyMatch(seer -> isGone(state, seer)));
  }

  static MeshLog.Decided<Integer> withoutStale(MeshState state) {
    var puts = new ArrayList<MeshLog.Put>();
    var deletes = new ArrayList<ResourceKey>();
    stale(state)
        .forEach(
            table -> {
              var rest = table.seenBy().stream().filter(seer -> !isGone(state, seer)).toList();
              if (rest.isEmpty()) {
                deletes.add(key(table.place()));
              } else {
                puts.add(put(table, rest));
              }
            });
    return new MeshLog.Decided<>(puts, deletes, List.of(), deletes.size());
  }

  private static boolean isGone(MeshState state, Seer seer) {
    return !SourceWatch.has(state, seer.flow(), seer.processor());
  }

  private static ResourceKey key(String place) {
    return new ResourceKey(ResourceKind.SOURCE_TABLE, place);
  }

  private static AuditEvent event(String action, String subject, ObjectNode details) {
    return new AuditEvent(PrincipalId.WEFT, action, subject, true, details);
  }
}
