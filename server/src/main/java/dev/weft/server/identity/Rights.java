package dev.weft.server.identity;

import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.Group;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.spi.MeshState;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Who answers for what, as the resources of one moment say. */
public final class Rights {
  private final MeshState state;

  public Rights(MeshState state) {
    this.state = state;
  }

  /** The roles that a person holds everywhere, by themselves and by their groups. */
  public Set<String> roles(User user) {
    var roles = new TreeSet<>(user.roles());
    for (var group : state.all(ResourceKind.GROUP, Group.class)) {
      if (group.members().contains(user.name()) || user.groups().contains(group.name())) {
        roles.addAll(group.roles());
      }
    }
    return roles;
  }

  /** The groups of a person, named on either side. */
  public Set<String> groups(User user) {
    var groups = new TreeSet<>(user.groups());
    state.all(ResourceKind.GROUP, Group.class).stream()
        .filter(group -> group.members().contains(user.name()))
        .forEach(group -> groups.add(group.name()));
    return groups;
  }

  public List<String> ownedBy(String person) {
    return products(product -> product.owners().contains(person));
  }

  /** The products and domains whose metadata this person answers for. */
  public List<String> stewardedBy(String person) {
    var all = new TreeSet<>(products(product -> product.stewards().contains(person)));
    state.all(ResourceKind.DOMAIN, Domain.class).stream()
        .filter(domain -> domain.governance().stewards().contains(person))
        .forEach(domain -> all.add(domain.name()));
    return List.copyOf(all);
  }

  public boolean owns(Caller caller, DataProduct product) {
    return product.owners().contains(caller.name());
  }

  /** Whether this person sits in the governing body of the domain. */
  public boolean governs(Caller caller, String domain) {
    return state
        .find(ResourceKind.DOMAIN, domain, Domain.class)
        .map(found -> found.governance().body())
        .map(body -> body.contains(caller.name()))
        .orElse(false);
  }

  /** Whether this person may change the product and what belongs to it. */
  public boolean mayChange(Caller caller, DataProduct product) {
    return caller.isAdmin() || owns(caller, product);
  }

  /**
   * Who decides on a request for a port: the product's owners; where the only owner is who asks,
   * the governing body of its domain.
   */
  public Set<String> approvers(PortName port, String requester) {
    var product = state.find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class);
    if (product.isEmpty()) {
      return Set.of();
    }
    var owners = without(product.get().owners(), requester);
    if (!owners.isEmpty()) {
      return owners;
    }
    return state
        .find(ResourceKind.DOMAIN, product.get().domain(), Domain.class)
        .map(domain -> without(domain.governance().body(), requester))
        .orElse(Set.of());
  }

  private static Set<String> without(Collection<String> people, String person) {
    var rest = new TreeSet<>(people);
    rest.remove(person);
    return rest;
  }

  private List<String> products(Predicate<DataProduct> test) {
    return state.all(ResourceKind.DATA_PRODUCT, DataProduct.class).stream()
        .filter(test)
        .map(DataProduct::id)
        .toList();
  }
}
