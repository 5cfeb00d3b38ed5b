package dev.weft.server.governance;

import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.Domain.Publishing;
import dev.weft.model.Nearest;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.governance.ProductLife;
import dev.weft.model.governance.ProductLife.Stage;
import dev.weft.server.access.Insiders;
import dev.weft.server.apply.Applier;
import dev.weft.server.apply.KnownResources;
import dev.weft.server.apply.LifeChanges;
import dev.weft.server.apply.ProductGaps;
import dev.weft.server.apply.ProductParts;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The life of products by people's acts: an owner proposes, a steward or the domain's governing
 * body approves, an owner makes it active, deprecates and retires it.
 */
public final class ProductLives {
  private final MeshLog mesh;
  private final Applier applier;

  public ProductLives(MeshLog mesh, Applier applier) {
    this.mesh = mesh;
    this.applier = applier;
  }

  /** What one can do. */
  public enum Act {
    PROPOSE,
    APPROVE,
    REJECT,
    ACTIVATE,
    DEPRECATE,
    RETIRE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads its word. */
    public static Act of(String word) {
      return Arrays.stream(values())
          .filter(act -> act.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  Problem.missing(
                          "unknown-act",
                          "One cannot '" + word + "' a product.",
                          Nearest.hint(
                              word, Arrays.stream(values()).map(Act::word).toList(), "acts"))
                      .asException());
    }
  }

  /**
   * How it is done.
   *
   * @param force why it is retired although others still read it
   */
  public record Wanted(String comment, String force) {}

  public void act(Caller caller, String id, Act act, Wanted wanted) {
    var comment = Words.checked("comment", wanted.comment());
    new Insiders(mesh.state(), caller).require(id, missing(id));
    switch (act) {
      case ACTIVATE -> move(caller, id, "active", "", comment);
      case DEPRECATE -> move(caller, id, "deprecated", "", comment);
      case RETIRE -> move(caller, id, "retired", Words.checked("force", wanted.force()), comment);
      default ->
          mesh.decide(
              (state, now) ->
                  LifeChanges.decided(
                      caller.id(), judge(caller, state, now, id, act, wanted.comment())));
    }
  }

  private void move(Caller caller, String id, String status, String force, String comment) {
    var state = mesh.state();
    mustComeBefore(id, stage(state, require(state, id)), status);
    var unused = applier.move(caller, id, status, force, comment);
  }

  /** What comes before a status; files may jump, acts do not. */
  private static void mustComeBefore(String id, Stage stage, String status) {
    var may =
        switch (status) {
          case "active" -> stage.compareTo(Stage.ACTIVE) < 0 || stage == Stage.DEPRECATED;
          case "deprecated" -> stage == Stage.ACTIVE;
          default -> stage == Stage.ACTIVE || stage == Stage.DEPRECATED;
        };
    if (!may) {
      throw Problem.conflict(
              "wrong-stage",
              "The product '%s' is %s, so it cannot become %s.".formatted(id, stage.word(), status),
              "'weft product show " + id + "' says what comes next.")
          .asException();
    }
  }

  static ProductLife judge(
      Caller caller, MeshState state, Instant now, String id, Act act, String comment) {
    var resource = require(state, id);
    var product = resource.as(DataProduct.class);
    var life = LifeChanges.life(state, id);
    var print = LifeChanges.print(resource.document());
    if (act == Act.PROPOSE) {
      caller.require(
          new Rights(state).owns(caller, product),
          "not-yours",
          caller.name() + " may not propose the product '" + id + "'.",
          "Its owners may.");
      mustBeDraft(id, life.at(product.status(), print));
      mustBeComplete(product, state);
      return life.propose(caller.id(), now, print, Words.checked("comment", comment));
    }
    requireJudge(caller, state, product, act);
    return act == Act.APPROVE
        ? life.approve(caller.id(), now, print, Words.checked("comment", comment))
        : life.reject(caller.id(), now, print, Words.required("comment", comment));
  }

  private static void requireJudge(Caller caller, MeshState state, DataProduct product, Act act) {
    var governors = Governors.of(state, product.domain());
    caller.require(
        governors.governs(caller) || product.stewards().contains(caller.name()),
        "not-yours",
        caller.name() + " may not " + act.word() + " the product '" + product.id() + "'.",
        "Its stewards and those of its domain, and the domain's governing body, may.");
    caller.require(
        !product.owners().contains(caller.name()),
        "four-eyes",
        "Nobody decides on a product of their own.",
        "Another steward, or somebody else of the governing body, does.");
  }

  private static void mustBeDraft(String id, Stage stage) {
    if (stage != Stage.DRAFT) {
      throw Problem.conflict(
              "wrong-stage",
              "The product '" + id + "' is " + stage.word() + " already.",
              "'weft product show " + id + "' says what comes next.")
          .asException();
    }
  }

  private static void mustBeComplete(DataProduct product, MeshState state) {
    var gaps = gaps(product, state);
    if (!gaps.isEmpty()) {
      throw new ProblemException(
          gaps.stream()
              .map(gap -> Problem.conflict("incomplete-product", gap.sentence(), gap.hint()))
              .toList());
    }
  }

  static List<ProductGaps.Gap> gaps(DataProduct product, MeshState state) {
    return ProductGaps.of(product, new ProductParts(new KnownResources(state)));
  }

  static Stage stage(MeshState state, Resource product) {
    return LifeChanges.life(state, product.name())
        .at(product.as(DataProduct.class).status(), LifeChanges.print(product.document()));
  }

  /** What it takes in the product's domain that it becomes active. */
  static Publishing publishing(MeshState state, DataProduct product) {
    return state
        .find(ResourceKind.DOMAIN, product.domain(), Domain.class)
        .map(domain -> domain.governance().publishing())
        .orElse(Publishing.FILE);
  }

  static Resource require(MeshState state, String id) {
    return state
        .get(new ResourceKey(ResourceKind.DATA_PRODUCT, id))
        .orElseThrow(() -> missing(id).asException());
  }

  static Problem missing(String id) {
    return Problem.missing(
        "no-such-product",
        "There is no product '" + id + "'.",
        "'weft search WORDS' finds products.");
  }

  /** Which acts this person could do now, before all that is checked of the document. */
  static List<Act> acts(Caller caller, MeshState state, Instant now, Resource resource) {
    var product = resource.as(DataProduct.class);
    var stage = stage(state, resource);
    var owns = new Rights(state).mayChange(caller, product);
    var first = publishing(state, product) == Publishing.APPROVAL ? Stage.APPROVED : Stage.DRAFT;
    return Arrays.stream(Act.values())
        .filter(
            act ->
                switch (act) {
                  case ACTIVATE ->
                      owns
                          && (stage == Stage.DEPRECATED
                              || (stage.compareTo(first) >= 0
                                  && stage.compareTo(Stage.ACTIVE) < 0));
                  case DEPRECATE -> owns && stage == Stage.ACTIVE;
                  case RETIRE -> owns && (stage == Stage.ACTIVE || stage == Stage.DEPRECATED);
                  default -> Trials.passes(() -> judge(caller, state, now, product.id(), act, "?"));
                })
        .toList();
  }
}
