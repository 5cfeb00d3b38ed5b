package dev.weft.server.observe;

import dev.weft.model.Json;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortFields.KnownField;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets tags travel along flows, from glossary terms and from registered schemas: whenever fields,
 * tags, flows, terms or subjects change, the fields of ports get the tags of the fields that they
 * come from, of the terms that they are assigned to and of their schema, and lose those that came
 * so and are there no more. A tag that a steward has rejected stays rejected. A new field has its
 * tags before its first record can be read: {@link FieldRegistry} sees to that.
 */
public final class TagPropagation implements Fold {
  private static final Logger LOG = LoggerFactory.getLogger(TagPropagation.class);

  private static final Set<ResourceKind> CONCERNS =
      Set.of(
          ResourceKind.PORT_FIELDS,
          ResourceKind.FLOW,
          ResourceKind.PARAMETERS,
          ResourceKind.TERM,
          ResourceKind.ASSIGNMENTS,
          ResourceKind.SUBJECT,
          ResourceKind.DATA_CONTRACT,
          ResourceKind.DATA_PRODUCT);

  private final MeshLog mesh;
  private final InheritedTags inherited;
  private final BooleanSupplier writes;
  private final Executor executor;
  private final AtomicBoolean due = new AtomicBoolean();

  /** Changes nothing while {@code writes} is false: another server does. */
  public TagPropagation(
      MeshLog mesh, InheritedTags inherited, BooleanSupplier writes, Executor executor) {
    this.mesh = mesh;
    this.inherited = inherited;
    this.writes = writes;
    this.executor = executor;
  }

  @Override
  public void apply(List<Change> changes) {
    var concerns = changes.stream().map(change -> change.key().kind()).anyMatch(CONCERNS::contains);
    if (concerns && due.compareAndSet(false, true)) {
      executor.execute(this::run);
    }
  }

  private void run() {
    due.set(false);
    if (writes.getAsBoolean()) {
      try {
        mesh.decide(this::decide);
      } catch (RuntimeException e) {
        LOG.warn("Tags could not be passed on along flows; the next change tries again", e);
      }
    }
  }

  /** One step along every flow; what it changes leads to the next. */
  private MeshLog.Decided<Integer> decide(MeshState state, Instant now) {
    var puts = new ArrayList<MeshLog.Put>();
    var events = new ArrayList<AuditEvent>();
    for (var resource : state.all(ResourceKind.PORT_FIELDS)) {
      var before = resource.as(PortFields.class);
      var port = PortName.parse(before.port());
      if (port.isPresent()) {
        var after = passedOn(state, port.get(), before);
        if (!after.equals(before)) {
          var key = new ResourceKey(ResourceKind.PORT_FIELDS, resource.name());
          puts.add(MeshLog.Put.of(key, Json.tree(after), PrincipalId.WEFT));
          var detail = Json.object().put("port", before.port());
          events.add(
              new AuditEvent(PrincipalId.WEFT, "field.propagate", before.port(), true, detail));
        }
      }
    }
    return puts.isEmpty()
        ? MeshLog.Decided.nothing(0)
        : new MeshLog.Decided<>(puts, List.of(), events, puts.size());
  }

  private PortFields passedOn(MeshState state, PortName port, PortFields before) {
    var fields = new LinkedHashMap<String, KnownField>();
    var ofPort = inherited.of(state, port);
    before
        .fields()
        .forEach(
            (path, field) ->
                fields.put(
                    path,
                    new KnownField(
                        field.type(),
                        field.inContract(),
                        field.firstSeen(),
                        with(field.tags(), ofPort.apply(path)))));
    return new PortFields(before.port(), fields);
  }

  /** Own tags first; those that came from elsewhere are the ones that come now. */
  static List<FieldTag> with(List<FieldTag> tags, List<FieldTag> inherited) {
    var all = new ArrayList<FieldTag>();
    tags.stream().filter(tag -> !InheritedTags.isOne(tag)).forEach(all::add);
    for (var tag : inherited) {
      if (all.stream().noneMatch(one -> one.tag().equals(tag.tag()))) {
        all.add(tag);
      }
    }
    return List.copyOf(all);
  }
}
