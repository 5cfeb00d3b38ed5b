package dev.weft.server.glossary;

import dev.weft.catalog.glossary.AssignedTerms;
import dev.weft.catalog.glossary.Glossary;
import dev.weft.model.Assignments;
import dev.weft.model.Assignments.Assignment;
import dev.weft.model.Contract;
import dev.weft.model.PortName;
import dev.weft.model.Term;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.server.observe.Declared;
import dev.weft.spi.MeshLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The glossary as people see it: all terms, one term with all that hangs on it, a port's terms. */
public final class GlossaryPages {
  private final MeshLog mesh;
  private final Glossary glossary;

  public GlossaryPages(MeshLog mesh, Glossary glossary) {
    this.mesh = mesh;
    this.glossary = glossary;
  }

  /** One line of the list; {@code uses} counts what accepts it. */
  public record Row(
      String name,
      String title,
      String abbreviation,
      String definition,
      String domain,
      String status,
      List<String> categories,
      List<String> tags,
      int uses) {}

  /** Another term, as a relation names it. */
  public record Related(
      String kind,
      String term,
      String title,
      String definition,
      String status,
      String description,
      String expression,
      boolean here) {}

  /** Something it is assigned to. */
  public record Use(
      String asset,
      String field,
      Assignments.Status status,
      double confidence,
      String source,
      String by,
      String comment) {}

  /**
   * One term.
   *
   * @param inheritedTags those of wider terms
   * @param mayChange whether the caller may write it
   */
  public record Page(
      Term term,
      List<Related> relations,
      List<Use> uses,
      List<String> inheritedTags,
      boolean mayChange) {}

  /** A term of a field. */
  public record Meaning(
      String field,
      String term,
      String title,
      String definition,
      Assignments.Status status,
      double confidence,
      String source,
      String by,
      String comment) {}

  /** A term that a field may have. */
  public record Suggested(
      String field, String term, String title, double confidence, String evidence) {}

  /** What a port and its fields mean, and what they may mean. */
  public record OfPort(List<Meaning> items, List<Suggested> suggestions, boolean mayAssign) {}

  /** All terms that hold all words and are in the domain and category. */
  public List<Row> list(
      Caller caller, Optional<String> words, Optional<String> domain, Optional<String> category) {
    var insiders = new Insiders(mesh.state(), caller);
    return glossary.terms().stream()
        .filter(term -> domain.map(term.domain()::equals).orElse(true))
        .filter(term -> category.map(wanted -> isIn(term, wanted)).orElse(true))
        .filter(term -> words.map(text -> holds(term, text)).orElse(true))
        .map(term -> row(insiders, term))
        .toList();
  }

  private static boolean isIn(Term term, String category) {
    return term.categories().stream()
        .anyMatch(one -> one.equals(category) || one.startsWith(category + "/"));
  }

  private static boolean holds(Term term, String words) {
    var texts = Stream.of(term.name(), term.title(), term.abbreviation(), term.definition());
    var all =
        String.join(" ", Stream.concat(texts, term.alsoCalled().stream()).toList())
            .toLowerCase(Locale.ROOT);
    return Stream.of(words.toLowerCase(Locale.ROOT).split("\\s+")).allMatch(all::contains);
  }

  private Row row(Insiders insiders, Term term) {
    var uses =
        known(insiders, term.name()).filter(use -> use.assignment().status().isAccepted()).count();
    return new Row(
        term.name(),
        term.title(),
        term.abbreviation(),
        term.definition(),
        term.domain(),
        term.status(),
        term.categories(),
        term.tags(),
        (int) uses);
  }

  /** What it is assigned to as far as the caller may know of it. */
  private Stream<Glossary.Use> known(Insiders insiders, String term) {
    return glossary.uses(term).stream().filter(use -> insiders.sees(productOf(use.asset())));
  }

  private static String productOf(String asset) {
    return PortName.parse(asset).map(PortName::product).orElse(asset);
  }

  public Page page(Caller caller, String name) {
    var term =
        glossary.term(name).orElseThrow(() -> TermAssignments.noSuchTerm(mesh.state(), name));
    var relations = glossary.relations(name).stream().map(this::related).toList();
    var insiders = new Insiders(mesh.state(), caller);
    var uses = known(insiders, name).map(GlossaryPages::use).toList();
    var inherited =
        glossary.withWider(name).stream()
            .skip(1)
            .flatMap(wider -> wider.tags().stream())
            .filter(tag -> !term.tags().contains(tag))
            .distinct()
            .toList();
    return new Page(term, relations, uses, inherited, mayChange(caller, term));
  }

  private boolean mayChange(Caller caller, Term term) {
    var rights = new Rights(mesh.state());
    var domain = term.domain();
    return caller.isAdmin()
        || term.stewards().contains(caller.name())
        || (!domain.isEmpty() && (rights.governs(caller, domain) || rights.tends(caller, domain)));
  }

  private Related related(Glossary.Relation relation) {
    var other = glossary.term(relation.to().term());
    return new Related(
        relation.kind().word(),
        relation.to().term(),
        other.map(Term::title).orElse(relation.to().term()),
        other.map(Term::definition).orElse(""),
        relation.to().status(),
        relation.to().description(),
        relation.to().expression(),
        relation.here());
  }

  private static Use use(Glossary.Use use) {
    var assignment = use.assignment();
    return new Use(
        use.asset(),
        use.field(),
        assignment.status(),
        assignment.confidence(),
        assignment.source(),
        assignment.by(),
        assignment.comment());
  }

  /** The terms of a port and its fields, with suggestions for those who may take them. */
  public OfPort ofPort(Caller caller, PortName port) {
    var state = mesh.state();
    new Insiders(state, caller).require(port.product(), Asset.missing(port.topic()));
    var asset = Asset.of(state, port.topic(), "");
    var assigned = AssignedTerms.of(state, port);
    var meanings = new ArrayList<Meaning>();
    var suggested = new ArrayList<Suggested>();
    meanings.addAll(meanings(Assignments.WHOLE, assigned.of(Assignments.WHOLE)));
    var suggestions = new TermSuggestions(glossary.terms());
    var contract = Ports.contract(state, port);
    for (var field : Ports.fieldNames(state, port)) {
      meanings.addAll(meanings(field, assigned.of(field)));
      suggestions.of(field, description(contract, field)).stream()
          .filter(
              one -> assigned.of(field).stream().noneMatch(has -> has.term().equals(one.term())))
          .map(
              one ->
                  new Suggested(field, one.term(), one.title(), one.confidence(), one.evidence()))
          .forEach(suggested::add);
    }
    return new OfPort(meanings, suggested, asset.answers(caller, state));
  }

  private static String description(Optional<Contract> contract, String field) {
    return contract
        .flatMap(found -> Declared.find(found.fields(), field))
        .map(found -> found.businessName() + " " + found.description())
        .orElse("");
  }

  private List<Meaning> meanings(String field, List<Assignment> assigned) {
    return assigned.stream().flatMap(one -> meaning(field, one).stream()).toList();
  }

  /** A term that is no more means nothing. */
  private Optional<Meaning> meaning(String field, Assignment assignment) {
    return glossary
        .term(assignment.term())
        .map(
            term ->
                new Meaning(
                    field,
                    term.name(),
                    term.title(),
                    term.definition(),
                    assignment.status(),
                    assignment.confidence(),
                    assignment.source(),
                    assignment.by(),
                    assignment.comment()));
  }
}
