package dev.weft.server.glossary;

import dev.weft.catalog.glossary.AssignedTerms;
import dev.weft.catalog.glossary.Glossary;
import dev.weft.model.Assignments;
import dev.weft.model.Assignments.Assignment;
import dev.weft.model.Json;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.Term;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Assigns terms to products, ports and fields. Whoever answers for the data says what it means; the
 * stewards of a term propose it. What was rejected is remembered and not suggested again.
 *
 * <p>With a term its tags go, and with them masks: what others have accepted is taken back by
 * stewards and the domain's governing body, not by an owner, who approves the readers.
 */
public final class TermAssignments {
  private static final int PER_FIELD_MAX = 50;
  private static final int PER_ASSET_MAX = 5_000;
  private static final int TEXT_MAX = 1_000;

  private final MeshLog mesh;
  private final Glossary glossary;

  public TermAssignments(MeshLog mesh, Glossary glossary) {
    this.mesh = mesh;
    this.glossary = glossary;
  }

  /**
   * What somebody says.
   *
   * @param asset {@code product} or {@code product.port}
   * @param field a field of the port; empty for the asset itself
   * @param status empty: validated by who answers for the data, else proposed
   */
  public record Wanted(
      String asset,
      String field,
      String status,
      OptionalDouble confidence,
      String expression,
      String comment) {
    public Wanted {
      asset = asset == null ? "" : asset.strip();
      field = field == null ? "" : field.strip();
      status = status == null ? "" : status.strip();
      confidence = confidence == null ? OptionalDouble.empty() : confidence;
      expression = text("expression", expression);
      comment = text("comment", comment);
    }

    private static String text(String key, String text) {
      if (text != null && text.length() > TEXT_MAX) {
        throw Problem.input(
                "too-long",
                Place.field(key),
                "'" + key + "' has more than " + TEXT_MAX + " characters.",
                "Say it shorter.")
            .asException();
      }
      return text == null ? "" : text.strip();
    }
  }

  /** Assigns the term, or changes how it is assigned. */
  public Assignment assign(Caller caller, String term, Wanted wanted) {
    return mesh.decide(
        (state, now) -> {
          var found = requireTerm(state, term);
          var asset = Asset.of(state, caller, wanted.asset(), wanted.field());
          var status = status(caller, state, asset, found, wanted);
          if (!status.isAccepted()) {
            requireMayUnmask(caller, state, asset, term);
          }
          var assignment =
              new Assignment(
                  term,
                  status,
                  confidence(wanted),
                  "steward",
                  caller.name(),
                  wanted.expression(),
                  wanted.comment(),
                  now);
          return decided(caller, state, asset, term, Optional.of(assignment));
        });
  }

  /** Takes back what people have assigned; what a contract says stays. */
  public void remove(Caller caller, String term, String asset, String field) {
    var unused =
        mesh.decide(
            (state, now) -> {
              var from = Asset.of(state, caller, asset, field);
              var before =
                  assigned(state, from).of(field).stream()
                      .filter(one -> one.term().equals(term))
                      .findFirst()
                      .orElseThrow(() -> notAssigned(state, from, term));
              var own = before.by().equals(caller.name()) && !before.status().isAccepted();
              caller.require(
                  own || from.answers(caller, state),
                  "not-yours",
                  caller.name() + " does not answer for " + from.asset() + ".",
                  "Its owners and stewards, or those of its domain, may.");
              requireMayUnmask(caller, state, from, term);
              return decided(caller, state, from, term, Optional.<Assignment>empty());
            });
  }

  private void requireMayUnmask(Caller caller, MeshState state, Asset asset, String term) {
    var accepted =
        asset.assigned(state).stream()
            .filter(one -> one.term().equals(term) && one.status().isAccepted())
            .anyMatch(one -> !one.by().equals(caller.name()));
    var tags = glossary.withWider(term).stream().anyMatch(one -> !one.tags().isEmpty());
    caller.require(
        !accepted || !tags || asset.tends(caller, state),
        "not-yours",
        caller.name() + " may not take back what hides " + asset.words() + " from readers.",
        "Its stewards, or the stewards and the governing body of its domain, may.");
  }

  private static RuntimeException notAssigned(MeshState state, Asset from, String term) {
    var byContract =
        from
            .port()
            .map(port -> AssignedTerms.of(state, port).of(from.field()))
            .orElse(List.of())
            .stream()
            .anyMatch(one -> one.term().equals(term));
    return byContract
        ? Problem.conflict(
                "contract-says-so",
                "The contract of " + from.asset() + " names the term '" + term + "'.",
                "Change the contract, or reject the term here.")
            .asException()
        : Problem.missing(
                "not-assigned", from.words() + " is not assigned the term '" + term + "'.", "")
            .asException();
  }

