package dev.weft.server.requests;

import dev.weft.model.DataProduct;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.RequestReview;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** What people do so that a grant goes on: see {@link Renewals} for when it is asked of them. */
public final class Confirmations {
  private static final int AT_ONCE_MAX = 200;

  private final MeshLog mesh;
  private final Routing routing;

  public Confirmations(MeshLog mesh, Routing routing) {
    this.mesh = mesh;
    this.routing = routing;
  }

  /** Confirms that grants are still needed: all of these, or none. */
  public List<Subscription> certify(Caller caller, List<String> ids) {
    if (ids.isEmpty() || ids.size() > AT_ONCE_MAX) {
      throw Problem.input(
              "bad-number",
              Place.field("ids"),
              "One act confirms 1 to " + AT_ONCE_MAX + " grants.",
              "Name them by their ids.")
          .asException();
    }
    return mesh.decide(
        (state, now) -> {
          var changes = new ArrayList<Kept.Change>();
          for (var id : new LinkedHashSet<>(ids)) {
            var deciders = new Deciders(state, routing, now);
            var one = deciders.seen(caller, id);
            deciders.mustCertify(caller, one);
            mustHold(one, "confirmed");
            var after = one.with(one.reviewed().certified(caller.id(), now));
            changes.add(Kept.Change.of(caller.id(), "subscription.certify", one, after));
          }
          return Kept.decided(changes, changes.stream().map(Kept.Change::after).toList());
        });
  }

  /** Accepts the terms of use as they are now; of a product, one of its owners does. */
  public Subscription acceptTerms(Caller caller, String id, String version) {
    return mesh.decide(
        (state, now) -> {
          var one = new Deciders(state, routing, now).seen(caller, id);
          caller.require(
              one.principal().equals(caller.id()) || ownsAsker(state, caller, one),
              "not-yours",
              "Only " + one.principal() + " accepts these terms.",
              "They find them in their inbox.");
          if (one.status() != Subscription.Status.REQUESTED) {
            mustHold(one, "accepted");
          }
          var terms = PortName.parse(one.port()).flatMap(port -> TermsOfUse.of(state, port));
          if (terms.isEmpty() || !terms.get().version().equals(version)) {
            throw Problem.conflict(
                    "other-terms",
                    terms.isEmpty()
                        ? one.port() + " has no terms of use."
                        : "The terms of use of "
                            + one.port()
                            + " are version "
                            + terms.get().version()
                            + " by now.",
                    "Read them: weft asking " + one.port() + ".")
                .asException();
          }
          var after =
              one.with(
                  one.reviewed().accepted(new RequestReview.Acceptance(version, caller.id(), now)));
          var accepted = Kept.Change.of(caller.id(), "subscription.terms", one, after);
          return one.status() == Subscription.Status.REQUESTED
              ? Verdicts.byRule(state, now, routing.of(state, after), accepted)
              : Kept.decided(accepted);
        });
  }

  private static boolean ownsAsker(MeshState state, Caller caller, Subscription one) {
    return one.principal().type() == PrincipalId.Type.PRODUCT
        && state
            .find(ResourceKind.DATA_PRODUCT, one.principal().name(), DataProduct.class)
            .map(product -> product.owners().contains(caller.name()))
            .orElse(false);
  }

  private static void mustHold(Subscription one, String what) {
    if (one.status() != Subscription.Status.APPROVED) {
      throw Problem.conflict(
              "wrong-status",
              "Request " + one.id() + " gives no access, so nothing of it can be " + what + ".",
              "'weft requests' lists what does.")
          .asException();
    }
  }
}
