package dev.weft.server.identity;

import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.Group;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Role;
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
    var groups = groups(user);
    var roles = new TreeSet<>(user.roles());
    state.all(ResourceKind.GROUP, Group.class).stream()
        .filter(group -> groups.contains(group.name()))
        .forEach(group -> roles.addAll(group.roles()));
    return roles;
  }

  /** These and the roles that hold them, or the person, or one of their groups. */
  public Set<String> allRoles(User user) {
    var groups = groups(user);
    var roles = new TreeSet<>(roles(user));
    var all = state.all(ResourceKind.ROLE, Role.class);
    while (all.stream()
        .anyMatch(role -> holds(role, user.name(), groups, roles) && roles.add(role.name()))) {
      // Once more: what was added may hold another.
    }
    return roles;
  }

  private static boolean holds(Role role, String user, Set<String> groups, Set<String> roles) {
    return role.users().contains(user)
        || role.groups().stream().anyMatch(groups::contains)
        || role.roles().stream().anyMatch(roles::contains);
  }

  /** The groups of a person, named on either side, and those that these are part of. */
  public Set<String> groups(User user) {
    var groups = new TreeSet<>(user.groups());
    var all = state.all(ResourceKind.GROUP, Group.class);
    all.stream()
        .filter(group -> group.members().contains(user.name()))
        .forEach(group -> groups.add(group.name()));
    while (all.stream()
        .anyMatch(
            group ->
                group.groups().stream().anyMatch(groups::contains) && groups.add(group.name()))) {
      // Once more: what was added may be part of another.
    }
    return groups;
  }

  /** The people in a group, named on either side, and those of the groups that are part of it. */
  public Set<String> members(String group) {
    var all = state.all(ResourceKind.GROUP, Group.class);
    var within = new TreeSet<>(Set.of(group));
    while (all.stream()
        .anyMatch(one -> within.contains(one.name()) && within.addAll(one.groups()))) {
      // Once more: what was added may have parts of its own.
    }
    var people = new TreeSet<String>();
    all.stream()
        .filter(one -> within.contains(one.name()))
        .forEach(one -> people.addAll(one.members()));
    state.all(ResourceKind.USER, User.class).stream()
        .filter(user -> user.groups().stream().anyMatch(within::contains))
        .forEach(user -> people.add(user.name()));
    return people;
  }

  public List<String> ownedBy(String person) {
    return products(product -> product.owners().contains(person));
  }

  /** The products and domains whose metadata this person answers for. */
  public List<String> stewardedBy(String person) {
    var all = new TreeSet<>(products(product -> product.stewards().contains(person)));
    state.all(ResourceKind.DOMAIN, Domain.class).stream()
        .filter(domain -> isAmong(person, domain.governance().stewards()))
        .forEach(domain -> all.add(domain.name()));
    return List.copyOf(all);
  }

  public boolean owns(Caller caller, DataProduct product) {
    return product.owners().contains(caller.name());
  }

  /** Whether this person is a steward of the product or of its domain. */
  public boolean tends(Caller caller, DataProduct product) {
    return product.stewards().contains(caller.name()) || tends(caller, product.domain());
  }

  /** Whether this person owns or tends the product, or governs its domain. */
  public boolean answersFor(Caller caller, String product) {
    return state
        .find(ResourceKind.DATA_PRODUCT, product, DataProduct.class)
        .filter(one -> owns(caller, one) || tends(caller, one) || governs(caller, one.domain()))
        .isPresent();
  }

  /** The stewards of a product and of its domain. */
  public Set<String> tendersOf(DataProduct product) {
    var all = new TreeSet<>(product.stewards());
    state
        .find(ResourceKind.DOMAIN, product.domain(), Domain.class)
        .ifPresent(domain -> all.addAll(people(domain.governance().stewards())));
    return all;
  }

  /** Whether this person is a steward of the domain. */
  public boolean tends(Caller caller, String domain) {
    return state
        .find(ResourceKind.DOMAIN, domain, Domain.class)
        .map(found -> isAmong(caller.name(), found.governance().stewards()))
        .orElse(false);
  }

  /** Whether this person sits in the governing body of the domain. */
  public boolean governs(Caller caller, String domain) {
    return state
        .find(ResourceKind.DOMAIN, domain, Domain.class)
        .map(found -> found.governance().body())
        .map(body -> isAmong(caller.name(), body))
        .orElse(false);
  }

  /** Whether a person is named there, or is in a group that is. */
  private boolean isAmong(String person, Collection<String> names) {
    if (names.contains(person)) {
      return true;
    }
    var hasGroups =
        names.stream()
            .anyMatch(name -> state.get(new ResourceKey(ResourceKind.GROUP, name)).isPresent());
    return hasGroups
        && state
            .find(ResourceKind.USER, person, User.class)
            .filter(user -> groups(user).stream().anyMatch(names::contains))
            .isPresent();
  }

  /** Whether this person may change the product and what belongs to it. */
  public boolean mayChange(Caller caller, DataProduct product) {
    return caller.isAdmin() || owns(caller, product);
  }

  /** Those who are named, and the members of the groups among them. */
  public Set<String> people(Collection<String> names) {
    var people = new TreeSet<>(names);
    names.stream()
        .filter(name -> state.get(new ResourceKey(ResourceKind.GROUP, name)).isPresent())
        .forEach(group -> people.addAll(members(group)));
    return people;
  }

  private List<String> products(Predicate<DataProduct> test) {
    return state.all(ResourceKind.DATA_PRODUCT, DataProduct.class).stream()
        .filter(test)
        .map(DataProduct::id)
        .toList();
  }
}
