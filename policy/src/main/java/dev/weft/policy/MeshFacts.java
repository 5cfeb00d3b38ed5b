package dev.weft.policy;

import dev.weft.model.ClientKey;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.FlowSpec;
import dev.weft.model.Group;
import dev.weft.model.PolicySpec;
import dev.weft.model.PortFields;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.Role;
import dev.weft.model.Subscription;
import dev.weft.model.User;
import dev.weft.model.Zone;
import dev.weft.spi.Fold;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the mesh that decisions are made from. Not safe for threads: the engine guards it.
 *
 * <p>A document that cannot be read as its noun counts as absent, which denies; a policy or group
 * that cannot be read might have hidden something, so then nobody reads anything until it is
 * repaired. Checks at apply time keep such documents out.
 */
final class MeshFacts {
  private static final Logger LOG = LoggerFactory.getLogger(MeshFacts.class);

  private final Map<String, User> users = new HashMap<>();
  private final Map<String, Group> groups = new HashMap<>();
  private final Map<String, Role> roles = new HashMap<>();
  private final Zones zones = new Zones();
  private final Map<String, Domain> domains = new HashMap<>();
  private final Map<String, DataProduct> products = new HashMap<>();
  private final Map<String, Contract> contracts = new HashMap<>();
  private final Map<String, PortFields> portFields = new HashMap<>();
  private final Map<String, ClientKey> keys = new HashMap<>();
  private final Subscriptions subscriptions = new Subscriptions();
  private final PolicyIndex policies = new PolicyIndex();
  private final PublishedKeys publishedKeys = new PublishedKeys();
  private final TreeSet<ResourceKey> unreadable = new TreeSet<>();

  private final Conditions conditions;

  MeshFacts(Conditions conditions) {
    this.conditions = conditions;
  }

  /** Takes a change in and says what it touches. */
  Touched apply(Fold.Change change) {
    var name = change.key().name();
    return switch (change.key().kind()) {
      case USER -> {
        put(users, change, User.class);
        yield Touched.principal(PrincipalId.user(name));
      }
      case GROUP -> {
        put(groups, change, Group.class);
        yield Touched.everything();
      }
      case ROLE -> {
        put(roles, change, Role.class);
        yield Touched.everything();
      }
      case ZONE -> {
        put(zones.byName(), change, Zone.class);
        yield Touched.everything();
      }
      case DOMAIN -> {
        put(domains, change, Domain.class);
        yield Touched.everything();
      }
      case DATA_PRODUCT -> {
        put(products, change, DataProduct.class);
        yield Touched.product(name);
      }
      case DATA_CONTRACT -> {
        put(contracts, change, Contract.class);
        yield Touched.ports(port -> contractId(port).filter(name::equals).isPresent());
      }
      case PORT_FIELDS -> {
        put(portFields, change, PortFields.class);
        yield Touched.ports(port -> port.topic().equals(name));
      }
      case CLIENT_KEY -> {
        put(keys, change, ClientKey.class);
        yield Touched.keys(Optional.ofNullable(keys.get(name)).flatMap(ClientKey::expiresAt));
      }
      case FLOW -> flow(change);
      case SUBSCRIPTION -> subscription(change);
      case POLICY -> policy(change);
      default -> Touched.nothing();
    };
  }

  private <T> Optional<T> put(Map<String, T> all, Fold.Change change, Class<T> noun) {
    var read = change.resource().flatMap(resource -> read(resource, noun));
    read.ifPresentOrElse(
        value -> all.put(change.key().name(), value), () -> all.remove(change.key().name()));
    if (change.resource().isEmpty() || read.isPresent()) {
      unreadable.remove(change.key());
    }
    return read;
  }

  private Touched subscription(Fold.Change change) {
    var after = change.resource().flatMap(resource -> read(resource, Subscription.class));
    var before =
        after.isPresent()
            ? subscriptions.put(after.get())
            : subscriptions.remove(change.key().name());
    return Touched.subscriptions(before, after);
  }

