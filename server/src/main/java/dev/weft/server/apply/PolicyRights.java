package dev.weft.server.apply;

import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.NamePattern;
import dev.weft.model.PolicySpec;
import dev.weft.model.PolicySpec.Principals;
import dev.weft.model.PolicySpec.Priority;
import dev.weft.model.PolicySpec.Resources;
import dev.weft.model.PolicySpec.Rule;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.model.Zone;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who may write which policy, administrators aside: governing bodies what lies in their domains,
 * the admins of a security zone what lies in it, and those to whom a policy delegates what lies
 * within that policy's resources.
 */
final class PolicyRights {
  private final MeshState existing;
  private final MeshState state;
  private final Rights rights;

  /** Delegations count as they are, not as the same apply would make them. */
  PolicyRights(MeshState existing, MeshState state, Rights rights) {
    this.existing = existing;
    this.state = state;
    this.rights = rights;
  }

  boolean mayWrite(Caller caller, PolicySpec policy) {
    var mine = new ArrayList<Resources>();
    if (policy.zone().isEmpty()) {
      mine.add(governed(caller));
    } else {
      existing
          .find(ResourceKind.ZONE, policy.zone(), Zone.class)
          .filter(zone -> isAdmin(caller, zone))
          .ifPresent(zone -> mine.add(inside(zone)));
    }
    existing.all(ResourceKind.POLICY, PolicySpec.class).stream()
        .filter(other -> delegates(other, policy, caller))
        .map(PolicySpec::resources)
        .forEach(mine::add);
    return liesWithin(policy.resources(), mine);
  }

  private Resources governed(Caller caller) {
    var domains =
        state.all(ResourceKind.DOMAIN, Domain.class).stream()
            .map(Domain::name)
            .filter(domain -> rights.governs(caller, domain))
            .toList();
    return new Resources(domains, null, null, null, null);
  }

  /** Tags reach only the ports of the zone, so all of them are the admins' to use. */
  private static Resources inside(Zone zone) {
    var named = zone.resources();
    return new Resources(named.domains(), named.products(), named.ports(), null, List.of("*"));
  }

  private boolean isAdmin(Caller caller, Zone zone) {
    var admins = zone.admins();
    return names(
        new Principals(admins.users(), admins.groups(), admins.roles(), null, false, false),
        caller);
  }

  /** A policy that holds only sometimes delegates nothing, nor does one that takes things out. */
  private boolean delegates(PolicySpec by, PolicySpec policy, Caller caller) {
    var always = by.enabled() && by.validity().isEmpty() && by.when().isBlank();
    var noHigher = policy.priority() == Priority.NORMAL || by.priority() == Priority.OVERRIDE;
    // Who may let others read does not say thereby where flows send.
    var ofReading = policy.type() != PolicySpec.Type.EGRESS;
    return always
        && noHigher
        && ofReading
        && by.zone().equals(policy.zone())
        && by.resources().excludes().equals(new Resources(null, null, null, null, null).excludes())
        && by.rules().stream().anyMatch(rule -> delegates(rule, caller));
  }

  private boolean delegates(Rule rule, Caller caller) {
    return rule.delegate()
        && rule.when().isBlank()
        && names(rule.principals(), caller)
        && !names(rule.except(), caller);
  }

  private boolean names(Principals who, Caller caller) {
    var user = state.find(ResourceKind.USER, caller.name(), User.class);
    return user.isPresent()
        && (who.everyone()
            || who.users().contains(caller.name())
            || rights.groups(user.get()).stream().anyMatch(who.groups()::contains)
            || rights.allRoles(user.get()).stream().anyMatch(who.roles()::contains));
  }

  /** Whether each resource that is named lies within one of these. */
  private boolean liesWithin(Resources named, List<Resources> mine) {
    return named.domains().stream().allMatch(one -> any(mine, m -> covers(m.domains(), one)))
        && named.products().stream().allMatch(one -> any(mine, m -> coversProduct(m, one)))
        && named.ports().stream().allMatch(one -> any(mine, m -> coversPort(m, one)))
        && named.fields().stream().allMatch(one -> any(mine, m -> coversField(m, one)))
        && named.tags().stream().allMatch(one -> any(mine, m -> covers(m.tags(), one)));
  }

  private static boolean any(List<Resources> mine, Predicate<Resources> predicate) {
    return mine.stream().anyMatch(predicate);
  }

  private boolean coversProduct(Resources mine, String product) {
    return covers(mine.products(), product)
        || domainOf(product).filter(domain -> covers(mine.domains(), domain)).isPresent();
  }

  private boolean coversPort(Resources mine, String port) {
    var product = PortName.parse(port).map(PortName::product);
    return covers(mine.ports(), port)
        || product.filter(name -> coversProduct(mine, name)).isPresent();
  }

  private boolean coversField(Resources mine, String field) {
    var parts = field.split("\\.", 3);
    return covers(mine.fields(), field)
        || (parts.length == 3 && coversPort(mine, parts[0] + "." + parts[1]));
  }

  /** A pattern lies within another that covers it letter by letter, its stars included. */
  private static boolean covers(List<String> patterns, String name) {
    var wild = name.replaceAll("\\{[^}]*}", "*");
    return patterns.stream()
        .filter(pattern -> !pattern.contains("{"))
        .anyMatch(pattern -> NamePattern.of(pattern).matches(wild));
  }

  private Optional<String> domainOf(String product) {
    return state
        .find(ResourceKind.DATA_PRODUCT, product, DataProduct.class)
        .map(DataProduct::domain);
  }
}
