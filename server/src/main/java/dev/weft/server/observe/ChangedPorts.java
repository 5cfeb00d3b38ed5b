package dev.weft.server.observe;

import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Ports;
import dev.weft.spi.Fold.Change;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Of which ports the tags may be other ones since somebody looked last. Safe for any thread.
 *
 * <p>A flow that is gone, or writes elsewhere now, concerns the ports that it wrote before.
 */
final class ChangedPorts {
  private static final int KEYS_MAX = 10_000;
  private static final String VALUE = "-value";

  /** By the key of a flow, of a query's plan or of a job outside. */
  private final Map<ResourceKey, Set<PortName>> writtenBy = new HashMap<>();

  private Taken open = Taken.NOTHING;

  /**
   * What has changed.
   *
   * @param all everything: there was too much to tell apart, or nobody knows
   * @param ports these
   * @param keys the ports of these products, contracts and of what terms are assigned to
   */
  record Taken(boolean all, Set<PortName> ports, Set<ResourceKey> keys) {
    static final Taken NOTHING = new Taken(false, Set.of(), Set.of());
    static final Taken ALL = new Taken(true, Set.of(), Set.of());

    private Taken with(Taken more) {
      if (all || more.all || ports.size() + keys.size() + more.ports.size() > KEYS_MAX) {
        return ALL;
      }
      var allPorts = new LinkedHashSet<>(ports);
      allPorts.addAll(more.ports);
      var allKeys = new LinkedHashSet<>(keys);
      allKeys.addAll(more.keys);
      return new Taken(false, allPorts, allKeys);
    }

    /** Those of which fields are known. */
    List<PortName> ports(MeshState state) {
      var found = new LinkedHashSet<>(ports);
      if (all || keys.stream().anyMatch(key -> !key.kind().equals(ResourceKind.DATA_CONTRACT))) {
        for (var resource : state.all(ResourceKind.PORT_FIELDS)) {
          PortName.parse(resource.name()).filter(this::isMeant).ifPresent(found::add);
        }
      }
      var contracts =
          keys.stream()
              .filter(key -> key.kind() == ResourceKind.DATA_CONTRACT)
              .map(ResourceKey::name)
              .collect(Collectors.toSet());
      if (!contracts.isEmpty()) {
        found.addAll(Ports.ofContracts(state, contracts));
      }
      return new ArrayList<>(found);
    }

    /** An asset is a product or a port. */
    private boolean isMeant(PortName port) {
      return all
          || keys.contains(new ResourceKey(ResourceKind.DATA_PRODUCT, port.product()))
          || keys.contains(new ResourceKey(ResourceKind.ASSIGNMENTS, port.product()))
          || keys.contains(new ResourceKey(ResourceKind.ASSIGNMENTS, port.topic()));
    }
  }

  /** Whether any of these changes can matter to tags. */
  synchronized boolean note(List<Change> changes) {
    var ports = new LinkedHashSet<PortName>();
    var keys = new LinkedHashSet<ResourceKey>();
    var all = false;
    for (var change : changes) {
      var key = change.key();
      switch (key.kind()) {
        case PORT_FIELDS, TAG_STOPS -> PortName.parse(key.name()).ifPresent(ports::add);
        case SUBJECT -> ofSubject(key.name()).ifPresent(ports::add);
        case FLOW, QUERY_PLAN -> ports.addAll(written(change));
        case EXTERNAL_JOB -> {
          ports.addAll(written(change));
          ports.addAll(writtenByJobs());
        }
        case PARAMETERS ->
            ports.addAll(
                writtenBy.getOrDefault(new ResourceKey(ResourceKind.FLOW, key.name()), Set.of()));
        case DATA_PRODUCT, DATA_CONTRACT, ASSIGNMENTS -> keys.add(key);
        case TERM -> all = true;
        default -> {}
      }
    }
    var told = new Taken(all, ports, keys);
    if (told.equals(Taken.NOTHING)) {
      return false;
    }
    open = open.with(told);
    return true;
  }

  /** The port whose values the schemas of a subject are for, in the standard context. */
  private static Optional<PortName> ofSubject(String name) {
    return name.endsWith(VALUE)
        ? PortName.parse(name.substring(0, name.length() - VALUE.length()))
        : Optional.empty();
  }

  private Set<PortName> written(Change change) {
    var ports = new LinkedHashSet<>(writtenBy.getOrDefault(change.key(), Set.of()));
    var now = change.resource().map(ChangedPorts::writes).orElse(Set.of());
    if (now.isEmpty()) {
      writtenBy.remove(change.key());
    } else {
      writtenBy.put(change.key(), now);
    }
    ports.addAll(now);
    return ports;
  }

  /** Jobs outside hand on by datasets between, which are no ports: any of these may be meant. */
  private Set<PortName> writtenByJobs() {
    return writtenBy.entrySet().stream()
        .filter(one -> one.getKey().kind() == ResourceKind.EXTERNAL_JOB)
        .flatMap(one -> one.getValue().stream())
        .collect(Collectors.toSet());
  }

  private static Set<PortName> writes(Resource writer) {
    return switch (writer.kind()) {
      case FLOW -> FlowFields.writes(writer);
      case QUERY_PLAN -> QueryIndex.writes(writer);
      default -> ForeignColumns.writes(writer);
    };
  }

  synchronized void noteAll() {
    open = Taken.ALL;
  }

  synchronized Taken take() {
    var taken = open;
    open = Taken.NOTHING;
    return taken;
  }

  synchronized void putBack(Taken taken) {
    open = taken.with(open);
  }
}
