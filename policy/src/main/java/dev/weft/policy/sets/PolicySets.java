package dev.weft.policy.sets;

import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.policy.ranger.Imported;
import dev.weft.policy.ranger.RangerImport;
import dev.weft.policy.ranger.Sources;
import dev.weft.spi.Fold;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every imported policy set ready to answer, as the mesh is now.
 *
 * <p>Follows the log; compiles a set when it is first asked after a change. Safe for any thread.
 */
public final class PolicySets implements Fold {
  private static final Logger LOG = LoggerFactory.getLogger(PolicySets.class);

  private final Map<String, Resource> headers = new TreeMap<>();
  private final Map<String, String> pieces = new HashMap<>();
  private final Map<String, Optional<Ready>> ready = new ConcurrentHashMap<>();
  private final Map<String, Imported> last = new ConcurrentHashMap<>();

  /**
   * A set that can be asked.
   *
   * @param host the time zone in which the set's times without one are meant
   */
  public record Ready(Imported imported, ZoneId host) {}

  @Override
  public synchronized void apply(List<Change> changes) {
    for (var change : changes) {
      var name = change.key().name();
      if (change.key().kind() == ResourceKind.POLICY_SET) {
        change.resource().ifPresentOrElse(it -> headers.put(name, it), () -> forget(name));
        ready.remove(name);
      } else if (change.key().kind() == ResourceKind.POLICY_SET_PART) {
        change
            .resource()
            .ifPresentOrElse(
                it -> pieces.put(name, it.document().path("data").asText()),
                () -> pieces.remove(name));
        ready.remove(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
      }
    }
  }

  private void forget(String name) {
    headers.remove(name);
    last.remove(name);
  }

  /**
   * Reads what is to become of a set. What has not changed since the set was read last is taken
   * over as it was compiled; so is, later, what is read here.
   *
   * @throws dev.weft.model.ProblemException when a file is not what it should be
   */
  public Imported read(String name, Sources sources) {
    var imported = new RangerImport(sources, Optional.ofNullable(last.get(name))).read();
    last.put(name, imported);
    return imported;
  }

  /** What there is, by name. */
  public synchronized List<SetHeader> list() {
    var all = new ArrayList<SetHeader>();
    for (var resource : headers.values()) {
      header(resource).ifPresent(all::add);
    }
    return all;
  }

  /** The set of this name; empty when there is none, or none that can be read. */
  public Optional<Ready> find(String name) {
    var known = ready.get(name);
    return known != null ? known : compile(name);
  }

  private synchronized Optional<Ready> compile(String name) {
    return ready.computeIfAbsent(
        name,
        key -> Optional.ofNullable(headers.get(name)).flatMap(this::header).flatMap(this::read));
  }

  private Optional<SetHeader> header(Resource resource) {
    try {
      return Optional.of(resource.as(SetHeader.class));
    } catch (IllegalArgumentException e) {
      LOG.error("{} cannot be read: {}", resource.key(), e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Ready> read(SetHeader header) {
    var parts = new ArrayList<String>();
    for (var i = 0; i < header.parts(); i++) {
      parts.add(pieces.getOrDefault(StoredSet.partKey(header.name(), i).name(), ""));
    }
    var sources = new StoredSet(parts, header.sha256()).sources();
    if (sources.isEmpty()) {
      LOG.error("Policy set {} lies broken in the log; nothing is decided by it", header.name());
    }
    return sources.flatMap(its -> compiled(header.name(), its));
  }

  private Optional<Ready> compiled(String name, Sources sources) {
    try {
      return Optional.of(new Ready(read(name, sources), sources.host()));
    } catch (RuntimeException e) {
      LOG.error("A policy set that was imported once cannot be read any more", e);
      return Optional.empty();
    }
  }
}
