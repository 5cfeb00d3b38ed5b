package dev.weft.server.erasure;

import dev.weft.catalog.erasure.Cleanup;
import dev.weft.catalog.erasure.Found;
import dev.weft.model.ErasurePlan.Place;
import dev.weft.model.ErasurePlan.Scope;
import dev.weft.model.ErasurePlan.Way;
import dev.weft.model.PortName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Says of what was found in a topic what becomes of it there, and when. For one thread. */
final class Places {
  private final Scope scope;
  private final Shredding shredding;
  private final Function<List<String>, Map<String, Cleanup>> cleanups;
  private final Instant now;
  private final Map<String, Optional<Cleanup>> known = new HashMap<>();

  Places(
      Scope scope,
      Shredding shredding,
      Function<List<String>, Map<String, Cleanup>> cleanups,
      Instant now) {
    this.scope = scope;
    this.shredding = shredding;
    this.cleanups = cleanups;
    this.now = now;
  }

  /** Whether the topic keeps only the newest record of a key. */
  boolean isCompacted(String topic) {
    return cleanup(topic).map(Cleanup::compacts).orElse(false);
  }

  /** Of a port; {@code derived} records were made from the person's, and do not hold the key. */
  Place ofPort(PortName port, Collection<String> fields, Found its, long derived) {
    var leaving = leaving(port.topic(), its);
    var until = until(port.topic(), leaving, its);
    var isLeft = leaving == Way.RETENTION || leaving == Way.REMAINS;
    var way = isLeft && shredding.isFor(port, its) ? Way.SHRED : leaving;
    return new Place(
        port.topic(),
        List.copyOf(fields),
        its.scanned(),
        its.records(),
        derived,
        its.replaced(),
        way == Way.SHRED ? shredding.keys().size() : its.keys().size(),
        way,
        until,
        note(port, its, derived, way, until.isPresent()));
  }

  /** Of a quarantine, where no field is what the contract says; empty when nothing is there. */
  Optional<Place> ofQuarantine(String topic, Found its) {
    if (its.records() == 0) {
      return Optional.empty();
    }
    var way = leaving(topic, its);
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
            until(topic, way, its),
            "Any value that is the key counts here."));
  }

  private Way leaving(String topic, Found its) {
    return cleanup(topic).map(one -> one.way(its)).orElse(Way.REMAINS);
  }

  private Optional<Instant> until(String topic, Way way, Found its) {
    return its.records() == 0
        ? Optional.empty()
        : cleanup(topic).flatMap(one -> one.until(way, now, its.newest()));
  }

  private String note(PortName port, Found its, long derived, Way way, boolean ends) {
    var notes = new ArrayList<String>();
    if (derived > 0 && !scope.derived()) {
      notes.add("Records made from the person's do not hold the key; --derived erases them too.");
    }
    if (its.records() > 0) {
      var replaced = way == Way.TOMBSTONE || way == Way.COMPACTION;
      if (replaced && !ends) {
        notes.add("The topic has no max.compaction.lag.ms, so nobody can say when.");
      } else if (way == Way.SHRED) {
        notes.add(shredding.note(port, ends));
      } else if (way == Way.REMAINS) {
        notes.add(
            "The topic keeps records for ever and has no keys to erase by: encrypt the fields"
                + " per person, or give it a retention.");
      }
    }
    return String.join(" ", notes);
  }

  private Optional<Cleanup> cleanup(String topic) {
    return known.computeIfAbsent(
        topic, name -> Optional.ofNullable(cleanups.apply(List.of(name)).get(name)));
  }
}