  private Touched flow(Fold.Change change) {
    var after = change.resource().flatMap(resource -> read(resource, FlowSpec.class));
    var touched = publishedKeys.put(change.key().name(), after);
    return touched.isEmpty()
        ? Touched.nothing()
        : Touched.ports(port -> touched.contains(port.topic()));
  }

  private Touched policy(Fold.Change change) {
    var after =
        change
            .resource()
            .flatMap(this::readPolicy)
            .map(spec -> new CompiledPolicy(spec, conditions));
    var wasUnreadable = unreadable.contains(change.key());
    if (change.resource().isEmpty() || after.isPresent()) {
      unreadable.remove(change.key());
    }
    var before =
        after.isPresent() ? policies.put(after.get()) : policies.remove(change.key().name());
    return wasUnreadable || unreadable.contains(change.key())
        ? Touched.everything()
        : Touched.policies(before, after);
  }

  /** One without a type or under another name is none that anybody has checked. */
  private Optional<PolicySpec> readPolicy(Resource resource) {
    var spec =
        read(resource, PolicySpec.class)
            .filter(read -> read.type() != null && resource.name().equals(read.name()));
    if (spec.isEmpty()) {
      unreadable.add(resource.key());
    }
    return spec;
  }

  private <T> Optional<T> read(Resource resource, Class<T> noun) {
    try {
      return Optional.of(resource.as(noun));
    } catch (IllegalArgumentException e) {
      LOG.error("{} cannot be read and is not in force: {}", resource.key(), e.getMessage());
      unreadable.add(resource.key());
      return Optional.empty();
    }
  }

  /** The policy or group that cannot be read, so that nothing may be; empty when all is well. */
  Optional<ResourceKey> unreadable() {
    return unreadable.stream()
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
          Optional.ofNullable(users.get(id.name()))
              .filter(user -> !user.disabled())
              .map(user -> Readers.of(id, user, groups.values(), roles.values()));
      case PRODUCT -> Optional.ofNullable(products.get(id.name())).map(product -> Readers.of(id));
      case AGENT -> Optional.of(Readers.of(id)).filter(agent -> isKnownAgent(id));
      case SYSTEM -> Optional.empty();
    };
  }

  /** An agent is nobody without a key of its own or a subscription. */
  private boolean isKnownAgent(PrincipalId id) {
    return subscriptions.names(id)
        || keys.values().stream().anyMatch(key -> !key.revoked() && key.principal().equals(id));
  }

  Optional<PortFacts> port(PortName name) {
    var product = Optional.ofNullable(products.get(name.product()));
    return product.flatMap(
        found ->
            found
                .outputPort(name.port())
                .map(
                    port ->
                        new PortFactsReader()
                            .read(
                                found,
                                port,
                                contractId(name).map(contracts::get),
                                Optional.ofNullable(portFields.get(name.topic())),
                                Optional.ofNullable(domains.get(found.domain())),
                                publishedKeys.of(name.topic()),
                                zones)));
  }

  private Optional<String> contractId(PortName name) {
    return Optional.ofNullable(products.get(name.product()))
        .flatMap(product -> product.outputPort(name.port()))
        .flatMap(port -> Optional.ofNullable(port.contractId()));
  }

  PolicyIndex policies() {
    return policies;
  }

  Collection<Subscription> subscriptions(PrincipalId principal, PortName port) {
    return subscriptions.of(principal, port.topic());
  }

  Optional<ClientKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** The key that is bound to this certificate; empty also when several are. */
  Optional<ClientKey> certificate(String fingerprint, Instant now) {
    var bound =
        keys.values().stream()
            .filter(key -> key.certificate().equals(fingerprint) && key.validAt(now))
            .limit(2)
            .toList();
    return bound.size() == 1 ? Optional.of(bound.get(0)) : Optional.empty();
  }
}
