package dev.weft.server.governance;

import dev.weft.model.Domain;
import dev.weft.model.Group;
import dev.weft.model.Nearest;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.model.governance.Electorate;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.server.identity.Service;
import dev.weft.spi.MeshState;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Who governs a domain as things are: people who can act, those of groups included, and no
 * programs: with theirs one person would have two voices. Administrators are not among them unless
 * the domain names them.
 */
record Governors(String domain, Electorate body, Set<PrincipalId> stewards) {
  /**
   * Of a domain.
   *
   * @throws dev.weft.model.ProblemException when there is none
   */
  static Governors of(MeshState state, String name) {
    var governance =
        state
            .find(ResourceKind.DOMAIN, name, Domain.class)
            .map(Domain::governance)
            .orElseThrow(() -> missing(state, name).asException());
    return new Governors(
        name,
        new Electorate(people(state, governance.body()), governance.quorum()),
        people(state, governance.stewards()));
  }

  private static Problem missing(MeshState state, String name) {
    var names = state.all(ResourceKind.DOMAIN).stream().map(one -> one.name()).toList();
    return Problem.missing(
        "no-such-domain",
        "There is no domain '" + name + "'.",
        Nearest.hint(name, names, "domains"));
  }

  /** Those who can log in, by themselves or as members of a group. */
  private static Set<PrincipalId> people(MeshState state, Collection<String> names) {
    var all = new HashSet<PrincipalId>();
    for (var name : names) {
      state
          .find(ResourceKind.USER, name, User.class)
          .filter(user -> isPerson(state, user))
          .ifPresent(user -> all.add(PrincipalId.user(user.name())));
      if (state.find(ResourceKind.GROUP, name, Group.class).isPresent()) {
        var rights = new Rights(state);
        state.all(ResourceKind.USER, User.class).stream()
            .filter(user -> isPerson(state, user) && rights.groups(user).contains(name))
            .forEach(user -> all.add(PrincipalId.user(user.name())));
      }
    }
    return all;
  }

  private static boolean isPerson(MeshState state, User user) {
    return !user.disabled()
        && state.get(new ResourceKey(ResourceKind.SERVICE, user.name())).isEmpty();
  }

  /** The body without those who answer for a principal: they would decide for themselves. */
  Electorate bodyAbout(MeshState state, PrincipalId principal) {
    return body.without(
        body.people().stream().filter(one -> answersFor(state, one, principal)).toList());
  }

  private static boolean answersFor(MeshState state, PrincipalId one, PrincipalId principal) {
    return Service.isOwned(state, principal, one.name())
        || (principal.type() == PrincipalId.Type.PRODUCT
            && new Rights(state).ownedBy(one.name()).contains(principal.name()));
  }

  boolean sits(Caller caller) {
    return body.people().contains(caller.id());
  }

  boolean tends(Caller caller) {
    return stewards.contains(caller.id());
  }

  boolean governs(Caller caller) {
    return sits(caller) || tends(caller);
  }

  void requireSteward(Caller caller, String act) {
    caller.require(
        tends(caller),
        "not-yours",
        caller.name() + " may not " + act + " in the domain '" + domain + "'.",
        "Its stewards may.");
  }

  void requireBody(Caller caller, String act) {
    caller.require(
        sits(caller),
        "not-yours",
        caller.name() + " may not " + act + " in the domain '" + domain + "'.",
        "Its governing body may.");
  }

  void requireGovernor(Caller caller, String act) {
    caller.require(
        governs(caller),
        "not-yours",
        caller.name() + " may not " + act + " in the domain '" + domain + "'.",
        "Its governing body and its stewards may.");
  }
}