  private static Term requireTerm(MeshState state, String name) {
    return state
        .find(ResourceKind.TERM, name, Term.class)
        .orElseThrow(() -> noSuchTerm(state, name));
  }

  static RuntimeException noSuchTerm(MeshState state, String name) {
    var names = state.all(ResourceKind.TERM).stream().map(one -> one.name()).toList();
    return Problem.missing(
            "no-such-term", "There is no term '" + name + "'.", Nearest.hint(name, names, "terms"))
        .asException();
  }

  private static double confidence(Wanted wanted) {
    var confidence = wanted.confidence().orElse(1);
    if (!(confidence >= 0 && confidence <= 1)) {
      throw Problem.input(
              "bad-confidence",
              Place.field("confidence"),
              "The confidence is a number from 0 to 1.",
              "")
          .asException();
    }
    return confidence;
  }

  private static Assignments.Status status(
      Caller caller, MeshState state, Asset asset, Term term, Wanted wanted) {
    var answers = asset.answers(caller, state);
    var status =
        wanted.status().isEmpty()
            ? answers ? Assignments.Status.VALIDATED : Assignments.Status.PROPOSED
            : parse(wanted.status());
    var proposes = status == Assignments.Status.PROPOSED && term.stewards().contains(caller.name());
    caller.require(
        answers || proposes,
        "not-yours",
        caller.name() + " does not answer for " + asset.asset() + ".",
        "Its owners and stewards, or those of its domain, may; stewards of the term may propose it.");
    return status;
  }

  private static Assignments.Status parse(String word) {
    try {
      return Assignments.Status.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      var words = new ArrayList<String>();
      for (var one : Assignments.Status.values()) {
        words.add(one.name().toLowerCase(Locale.ROOT));
      }
      throw Problem.input(
              "bad-status",
              Place.field("status"),
              "'" + word + "' is not a status.",
              Nearest.hint(word, words, "statuses"))
          .asException();
    }
  }

  private static Assignments assigned(MeshState state, Asset asset) {
    return state
        .find(ResourceKind.ASSIGNMENTS, asset.asset(), Assignments.class)
        .orElse(new Assignments(asset.asset(), null));
  }

  /** With this assignment in the place of that of the same term, or without any. */
  private static MeshLog.Decided<Assignment> decided(
      Caller caller, MeshState state, Asset asset, String term, Optional<Assignment> now) {
    var before = assigned(state, asset);
    var terms = new LinkedHashMap<>(before.terms());
    var ofField = new ArrayList<>(before.of(asset.field()));
    var old = ofField.stream().filter(one -> one.term().equals(term)).findFirst();
    old.ifPresent(ofField::remove);
    now.ifPresent(ofField::add);
    if (ofField.isEmpty()) {
      terms.remove(asset.field());
    } else {
      terms.put(asset.field(), ofField);
    }
    requireRoom(asset, ofField, terms.values());
    var key = AssignedTerms.key(asset.asset());
    var document = Json.tree(new Assignments(asset.asset(), terms));
    var details = Json.object().put("term", term).put("field", asset.field());
    old.ifPresent(one -> details.set("before", Json.tree(one)));
    now.ifPresent(one -> details.set("after", Json.tree(one)));
    var action = now.isPresent() ? "term.assign" : "term.unassign";
    var event = new AuditEvent(caller.id(), action, asset.asset(), true, details);
    return terms.isEmpty()
        ? new MeshLog.Decided<>(List.of(), List.of(key), List.of(event), now.orElse(null))
        : new MeshLog.Decided<>(
            List.of(MeshLog.Put.of(key, document, caller.id())),
            List.of(),
            List.of(event),
            now.orElse(null));
  }

  private static void requireRoom(
      Asset asset, List<Assignment> ofField, Iterable<List<Assignment>> all) {
    var count = 0;
    for (var terms : all) {
      count += terms.size();
    }
    if (ofField.size() > PER_FIELD_MAX || count > PER_ASSET_MAX) {
      throw Problem.conflict(
              "too-many-terms",
              asset.words()
                  + " has "
                  + PER_FIELD_MAX
                  + " terms already, or all fields together "
                  + PER_ASSET_MAX
                  + ".",
              "Take one back first.")
          .asException();
    }
  }
}
