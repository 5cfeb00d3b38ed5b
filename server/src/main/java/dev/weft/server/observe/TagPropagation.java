package dev.weft.server.observe;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets tags travel along flows, from glossary terms and from registered schemas: whenever fields,
 * tags, flows, terms or subjects change, the fields of ports get the tags of the fields that they
 * come from, of the terms that they are assigned to and of their schema, and lose those that came
 * so and are there no more. Only ports are looked at to which flows lead from what has changed. A
 * tag that a steward has rejected stays rejected. A new field has its tags before its first record
 * can be read: {@link FieldRegistry} sees to that.
 */
public final class TagPropagation implements Fold {
  private static final Logger LOG = LoggerFactory.getLogger(TagPropagation.class);

  /** So that one command does not hold up the others for long; the rest follows at once. */
  private static final int PORTS_AT_ONCE = 500;

  private final MeshLog mesh;
  private final InheritedTags inherited;
  private final BooleanSupplier writes;
  private final Executor executor;
  private final ChangedPorts changed = new ChangedPorts();
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
    if (changed.note(changes)) {
      callForRun();
    }
  }

  private void callForRun() {
    if (due.compareAndSet(false, true)) {
      executor.execute(this::run);
    }
  }

  private void run() {
    due.set(false);
    var taken = changed.take();
    if (!writes.getAsBoolean()) {
      changed.noteAll(); // The other one may end before it has come to this.
      return;
    }
    try {
      if (mesh.decide((state, now) -> decide(state, taken)) == PORTS_AT_ONCE) {
        changed.putBack(taken);
        callForRun();
      }
    } catch (RuntimeException e) {
      changed.putBack(taken);
      LOG.warn("Tags could not be passed on along flows; the next change tries again", e);
    }
  }

  private MeshLog.Decided<Integer> decide(MeshState state, ChangedPorts.Taken taken) {
    var ports = inherited.flows().reachedFrom(state, taken.ports(state));
    var settled =
        new SettledTags(state, inherited).settle(ports).stream().limit(PORTS_AT_ONCE).toList();
    if (settled.isEmpty()) {
      return MeshLog.Decided.nothing(0);
    }
    var puts = new ArrayList<MeshLog.Put>();
    var events = new ArrayList<AuditEvent>();
    for (var fields : settled) {
      var key = new ResourceKey(ResourceKind.PORT_FIELDS, fields.port());
      puts.add(MeshLog.Put.of(key, Json.tree(fields), PrincipalId.WEFT));
      var detail = Json.object().put("port", fields.port());
      events.add(new AuditEvent(PrincipalId.WEFT, "field.propagate", fields.port(), true, detail));
    }
    return new MeshLog.Decided<>(puts, List.of(), events, puts.size());
  }
}
