package dev.weft.server.access;

import dev.weft.catalog.glossary.AssignedTerms;
import dev.weft.catalog.search.ProductVisibility;
import dev.weft.model.Assignments;
import dev.weft.model.Assignments.Assignment;
import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.model.governance.DomainStanding;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.model.governance.SourceException;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What enforced domains say against reading a term's data elsewhere than at its authoritative
 * source: nobody new does, unless the governing body has made an exception; those who do already
 * are listed.
 */
public final class EnforcedSources {
  private final MeshState state;
  private final Instant now;
  private final List<SourceDesignation> holding;
  private final List<SourceDesignation> enforced;

  /** As things are at one moment. */
  public EnforcedSources(MeshState state, Instant now) {
    this.state = state;
    this.now = now;
    this.holding =
        state.all(ResourceKind.SOURCE_DESIGNATION, SourceDesignation.class).stream()
            .filter(one -> one.holdsAt(now))
            .filter(one -> PortName.parse(one.port()).filter(this::exists).isPresent())
            .toList();
    this.enforced = holding.stream().filter(one -> isEnforced(one.domain())).toList();
  }

  /** A grant on another port than the source. */
  public record Violation(Subscription subscription, SourceDesignation source, boolean excepted) {}

  /** Refuses a new subscription, with every term for which the port is not the source. */
  public static void check(
      MeshState state, Instant now, PortName port, PrincipalId principal, List<String> fields) {
    var problems = new EnforcedSources(state, now).problems(port, principal, fields);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /** Whether no domain enforces any source. */
  public boolean isNothingEnforced() {
    return enforced.isEmpty();
  }

  /** The same as problems; {@code fields} empty: all of them. */
  public List<Problem> problems(PortName port, PrincipalId principal, List<String> fields) {
    return against(port, fields).stream()
        .filter(source -> !isExcepted(source, port, principal))
        .map(source -> problem(source, port))
        .toList();
  }

  /**
   * A port that holds a term's data and is not its source.
   *
   * @param paths of the fields that do; {@link Assignments#WHOLE}: all of them
   */
  public record Elsewhere(PortName port, SourceDesignation source, Set<String> paths) {
    /** Whether a field of the port holds data of the term. */
    public boolean hasTerm(String field) {
      return paths.stream().anyMatch(path -> isAsked(path, List.of(field)));
    }
  }

  /** All such ports. */
  public List<Elsewhere> elsewhere() {
    if (enforced.isEmpty()) {
      return List.of();
    }
    var all = new ArrayList<Elsewhere>();
    for (var port : Ports.all(state)) {
      for (var source : against(port, List.of())) {
        all.add(new Elsewhere(port, source, paths(port, source.term())));
      }
    }
    return all;
  }

  private Set<String> paths(PortName port, String term) {
    var paths = new TreeSet<String>();
    AssignedTerms.of(state, port)
        .byPath()
        .forEach(
            (path, assigned) -> {
              if (names(assigned, term)) {
                paths.add(path);
              }
            });
    if (names(AssignedTerms.ofProduct(state, port.product()).of(Assignments.WHOLE), term)) {
      paths.add(Assignments.WHOLE);
    }
    return paths;
  }

  private static boolean names(List<Assignment> assigned, String term) {
    return assigned.stream().anyMatch(one -> one.status().isAccepted() && one.term().equals(term));
  }

  Instant now() {
    return now;
  }

  /** Of all who read by a grant now; those with an exception among them. */
  public List<Violation> violations(String domain) {
    return violations().stream().filter(one -> one.source().domain().equals(domain)).toList();
  }

  List<Violation> violations() {
    var all = new ArrayList<Violation>();
    if (enforced.isEmpty()) {
      return all;
    }
    for (var one : state.all(ResourceKind.SUBSCRIPTION, Subscription.class)) {
      var port = PortName.parse(one.port()).filter(this::exists);
      if (one.grantsAt(now) && port.isPresent()) {
        against(port.get(), one.fields()).stream()
            .map(source -> violation(one, source, port.get()))
            .forEach(all::add);
      }
    }
    return all;
  }

  private Violation violation(Subscription one, SourceDesignation source, PortName port) {
    return new Violation(one, source, isExcepted(source, port, one.principal()));
  }

  /** The sources in the place of which somebody would read this port. */
  private List<SourceDesignation> against(PortName port, List<String> fields) {
    if (enforced.isEmpty()) {
      return List.of();
    }
    var terms = terms(port, fields);
    return enforced.stream()
        .filter(source -> terms.contains(source.term()))
        .filter(source -> !isSource(port, source.term()))
        .toList();
  }

  private boolean isSource(PortName port, String term) {
    return holding.stream()
        .anyMatch(one -> one.term().equals(term) && one.port().equals(port.topic()));
  }

  /** The terms that the port, its product and these of its fields have, as accepted. */
  private Set<String> terms(PortName port, List<String> fields) {
    var terms = new TreeSet<String>();
    AssignedTerms.of(state, port)
        .byPath()
        .forEach(
            (path, assigned) -> {
              if (isAsked(path, fields)) {
                add(assigned, terms);
              }
            });
    add(AssignedTerms.ofProduct(state, port.product()).of(Assignments.WHOLE), terms);
    return terms;
  }

  /** Whether a port carries a term, at itself, its product or one of its fields. */
  public static boolean carries(MeshState state, PortName port, String term) {
    return AssignedTerms.of(state, port).byPath().values().stream()
            .anyMatch(assigned -> names(assigned, term))
        || names(AssignedTerms.ofProduct(state, port.product()).of(Assignments.WHOLE), term);
  }

  private static void add(List<Assignment> assigned, Set<String> into) {
    assigned.stream()
        .filter(one -> one.status().isAccepted())
        .map(Assignment::term)
        .forEach(into::add);
  }

  private static boolean isAsked(String path, List<String> fields) {
    return path.equals(Assignments.WHOLE)
        || fields.isEmpty()
        || fields.stream()
            .anyMatch(
                field ->
                    path.equals(field)
                        || path.startsWith(field + ".")
                        || field.startsWith(path + "."));
  }

  boolean isExcepted(SourceDesignation source, PortName port, PrincipalId principal) {
    return state.all(ResourceKind.SOURCE_EXCEPTION, SourceException.class).stream()
        .filter(one -> one.domain().equals(source.domain()) && one.term().equals(source.term()))
        .anyMatch(one -> one.covers(principal, port.topic(), now));
  }

  private boolean isEnforced(String domain) {
    return state
        .get(DomainStanding.key(domain))
        .map(found -> found.as(DomainStanding.class).stage() == DomainStanding.Stage.ENFORCED)
        .orElse(false);
  }

  private boolean exists(PortName port) {
    return Ports.exists(state, port);
  }

  private Problem problem(SourceDesignation source, PortName port) {
    var known = isOpen(source) ? source.port() : "another port";
    return Problem.refused(
        "not-authoritative",
        "%s is not the authoritative source of '%s': that is %s, which the domain '%s' enforces."
            .formatted(port, source.term(), known, source.domain()),
        ("Read that one; or ask the domain's governing body for an exception:"
                + " weft exception ask %s %s %s --reason TEXT --until DATE.")
            .formatted(source.domain(), source.term(), port));
  }

  /** One that is described to its readers only is not named to others. */
  private boolean isOpen(SourceDesignation source) {
    return PortName.parse(source.port())
        .flatMap(port -> state.find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class))
        .filter(product -> ProductVisibility.of(product) == ProductVisibility.OPEN)
        .isPresent();
  }
}
