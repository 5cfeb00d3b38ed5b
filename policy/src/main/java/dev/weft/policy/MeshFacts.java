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
import dev.weft.model.ResourceKind;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the mesh that decisions are made from. The engine guards it: many may ask at a time,
 * and nobody while a change is taken in.
 *
 * <p>A document that cannot be read as its noun counts as absent, which denies; a policy or group
 * that cannot be read might have hidden something, so then nobody reads anything until it is
 * repaired. Checks at apply time keep such documents out.
 */
final class MeshFacts {
  private static final Logger LOG = LoggerFactory.getLogger(MeshFacts.class);

  private final Map<String, User> users = new HashMap<>();

  /** Those users who have asked, with their groups and roles found; kept while these are. */
  private final ConcurrentMap<String, Reader> people = new ConcurrentHashMap<>();

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

  /**
   * A change with its document read as the noun that it is; empty when it is deleted or cannot be
   * read.
   */
  record Prepared(Fold.Change change, Optional<?> noun) {
    private <T> Optional<T> as(Class<T> type) {
      return noun.map(type::cast);
    }

    private boolean isReadable() {
      return change.resource().isEmpty() || noun.isPresent();
    }
  }

  /** Reads the document, which takes longest, and changes nothing. */
  Prepared prepare(Fold.Change change) {
    var kind = change.key().kind();
    Optional<?> noun =
        kind == ResourceKind.POLICY
            ? change.resource().flatMap(this::readPolicy)
            : change.resource().flatMap(one -> noun(kind).flatMap(type -> read(one, type)));
    return new Prepared(change, noun);
  }

  private static Optional<Class<?>> noun(ResourceKind kind) {
    return switch (kind) {
      case USER -> Optional.of(User.class);
      case GROUP -> Optional.of(Group.class);
      case ROLE -> Optional.of(Role.class);
      case ZONE -> Optional.of(Zone.class);
      case DOMAIN -> Optional.of(Domain.class);
      case DATA_PRODUCT -> Optional.of(DataProduct.class);
      case DATA_CONTRACT -> Optional.of(Contract.class);
      case PORT_FIELDS -> Optional.of(PortFields.class);
      case CLIENT_KEY -> Optional.of(ClientKey.class);
      case FLOW -> Optional.of(FlowSpec.class);
      case SUBSCRIPTION -> Optional.of(Subscription.class);
      default -> Optional.empty();
    };
  }

  /** Takes a change in and says what it touches. */
  Touched apply(Prepared prepared) {
    var key = prepared.change().key();
    var name = key.name();
    var wasUnreadable = unreadable.remove(key);
    if (!prepared.isReadable()
        && (key.kind() == ResourceKind.POLICY || noun(key.kind()).isPresent())) {
      unreadable.add(key);
    }
    return switch (key.kind()) {
      case USER -> {
        put(users, prepared, User.class);
        people.remove(name);
        yield Touched.principal(PrincipalId.user(name));
      }
      case GROUP -> {
        put(groups, prepared, Group.class);
        people.clear();
        yield Touched.everything();
      }
      case ROLE -> {
        put(roles, prepared, Role.class);
        people.clear();
        yield Touched.everything();
      }
      case ZONE -> {
        put(zones.byName(), prepared, Zone.class);
        yield Touched.everything();
      }
      case DOMAIN -> {
        put(domains, prepared, Domain.class);
        yield Touched.everything();
      }
      case DATA_PRODUCT -> {
        put(products, prepared, DataProduct.class);
        yield Touched.product(name);
      }
      case DATA_CONTRACT -> {
        put(contracts, prepared, Contract.class);
        yield Touched.ports(port -> contractId(port).filter(name::equals).isPresent());
      }
      case PORT_FIELDS -> {
        put(portFields, prepared, PortFields.class);
        yield Touched.ports(port -> port.topic().equals(name));
      }
      case CLIENT_KEY -> {
        put(keys, prepared, ClientKey.class);
        yield Touched.keys(Optional.ofNullable(keys.get(name)).flatMap(ClientKey::expiresAt));
      }
      case FLOW -> flow(name, prepared.as(FlowSpec.class));
      case SUBSCRIPTION -> subscription(name, prepared.as(Subscription.class));
      case POLICY -> policy(key, prepared.as(CompiledPolicy.class), wasUnreadable);
      default -> Touched.nothing();
    };
  }

  private static <T> void put(Map<String, T> all, Prepared prepared, Class<T> type) {
    var name = prepared.change().key().name();
    prepared.as(type).ifPresentOrElse(noun -> all.put(name, noun), () -> all.remove(name));
  }

  private Touched subscription(String name, Optional<Subscription> after) {
    var before = after.isPresent() ? subscriptions.put(after.get()) : subscriptions.remove(name);
    return Touched.subscriptions(before, after);
  }

  private Touched flow(String name, Optional<FlowSpec> after) {
    var touched = publishedKeys.put(name, after);
    return touched.isEmpty()
        ? Touched.nothing()
        : Touched.ports(port -> touched.contains(port.topic()));
  }

  private Touched policy(ResourceKey key, Optional<CompiledPolicy> after, boolean wasUnreadable) {
    var before = after.isPresent() ? policies.put(after.get()) : policies.remove(key.name());
    return wasUnreadable || unreadable.contains(key)
        ? Touched.everything()
        : Touched.policies(before, after);
  }

  /** One without a type or under another name is none that anybody has checked. */
  private Optional<CompiledPolicy> readPolicy(Resource resource) {
    return read(resource, PolicySpec.class)
        .filter(read -> read.type() != null && resource.name().equals(read.name()))
        .map(spec -> new CompiledPolicy(spec, conditions));
  }

  private static <T> Optional<T> read(Resource resource, Class<T> noun) {
    try {
      return Optional.of(resource.as(noun));
    } catch (IllegalArgumentException e) {
      LOG.error("{} cannot be read and is not in force: {}", resource.key(), e.getMessage());
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
              .map(user -> people.computeIfAbsent(id.name(), any -> person(id, user)));
      case PRODUCT -> Optional.ofNullable(products.get(id.name())).map(product -> Readers.of(id));
      case AGENT -> Optional.of(Readers.of(id)).filter(agent -> isKnownAgent(id));
      case SYSTEM -> Optional.empty();
    };
  }

  private Reader person(PrincipalId id, User user) {
    return Readers.of(id, user, groups.values(), roles.values());
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
