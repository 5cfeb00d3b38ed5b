package dev.weft.policy;

import dev.weft.model.ClientKey;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.FlowSpec;
import dev.weft.model.Group;
import dev.weft.model.PortFields;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.Role;
import dev.weft.model.Subscription;
import dev.weft.model.User;
import dev.weft.model.Zone;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.policy.Documents.Prepared;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/**
 * The part of the mesh that decisions are made from, at one moment. Immutable: a change makes
 * another, which shares with this all that has not changed.
 *
 * <p>A document that cannot be read as its noun counts as absent, which denies; a policy or group
 * that cannot be read might have hidden something, so then nobody reads anything until it is
 * repaired. Checks at apply time keep such documents out.
 */
record MeshFacts(
    Nouns nouns,
    Subscriptions allSubscriptions,
    PolicyIndex policies,
    PublishedKeys publishedKeys,
    PSortedSet<ResourceKey> unreadables,
    People people) {

  static MeshFacts none() {
    return new MeshFacts(
        Nouns.NONE,
        Subscriptions.NONE,
        PolicyIndex.NONE,
        PublishedKeys.NONE,
        TreePSet.empty(),
        new People());
  }

  /** The facts after a change, and what it touches. */
  record Changed(MeshFacts facts, Touched touched) {}

  /** Takes a change in. */
  Changed after(Prepared change) {
    var key = change.key();
    var name = key.name();
    var was = unreadables.contains(key);
    var now = change.isUnreadable() == was ? this : withUnreadable(key, change.isUnreadable());
    return switch (key.kind()) {
      case USER -> now.with(change, User.class, Touched.principal(PrincipalId.user(name)));
      case GROUP -> now.with(change, Group.class, Touched.everything());
      case ROLE -> now.with(change, Role.class, Touched.everything());
      case ZONE -> now.with(change, Zone.class, Touched.everything());
      case DOMAIN -> now.with(change, Domain.class, Touched.everything());
      case DATA_PRODUCT -> now.with(change, DataProduct.class, Touched.product(name));
      case DATA_CONTRACT -> now.contract(change);
      case PORT_FIELDS ->
          now.with(change, PortFields.class, Touched.ports(port -> port.topic().equals(name)));
      case CLIENT_KEY ->
          now.with(
              change,
              ClientKey.class,
              Touched.keys(change.as(ClientKey.class).flatMap(ClientKey::expiresAt)));
      case FLOW -> now.flow(name, change.as(FlowSpec.class));
      case SUBSCRIPTION -> now.subscription(name, change.as(Subscription.class));
      case POLICY -> now.policy(change, was);
      case SOURCE_DESIGNATION ->
          now.with(change, SourceDesignation.class, Touched.ports(port -> false));
      default -> new Changed(now, Touched.nothing());
    };
  }

  private MeshFacts withUnreadable(ResourceKey key, boolean is) {
    return new MeshFacts(
        nouns,
        allSubscriptions,
        policies,
        publishedKeys,
        is ? unreadables.plus(key) : unreadables.minus(key),
        people);
  }

  private Changed with(Prepared change, Class<?> type, Touched touched) {
    var after = nouns.with(type, change.key().name(), change.noun());
    return new Changed(
        new MeshFacts(after, allSubscriptions, policies, publishedKeys, unreadables, people),
        touched);
  }

  /** Which ports it is of is asked of the facts that hold then. */
  private Changed contract(Prepared change) {
    var name = change.key().name();
    return with(
        change,
        Contract.class,
        Touched.ports(port -> contractId(port).filter(name::equals).isPresent()));
  }

  private Changed subscription(String name, Optional<Subscription> after) {
    var id = after.map(Subscription::id).orElse(name);
    var before = allSubscriptions.get(id);
    var all = allSubscriptions.with(id, after);
    return new Changed(
        new MeshFacts(nouns, all, policies, publishedKeys, unreadables, people),
        Touched.subscriptions(before, after));
  }

  private Changed flow(String name, Optional<FlowSpec> after) {
    var keys = publishedKeys.with(name, after);
    var touched = publishedKeys.ports(name);
    touched.addAll(keys.ports(name));
    return new Changed(
        new MeshFacts(nouns, allSubscriptions, policies, keys, unreadables, people),
        touched.isEmpty()
            ? Touched.nothing()
            : Touched.ports(port -> touched.contains(port.topic())));
  }

  private Changed policy(Prepared change, boolean wasUnreadable) {
    var name = change.key().name();
    var before = policies.get(name);
    var after = change.ifIs(CompiledPolicy.class);
    var all = policies.with(name, after);
    // Policies of where flows send are kept apart: no answer about reading depends on them.
    var sending = nouns.with(EgressPolicy.class, name, change.ifIs(EgressPolicy.class));
    return new Changed(
        new MeshFacts(sending, allSubscriptions, all, publishedKeys, unreadables, people),
        wasUnreadable || change.isUnreadable()
            ? Touched.everything()
            : Touched.policies(before, after));
  }

  /** The policy or group that cannot be read, so that nothing may be; empty when all is well. */
  Optional<ResourceKey> unreadable() {
    if (unreadables.isEmpty()) {
      return Optional.empty();
    }
    return unreadables.stream()
        .filter(
            key ->
                switch (key.kind()) {
                  case POLICY, GROUP, ROLE, ZONE, DOMAIN -> true;
                  default -> false;
                })
        .findFirst();
  }

  Optional<Reader> reader(PrincipalId id) {
    return switch (id.type()) {
      case USER ->
          nouns
              .get(User.class, id.name())
              .filter(user -> !user.disabled())
              .map(user -> people.of(id, user, nouns));
      case PRODUCT -> nouns.get(DataProduct.class, id.name()).map(product -> Readers.of(id));
      case AGENT -> Optional.of(Readers.of(id)).filter(agent -> isKnownAgent(id));
      case SYSTEM -> Optional.empty();
    };
  }

  /** An agent is nobody without a key of its own or a subscription. */
  private boolean isKnownAgent(PrincipalId id) {
    return allSubscriptions.names(id)
        || nouns.every(ClientKey.class).stream()
            .anyMatch(key -> !key.revoked() && key.principal().equals(id));
  }

  boolean hasPort(PortName name) {
    return outputPort(name).isPresent();
  }

  /**
   * Who alone may write a port: its product, unless it is an authoritative source with a
   * provisioning point of its own. Where several are named, nobody may until one is left.
   */
  Set<PrincipalId> provisioners(PortName port) {
    var named =
        nouns.every(SourceDesignation.class).stream()
            .filter(one -> one.binds() && one.port().equals(port.topic()))
            .map(SourceDesignation::provisioner)
            .collect(Collectors.toUnmodifiableSet());
    return named.isEmpty() ? Set.of(PrincipalId.product(port.product())) : named;
  }

  /** Where flows of a product may send. */
  EgressRules egress(String product, boolean closed) {
    return EgressRules.of(
        product,
        nouns.get(DataProduct.class, product).map(DataProduct::domain).orElse(""),
        nouns.every(EgressPolicy.class),
        closed,
        unreadable().map(key -> key + " cannot be read, so nothing is sent until it is put right"));
  }

  private Optional<DataProduct.OutputPort> outputPort(PortName name) {
    return nouns
        .get(DataProduct.class, name.product())
        .flatMap(product -> product.outputPort(name.port()));
  }

  /** A port as it is at a moment. */
  Optional<PortFacts> port(PortName name, Instant at) {
    return nouns
        .get(DataProduct.class, name.product())
        .flatMap(
            product -> product.outputPort(name.port()).map(port -> port(name, product, port, at)));
  }

  private PortFacts port(
      PortName name, DataProduct product, DataProduct.OutputPort port, Instant at) {
    return new PortFactsReader(at)
        .read(
            product,
            port,
            contractId(name).flatMap(id -> nouns.get(Contract.class, id)),
            nouns.get(PortFields.class, name.topic()),
            nouns.get(Domain.class, product.domain()),
            publishedKeys.of(name.topic()),
            new Zones(nouns.every(Zone.class)));
  }

  private Optional<String> contractId(PortName name) {
    return outputPort(name).flatMap(port -> Optional.ofNullable(port.contractId()));
  }

  Collection<Subscription> subscriptions(PrincipalId principal, PortName port) {
    return allSubscriptions.of(principal, port.topic());
  }

  Optional<ClientKey> key(String id) {
    return nouns.get(ClientKey.class, id);
  }

  /** The key that is bound to this certificate; empty also when several are. */
  Optional<ClientKey> certificate(String fingerprint, Instant now) {
    var bound =
        nouns.every(ClientKey.class).stream()
            .filter(key -> key.certificate().equals(fingerprint) && key.validAt(now))
            .limit(2)
            .toList();
    return bound.size() == 1 ? Optional.of(bound.get(0)) : Optional.empty();
  }
}
