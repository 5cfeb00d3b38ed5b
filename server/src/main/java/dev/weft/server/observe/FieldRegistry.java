package dev.weft.server.observe;

import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortFields.KnownField;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Ports;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.Classifier.Candidate;
import dev.weft.spi.Classifier.Finding;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Classifies fields when they are first seen and writes what was found to the mesh log, before the
 * writer that waits for it makes their records readable.
 */
public final class FieldRegistry implements FieldObserver {
  private static final int FIELDS_PER_PORT_MAX = 5_000;

  private final MeshLog mesh;
  private final Function<Candidate, List<Finding>> classify;
  private final Executor executor;
  private final Inherited inherited;
  private final Map<PortName, Known> known = new ConcurrentHashMap<>();

  /** Which tags a field of a port has from the fields that it comes from. */
  public interface Inherited {
    List<FieldTag> of(MeshState state, PortName port, String field);
  }

  /** Where no tags travel along flows. */
  public FieldRegistry(
      MeshLog mesh, Function<Candidate, List<Finding>> classify, Executor executor) {
    this(mesh, classify, executor, (state, port, field) -> List.of());
  }

  public FieldRegistry(
      MeshLog mesh,
      Function<Candidate, List<Finding>> classify,
      Executor executor,
      Inherited inherited) {
    this.inherited = inherited;
    this.mesh = mesh;
    this.classify = classify;
    this.executor = executor;
  }

  @Override
  public Set<String> known(PortName port) {
    var resource = mesh.state().get(key(port));
    if (resource.isEmpty()) {
      return Set.of();
    }
    var cached = known.get(port);
    if (cached == null || cached.version() != resource.get().version()) {
      cached =
          new Known(
              resource.get().version(),
              Set.copyOf(resource.get().as(PortFields.class).fields().keySet()));
      known.put(port, cached);
    }
    return cached.paths();
  }

  private record Known(long version, Set<String> paths) {}

  @Override
  public CompletableFuture<Void> seen(PortName port, Map<String, FieldSample> samples) {
    return CompletableFuture.runAsync(() -> classifyNew(port, samples), executor);
  }

  private void classifyNew(PortName port, Map<String, FieldSample> samples) {
    if (known(port).containsAll(samples.keySet())) {
      return;
    }
    mesh.decide((state, now) -> decide(state, now, port, samples));
  }

  private MeshLog.Decided<Integer> decide(
      MeshState state, Instant now, PortName port, Map<String, FieldSample> samples) {
    var before = fields(state, port);
    var contract = Ports.contract(state, port);
    var next = new LinkedHashMap<>(before.fields());
    var events = new ArrayList<AuditEvent>();
    samples.forEach(
        (path, sample) -> {
          if (next.containsKey(path) || next.size() >= FIELDS_PER_PORT_MAX) {
            return;
          }
          var declared = contract.flatMap(found -> Declared.find(found.fields(), path));
          var field =
              new KnownField(
                  declared.map(Contract.Field::logicalType).orElse(sample.type()),
                  declared.isPresent(),
                  now,
                  JoinedTags.of(
                      tags(
                          port, path, sample, declared.map(Contract.Field::description).orElse("")),
                      inherited.of(state, port, path)));
          next.put(path, field);
          events.add(event(port, path, field));
        });
    if (events.isEmpty()) {
      return MeshLog.Decided.nothing(0);
    }
    var document = Json.tree(new PortFields(port.topic(), next));
    return new MeshLog.Decided<>(
        List.of(MeshLog.Put.of(key(port), document, PrincipalId.WEFT)),
        List.of(),
        events,
        events.size());
  }

  private List<FieldTag> tags(PortName port, String path, FieldSample sample, String description) {
    return classify
        .apply(new Candidate(port.product(), path, sample.type(), description, sample.values()))
        .stream()
        .map(
            finding ->
                new FieldTag(
                    finding.tag(),
                    finding.confidence(),
                    finding.evidence(),
                    "classifier",
                    FieldTag.Status.SUGGESTED))
        .toList();
  }

  private static PortFields fields(MeshState state, PortName port) {
    return state
        .find(ResourceKind.PORT_FIELDS, port.topic(), PortFields.class)
        .orElse(new PortFields(port.topic(), Map.of()));
  }

  private static ResourceKey key(PortName port) {
    return new ResourceKey(ResourceKind.PORT_FIELDS, port.topic());
  }

  private static AuditEvent event(PortName port, String path, KnownField field) {
    var details = Json.object().put("field", path).put("inContract", field.inContract());
    details.set("tags", Json.MAPPER.valueToTree(field.tags()));
    return new AuditEvent(PrincipalId.WEFT, "field.seen", port.topic(), true, details);
  }
}
