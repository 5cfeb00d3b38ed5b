package dev.weft.server.observe;

import dev.weft.model.ExternalJob;
import dev.weft.model.ExternalJob.How;
import dev.weft.model.ExternalJob.Origin;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which fields the jobs outside write from which, as their OpenLineage events say: kept by what is
 * written, by following the mesh log. Safe for any thread.
 *
 * <p>A job that only says which datasets it reads and writes, and no fields, is not here: nobody
 * knows which of its fields come from which.
 */
public final class ForeignColumns implements Fold {
  private static final Logger LOG = LoggerFactory.getLogger(ForeignColumns.class);
  private static final int STEPS_MAX = 20_000;
  private static final String PORT = "port/";

  /** What is written to who writes it to its columns. */
  private final Map<String, Map<String, Map<String, List<Origin>>>> written = new HashMap<>();

  private final Map<ResourceKey, List<String>> writes = new HashMap<>();

  /** Made when it is asked for after a change. */
  private Map<PortName, Set<PortName>> next;

  /** One field that another comes from in one step, by whom. */
  public record From(String by, String node, String field, How how) {
    /** The port that it is a field of, if it is one's. */
    public Optional<PortName> port() {
      return node.startsWith(PORT)
          ? PortName.parse(node.substring(PORT.length()))
          : Optional.empty();
    }
  }

  @Override
  public synchronized void apply(List<Change> changes) {
    for (var change : changes) {
      var key = change.key();
      if (key.kind() == ResourceKind.EXTERNAL_JOB) {
        next = null;
        forget(key);
        change.resource().ifPresent(this::learn);
      }
    }
  }

  private void forget(ResourceKey key) {
    var before = writes.remove(key);
    for (var node : before == null ? List.<String>of() : before) {
      var writers = written.get(node);
      writers.remove(by(key));
      if (writers.isEmpty()) {
        written.remove(node);
      }
    }
  }

  private void learn(Resource resource) {
    try {
      for (var output : resource.as(ExternalJob.class).links().outputs()) {
        learn(resource.key(), output.dataset().node(), output.columns());
      }
    } catch (RuntimeException e) {
      // A document that was let in although it is odd must not stop the process.
      LOG.error("The fields of {} are left out of the lineage", resource.key(), e);
    }
  }

  private void learn(ResourceKey key, String node, Map<String, List<Origin>> columns) {
    if (!columns.isEmpty()) {
      written.computeIfAbsent(node, added -> new TreeMap<>()).put(by(key), columns);
      writes.computeIfAbsent(key, added -> new ArrayList<>()).add(node);
    }
  }

  private static String by(ResourceKey key) {
    return "job " + key.name();
  }

  /** The ports with a field whose values come from one of this port. */
  synchronized Set<PortName> writtenFrom(PortName port) {
    if (next == null) {
      next = new HashMap<>();
      written.forEach(
          (node, writers) ->
              new From("", node, "", How.COPIED)
                  .port()
                  .ifPresent(to -> writers.values().forEach(columns -> note(to, columns))));
    }
    return next.getOrDefault(port, Set.of());
  }

  private void note(PortName to, Map<String, List<Origin>> columns) {
    for (var field : columns.keySet()) {
      for (var from : valuesOf(to, field)) {
        from.port().ifPresent(port -> next.computeIfAbsent(port, added -> new HashSet<>()).add(to));
      }
    }
  }

  /** The ports that a job writes; none of one that cannot be read. */
  static Set<PortName> writes(Resource job) {
    try {
      return job.as(ExternalJob.class).links().outputs().stream()
          .flatMap(output -> new From("", output.dataset().node(), "", How.COPIED).port().stream())
          .collect(Collectors.toSet());
    } catch (RuntimeException e) {
      return Set.of();
    }
  }

  /** Where a field comes from in one step: that of a node of the lineage, such as a port's. */
  public synchronized List<From> of(String node, String field) {
    var all = new ArrayList<From>();
    written
        .getOrDefault(node, Map.of())
        .forEach(
            (by, columns) ->
                columns.forEach(
                    (name, origins) -> {
                      if (isOf(field, name)) {
                        origins.forEach(origin -> all.add(from(by, origin, field, name)));
                      }
                    }));
    return all;
  }

  /** What is within a field that is copied is copied from within the other. */
  private static From from(String by, Origin origin, String field, String name) {
    var rest =
        origin.how() == How.COPIED && field.startsWith(name + ".")
            ? field.substring(name.length())
            : "";
    return new From(by, origin.node(), origin.field() + rest, origin.how());
  }

  private static boolean isOf(String field, String name) {
    return field.equals(name) || field.startsWith(name + ".") || name.startsWith(field + ".");
  }

  /**
   * The fields of ports from whose values a field of a port comes, by any number of jobs outside
   * with datasets between. Not those that only decide which records there are, and none whose value
   * a job says that it has hidden.
   */
  public synchronized List<From> valuesOf(PortName port, String field) {
    var found = new ArrayList<From>();
    var open = new ArrayDeque<>(of(PORT + port, field));
    var seen = new HashSet<String>();
    for (var steps = 0; !open.isEmpty() && steps < STEPS_MAX; steps++) {
      var from = open.poll();
      var isValue = from.how() != How.INDIRECT && from.how() != How.HIDDEN;
      if (isValue && seen.add(from.node() + "\n" + from.field())) {
        if (from.port().isPresent()) {
          found.add(from); // Its own tags say where it comes from.
        } else {
          of(from.node(), from.field())
              .forEach(
                  before ->
                      open.add(new From(from.by(), before.node(), before.field(), before.how())));
        }
      }
    }
    return found;
  }
}
