package dev.weft.server.requests;

import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Insiders;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;

/** Who may wish for what, offer it, and end a wish, as of one moment. */
public final class WishRights {
  private static final int OPEN_MAX = 50;
  private static final int TITLE_LENGTH_MAX = 200;
  private static final int TEXT_LENGTH_MAX = 4_000;

  private final MeshState state;
  private final Caller caller;

  public WishRights(MeshState state, Caller caller) {
    this.state = state;
    this.caller = caller;
  }

  /** Whether this caller is asked for an answer: who governs or tends the domain of a wish. */
  public boolean concerns(Wish wish) {
    var rights = new Rights(state);
    return !wish.domain().isEmpty()
        && caller.id().type() == PrincipalId.Type.USER
        && (rights.governs(caller, wish.domain()) || rights.tends(caller, wish.domain()));
  }

  void mustWish(Wishes.Wanted wanted) {
    var problems = new ArrayList<Problem>();
    within("title", wanted.title(), 1, TITLE_LENGTH_MAX, problems);
    within("description", wanted.description(), 0, TEXT_LENGTH_MAX, problems);
    within("purpose", wanted.purpose(), 1, TEXT_LENGTH_MAX, problems);
    if (!wanted.domain().isEmpty()
        && state.find(ResourceKind.DOMAIN, wanted.domain(), Domain.class).isEmpty()) {
      problems.add(
          Problem.input(
              "domain-not-found",
              Place.field("domain"),
              "No domain is called '" + wanted.domain() + "'.",
              "'weft get domain' lists them; or leave it out."));
    }
    var open =
        state.all(ResourceKind.WISH, Wish.class).stream()
            .filter(wish -> wish.by().equals(caller.id()) && wish.status() == Wish.Status.OPEN)
            .count();
    if (open >= OPEN_MAX) {
      problems.add(
          Problem.conflict(
              "too-many-wishes",
              "You have " + open + " open wishes.",
              "Withdraw some: weft wish close ID --withdrawn."));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private static void within(
      String field, String text, int least, int most, List<Problem> problems) {
    if (text.length() < least || text.length() > most) {
      problems.add(
          Problem.input(
              "bad-length",
              Place.field(field),
              "'" + field + "' has " + least + " to " + most + " characters.",
              ""));
    }
  }

  void mustOffer(String id, String product, String text) {
    var problems = new ArrayList<Problem>();
    within("text", text, 1, TEXT_LENGTH_MAX, problems);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    if (product.isEmpty()) {
      caller.require(
          !new Rights(state).ownedBy(caller.name()).isEmpty() || governsSomething(),
          "not-an-owner",
          "Only who owns a product or governs a domain offers one.",
          "Vote for it: weft wish vote " + id + ".");
    } else {
      mustOwn(product);
    }
  }

  /** What a wish becomes, if the caller may end it so. */
  Wish.Status end(Wish wish, Wishes.End end) {
    var isWisher = wish.by().equals(caller.id());
    var problems = new ArrayList<Problem>();
    within("why", end.why(), end.status().equals("declined") ? 1 : 0, TEXT_LENGTH_MAX, problems);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    switch (end.status()) {
      case "fulfilled" -> {
        if (isWisher) {
          product(end.product());
        } else {
          mustOwn(end.product());
        }
        return Wish.Status.FULFILLED;
      }
      case "declined" -> {
        caller.require(
            caller.isAdmin()
                || (!wish.domain().isEmpty() && new Rights(state).governs(caller, wish.domain())),
            "not-yours",
            "Only who governs its domain declines a wish.",
            "Say in an offer what could be had instead.");
        return Wish.Status.DECLINED;
      }
      case "withdrawn" -> {
        caller.require(
            isWisher || caller.isAdmin(), "not-yours", "Only who has asked withdraws.", "");
        return Wish.Status.WITHDRAWN;
      }
      default ->
          throw Problem.input(
                  "bad-value",
                  Place.field("status"),
                  "A wish cannot become '" + end.status() + "'.",
                  "It is fulfilled, declined or withdrawn.")
              .asException();
    }
  }

  private void mustOwn(String product) {
    var found = product(product);
    caller.require(
        new Rights(state).mayChange(caller, found),
        "not-an-owner",
        "Only an owner of " + product + " offers it.",
        "'weft describe product " + product + "' names the owners.");
  }

  private DataProduct product(String product) {
    return state
        .find(ResourceKind.DATA_PRODUCT, product, DataProduct.class)
        .filter(found -> new Insiders(state, caller).knowsOf(found))
        .orElseThrow(
            () ->
                Problem.input(
                        "product-not-found",
                        Place.field("product"),
                        "No product is called '" + product + "'.",
                        "'weft search WORDS' finds products.")
                    .asException());
  }

  private boolean governsSomething() {
    var rights = new Rights(state);
    return state.all(ResourceKind.DOMAIN, Domain.class).stream()
        .anyMatch(domain -> rights.governs(caller, domain.name()));
  }
}
