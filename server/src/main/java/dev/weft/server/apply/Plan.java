package dev.weft.server.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.model.format.Checked;
import dev.weft.model.format.Diff;
import dev.weft.server.identity.Caller;
import dev.weft.server.parameters.BoundValues;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What one apply changes, put together resource by resource. */
final class Plan {
  private final Caller caller;
  private final MeshState state;
  private final ContextUsers contexts;
  private final ContractLife life;
  private final Publication publication;
  private final String force;
  private final List<MeshLog.Put> puts = new ArrayList<>();
  private final List<AuditEvent> events = new ArrayList<>();
  private final List<Applier.Change> changes = new ArrayList<>();

  /** {@code force}: why it is applied although others rely on what it ends; empty: it is not. */
  Plan(
      Caller caller,
      MeshState state,
      ContextUsers contexts,
      ContractLife life,
      Publication publication,
      String force) {
    this.life = life;
    this.publication = publication;
    this.force = force;
    this.caller = caller;
    this.state = state;
    this.contexts = contexts;
  }

  void document(Checked one) {
    var before = state.get(one.key());
    var old = before.map(Resource::document);
    if (old.map(one.tree()::equals).orElse(false)) {
      var unchanged = one.key().kind() == ResourceKind.PARAMETER_CONTEXT;
      change(one.key(), "unchanged", List.of(), unchanged ? List.of() : notes(one));
      return;
    }
    change(one.key(), old.isEmpty() ? "create" : "change", Diff.lines(old, one.tree()), notes(one));
    put(one.key(), one.tree(), before);
  }

  /**
   * Bound parameters; the diff shows that a secret changed, never what it is.
   *
   * @param owner the flow or context to which they are bound
   */
  void parameters(ResourceKey owner, ResourceKey key, BoundValues before, BoundValues after) {
    if (before.equals(after)) {
      return;
    }
    var diff = new ArrayList<String>();
    after
        .plain()
        .forEach(
            (name, value) -> {
              if (!Objects.equals(before.plain().get(name), value)) {
                diff.add("+ " + name + ": " + value);
              }
            });
    after
        .secrets()
        .forEach(
            (name, value) -> {
              if (!Objects.equals(before.secrets().get(name), value)) {
                diff.add("+ " + name + ": (secret)");
              }
            });
    change(key, state.get(key).isEmpty() ? "create" : "change", diff, contexts.notes(owner));
    puts.add(MeshLog.Put.of(key, Json.tree(after), caller.id()));
    var details = Json.object();
    diff.forEach(details.putArray("diff")::add);
    events.add(new AuditEvent(caller.id(), "parameters.set", owner.toString(), true, details));
  }

  /** A product has another status: its life goes on, with what was said. */
  void life(Checked one, Instant now, String comment) {
    LifeChanges.moved(state, now, caller.id(), one, comment)
        .map(after -> LifeChanges.decided(caller.id(), after))
        .ifPresent(
            decided -> {
              puts.addAll(decided.puts());
              events.addAll(decided.audit());
            });
  }

  /** A grant ends with the port that it is for. */
  void end(Subscription subscription, Instant now) {
    var ended = subscription.revoke(caller.id(), now, force);
    var key = new ResourceKey(ResourceKind.SUBSCRIPTION, subscription.id());
    change(
        key,
        "change",
        List.of("ends: " + subscription.principal() + " read " + subscription.port()),
        List.of());
    puts.add(MeshLog.Put.of(key, Json.tree(ended), caller.id()));
    var details = Json.object();
    details.set("before", Json.tree(subscription));
    details.set("after", Json.tree(ended));
    events.add(
        new AuditEvent(caller.id(), "subscription.revoke", subscription.port(), true, details));
  }

  MeshLog.Decided<Applier.Applied> decided(boolean applied) {
    return new MeshLog.Decided<>(
        puts, List.of(), events, new Applier.Applied(List.copyOf(changes), applied));
  }

  private void put(ResourceKey key, ObjectNode document, Optional<Resource> before) {
    puts.add(MeshLog.Put.of(key, document, caller.id()));
    var details = Json.object();
    before.ifPresent(old -> details.set("before", old.document()));
    details.set("after", document);
    if (!force.isEmpty()) {
      details.put("force", force);
    }
    var action = before.isEmpty() ? "resource.create" : "resource.change";
    events.add(new AuditEvent(caller.id(), action, key.toString(), true, details));
  }

  private void change(ResourceKey key, String action, List<String> diff, List<String> notes) {
    changes.add(new Applier.Change(key.kind().word(), key.name(), action, diff, notes));
  }

  private List<String> notes(Checked one) {
    return switch (one.key().kind()) {
      case DATA_CONTRACT -> life.notes(one);
      case DATA_PRODUCT -> publication.notes(one);
      default -> contexts.notes(one.key());
    };
  }
}
