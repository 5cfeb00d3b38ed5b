package dev.weft.server.apply;

import dev.weft.model.ClientKey;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.model.format.Documents;
import dev.weft.model.governance.DomainStanding;
import dev.weft.model.governance.ProductLife;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.server.access.EnforcedPolicies;
import dev.weft.server.business.BusinessChecks;
import dev.weft.server.identity.AccessToken;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.people.People;
import dev.weft.server.parameters.ContextParameters;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Removes resources that nothing refers to any more, with what hangs on them. */
public final class Deletions {
  private final MeshLog mesh;
  private final Documents documents = new Documents();

  public Deletions(MeshLog mesh) {
    this.mesh = mesh;
  }

  public void delete(Caller caller, ResourceKey key) {
    mesh.decide((state, now) -> decide(caller, key, state, now));
  }

  private MeshLog.Decided<ResourceKey> decide(
      Caller caller, ResourceKey key, MeshState state, Instant now) {
    var resource =
        state
            .get(key)
            .orElseThrow(
                () ->
                    Problem.missing("no-such-resource", "There is no " + key + ".", "")
                        .asException());
    caller.require(
        new Ownership(state, List.of()).mayWrite(caller, key, resource.document()),
        "not-yours",
        caller.name() + " may not delete " + key + ".",
        "Its owners, the governing body of its domain, or an administrator may.");
    refuseIfUsed(key, state, now);
    var opened = new EnforcedPolicies(state, now).added(List.of(Fold.Change.delete(key)));
    if (!opened.isEmpty()) {
      throw new ProblemException(EnforcedPolicies.problems(opened));
    }
    var gone = new ArrayList<ResourceKey>();
    gone.add(key);
    var puts = new ArrayList<MeshLog.Put>();
    hanging(key).stream().filter(other -> state.get(other).isPresent()).forEach(gone::add);
    if (key.kind() == ResourceKind.USER) {
      endPerson(caller, key.name(), state, gone, puts);
    }
    var details = Json.object();
    details.set("before", resource.document());
    var event = new AuditEvent(caller.id(), "resource.delete", key.toString(), true, details);
    return new MeshLog.Decided<>(puts, gone, List.of(event), key);
  }

  private static boolean isOf(SourceDesignation one, ResourceKey key) {
    return switch (key.kind()) {
      case DOMAIN -> one.domain().equals(key.name());
      case TERM -> one.term().equals(key.name());
      case DATA_PRODUCT -> one.port().startsWith(key.name() + ".");
      default -> false;
    };
  }

  /** What has no meaning without it. */
  private static List<ResourceKey> hanging(ResourceKey key) {
    return switch (key.kind()) {
      case FLOW -> List.of(FlowParameters.key(key.name()), FlowDeployer.controlKey(key.name()));
      case PARAMETER_CONTEXT -> List.of(ContextParameters.key(key.name()));
      case GROUP ->
          List.of(
              new ResourceKey(ResourceKind.ORIGIN, People.GROUP + key.name()),
              new ResourceKey(ResourceKind.NOTICE_CHOICE, "group:" + key.name()),
              new ResourceKey(ResourceKind.NOTICE_MARKS, "group:" + key.name()));
      case USER ->
          Stream.of(
                  ResourceKind.ORIGIN,
                  ResourceKind.ISSUER_GRANT,
                  ResourceKind.SERVICE,
                  ResourceKind.ABSENCE,
                  ResourceKind.INBOX_MARKS,
                  ResourceKind.NOTICE_CHOICE,
                  ResourceKind.NOTICE_MARKS)
              .map(kind -> new ResourceKey(kind, key.name()))
              .toList();
      case DOMAIN -> List.of(DomainStanding.key(key.name()));
      case DATA_PRODUCT -> List.of(ProductLife.key(key.name()));
      default -> List.of();
    };
  }

  /** A person who is gone leaves no password, token or key behind. */
  private static void endPerson(
      Caller caller, String name, MeshState state, List<ResourceKey> gone, List<MeshLog.Put> puts) {
    var id = PrincipalId.user(name);
    var password = new ResourceKey(ResourceKind.PASSWORD, name);
    if (state.get(password).isPresent()) {
      gone.add(password);
    }
    for (var token : state.all(ResourceKind.ACCESS_TOKEN)) {
      if (token.as(AccessToken.class).principal().equals(id)) {
        gone.add(token.key());
      }
    }
    for (var key : state.all(ResourceKind.CLIENT_KEY)) {
      if (key.as(ClientKey.class).principal().equals(id)) {
        puts.add(
            MeshLog.Put.of(key.key(), key.document().deepCopy().put("revoked", true), caller.id()));
      }
    }
  }

  private void refuseIfUsed(ResourceKey key, MeshState state, Instant now) {
    var users =
        documents.referencesTo(key, new KnownResources(state)).stream()
            .map(ResourceKey::toString)
            .collect(Collectors.toCollection(ArrayList::new));
    if (key.kind() == ResourceKind.DATA_PRODUCT) {
      state.all(ResourceKind.SUBSCRIPTION, Subscription.class).stream()
          .filter(one -> one.port().startsWith(key.name() + ".") && one.grantsAt(now))
          .forEach(one -> users.add("Subscription/" + one.id() + " of " + one.principal()));
    }
    state.all(ResourceKind.SOURCE_DESIGNATION, SourceDesignation.class).stream()
        .filter(one -> isOf(one, key))
        .forEach(one -> users.add("the source of '" + one.term() + "' in " + one.domain()));
    if (key.kind() == ResourceKind.DOMAIN) {
      state
          .get(DomainStanding.key(key.name()))
          .map(found -> found.as(DomainStanding.class).stage())
          .filter(stage -> stage != DomainStanding.Stage.NONE)
          .ifPresent(stage -> users.add("its standing, which is " + stage.word()));
    }
    if (key.kind() == ResourceKind.BUSINESS_METADATA) {
      BusinessChecks.user(new KnownResources(state), key.name())
          .ifPresent(asset -> users.add("values of " + asset));
    }
    if (!users.isEmpty()) {
      throw Problem.conflict(
              "still-in-use",
              key + " is still in use by " + String.join(", ", users) + ".",
              "Remove or revoke these first.")
          .asException();
    }
  }
}
