package dev.weft.policy;

import dev.weft.model.ClientKey;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.FlowSpec;
import dev.weft.model.Group;
import dev.weft.model.PolicySpec;
import dev.weft.model.PortFields;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Role;
import dev.weft.model.Subscription;
import dev.weft.model.User;
import dev.weft.model.Zone;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.spi.Fold;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads changed documents as the nouns that they are, which takes longest, and changes nothing. */
final class Documents {
  private static final Logger LOG = LoggerFactory.getLogger(Documents.class);

  private final Conditions conditions;

  Documents(Conditions conditions) {
    this.conditions = conditions;
  }

  /**
   * A change with its document read; empty when it is deleted or cannot be read.
   *
   * @param isUnreadable whether there is a document that decisions need and cannot be read
   */
  record Prepared(ResourceKey key, Optional<?> noun, boolean isUnreadable) {
    <T> Optional<T> as(Class<T> type) {
      return noun.map(type::cast);
    }

    /** The noun, if it is one of these. */
    <T> Optional<T> ifIs(Class<T> type) {
      return noun.filter(type::isInstance).map(type::cast);
    }
  }

  Prepared prepare(Fold.Change change) {
    var kind = change.key().kind();
    var type = type(kind);
    Optional<?> noun =
        kind == ResourceKind.POLICY
            ? change.resource().flatMap(this::readPolicy)
            : change.resource().flatMap(one -> type.flatMap(as -> read(one, as)));
    return new Prepared(
        change.key(), noun, type.isPresent() && change.resource().isPresent() && noun.isEmpty());
  }

  /** As what documents of a kind are read; empty: decisions do not depend on them. */
  private static Optional<Class<?>> type(ResourceKind kind) {
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
      case POLICY -> Optional.of(PolicySpec.class);
      case SOURCE_DESIGNATION -> Optional.of(SourceDesignation.class);
      default -> Optional.empty();
    };
  }

  /** One without a type or under another name is none that anybody has checked. */
  private Optional<?> readPolicy(Resource resource) {
    return read(resource, PolicySpec.class)
        .filter(read -> read.type() != null && resource.name().equals(read.name()))
        .map(
            spec ->
                spec.type() == PolicySpec.Type.EGRESS
                    ? new EgressPolicy(spec)
                    : new CompiledPolicy(spec, conditions));
  }

  private static <T> Optional<T> read(Resource resource, Class<T> noun) {
    try {
      return Optional.of(resource.as(noun));
    } catch (IllegalArgumentException e) {
      LOG.error("{} cannot be read and is not in force: {}", resource.key(), e.getMessage());
      return Optional.empty();
    }
  }
}
