package dev.weft.catalog.glossary;

import dev.weft.model.Assignments;
import dev.weft.model.Assignments.Assignment;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Term;
import dev.weft.model.TermRelation;
import dev.weft.spi.Fold;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All terms, how they relate (a relation is written at one term and seen at both), and what they
 * are assigned to. A fold of the log; safe for any thread, answers are of one moment.
 */
public final class Glossary implements Fold {
  /** What is asked of a chain of wider terms ends there. */
  private static final int WIDER_MAX = 100;

  private final Map<String, Term> terms = new TreeMap<>();

  /** By the term at the other end: who has written it. */
  private final Map<String, Set<String>> writtenBy = new HashMap<>();

  private final Map<String, Assignments> assignments = new HashMap<>();
  private final Map<String, Set<String>> assetsByTerm = new HashMap<>();

  private final Map<String, Map<String, Set<String>>> contracts = new HashMap<>();
  private final Map<String, Set<String>> contractsByTerm = new HashMap<>();
  private final Map<String, DataProduct> products = new HashMap<>();
  private final Map<String, Set<PortName>> portsByContract = new HashMap<>();

  /**
   * One relation as one of its ends sees it.
   *
   * @param here whether this term's file says so, or the other's
   */
  public record Relation(TermRelation kind, Term.Related to, boolean here) {}

  /** Something that a term is assigned to. Field {@link Assignments#WHOLE}: the asset itself. */
  public record Use(String asset, String field, Assignment assignment) {}

  @Override
  public synchronized void apply(List<Change> changes) {
    for (var change : changes) {
      var name = change.key().name();
      switch (change.key().kind()) {
        case TERM -> term(name, change.resource().map(one -> one.as(Term.class)));
        case ASSIGNMENTS -> assigned(name, change.resource().map(Glossary::assignments));
        case DATA_CONTRACT -> contract(name, change.resource().map(Glossary::terms));
        case DATA_PRODUCT -> product(name, change.resource().map(one -> one.as(DataProduct.class)));
        default -> {}
      }
    }
  }

  private static Assignments assignments(Resource resource) {
    return resource.as(Assignments.class);
  }

  private static Map<String, Set<String>> terms(Resource contract) {
    return ContractTerms.of(contract.as(Contract.class));
  }

  private void term(String name, Optional<Term> now) {
    var before = Optional.ofNullable(terms.remove(name));
    before.ifPresent(term -> term.written().forEach(one -> drop(writtenBy, one.to().term(), name)));
    now.ifPresent(
        term -> {
          terms.put(name, term);
          term.written().forEach(one -> add(writtenBy, one.to().term(), name));
        });
  }

  private void assigned(String asset, Optional<Assignments> now) {
    Optional.ofNullable(assignments.remove(asset))
        .ifPresent(before -> names(before).forEach(term -> drop(assetsByTerm, term, asset)));
    now.ifPresent(
        one -> {
          assignments.put(asset, one);
          names(one).forEach(term -> add(assetsByTerm, term, asset));
        });
  }

  private static Set<String> names(Assignments assignments) {
    var names = new HashSet<String>();
    assignments.terms().values().forEach(all -> all.forEach(one -> names.add(one.term())));
    return names;
  }

  private void contract(String id, Optional<Map<String, Set<String>>> now) {
    Optional.ofNullable(contracts.remove(id))
        .ifPresent(
            before ->
                before.values().forEach(all -> all.forEach(one -> drop(contractsByTerm, one, id))));
    now.filter(named -> !named.isEmpty())
        .ifPresent(
            named -> {
              contracts.put(id, named);
              named.values().forEach(all -> all.forEach(one -> add(contractsByTerm, one, id)));
            });
  }

  private void product(String id, Optional<DataProduct> now) {
    Optional.ofNullable(products.remove(id))
        .ifPresent(
            before ->
                before
                    .outputPorts()
                    .forEach(
                        port -> drop(portsByContract, port.contractId(), before.portName(port))));
    now.ifPresent(
        product -> {
          products.put(id, product);
          product
              .outputPorts()
              .forEach(port -> add(portsByContract, port.contractId(), product.portName(port)));
        });
  }

  private static <V> void add(Map<String, Set<V>> index, String key, V value) {
    if (key != null) {
      index.computeIfAbsent(key, added -> new LinkedHashSet<>()).add(value);
    }
  }

  private static <V> void drop(Map<String, Set<V>> index, String key, V value) {
    if (key != null) {
      index.computeIfPresent(
          key,
          (any, values) -> {
            values.remove(value);
            return values.isEmpty() ? null : values;
          });
    }
  }

  /** All terms, by name. */
  public synchronized List<Term> terms() {
    return List.copyOf(terms.values());
  }

  public synchronized Optional<Term> term(String name) {
    return Optional.ofNullable(terms.get(name));
  }

  /** What relates to the term, whichever of the two says so; one that both say comes once. */
  public synchronized List<Relation> relations(String name) {
    var all = new ArrayList<Relation>();
    var seen = new HashSet<String>();
    term(name)
        .ifPresent(
            term ->
                term.written()
                    .forEach(
                        one -> {
                          if (seen.add(one.kind().word() + "/" + one.to().term())) {
                            all.add(new Relation(one.kind(), one.to(), true));
                          }
                        }));
    for (var other : new TreeSet<>(writtenBy.getOrDefault(name, Set.of()))) {
      for (var one : terms.get(other).written()) {
        var kind = one.kind().inverse();
        if (one.to().term().equals(name) && seen.add(kind.word() + "/" + other)) {
          all.add(new Relation(kind, renamed(one.to(), other), false));
        }
      }
    }
    all.sort(Comparator.comparing(Relation::kind).thenComparing(one -> one.to().term()));
    return List.copyOf(all);
  }

  private static Term.Related renamed(Term.Related related, String term) {
    return new Term.Related(
        term, related.status(), related.description(), related.expression(), related.steward());
  }

  /**
   * Everything that the term is assigned to, by asset and field; suggestions that were rejected are
   * among it.
   */
  public synchronized List<Use> uses(String term) {
    var all = new ArrayList<Use>();
    for (var asset : assetsByTerm.getOrDefault(term, Set.of())) {
      assignments
          .get(asset)
          .terms()
          .forEach(
              (field, assigned) ->
                  assigned.stream()
                      .filter(one -> one.term().equals(term))
                      .forEach(one -> all.add(new Use(asset, field, one))));
    }
    for (var contract : contractsByTerm.getOrDefault(term, Set.of())) {
      for (var port : portsByContract.getOrDefault(contract, Set.of())) {
        contracts
            .get(contract)
            .forEach(
                (field, named) -> {
                  if (named.contains(term) && !peopleSay(port.topic(), field, term)) {
                    all.add(new Use(port.topic(), field, AssignedTerms.byContract(term)));
                  }
                });
      }
    }
    all.sort(Comparator.comparing(Use::asset).thenComparing(Use::field));
    return List.copyOf(all);
  }

  private boolean peopleSay(String asset, String field, String term) {
    return Optional.ofNullable(assignments.get(asset)).stream()
        .flatMap(one -> one.of(field).stream())
        .anyMatch(one -> one.term().equals(term));
  }

  /** The term and all wider ones, the nearest first. */
  public synchronized List<Term> withWider(String name) {
    var all = new ArrayList<Term>();
    var seen = new HashSet<String>();
    var next = new ArrayDeque<String>(List.of(name));
    while (!next.isEmpty() && all.size() < WIDER_MAX) {
      var one = next.removeFirst();
      if (seen.add(one) && terms.containsKey(one)) {
        all.add(terms.get(one));
        for (var relation : relations(one)) {
          if (relation.kind() == TermRelation.IS_A) {
            next.add(relation.to().term());
          }
        }
      }
    }
    return List.copyOf(all);
  }

  /** Whether a change of this resource can change what a field has from its terms. */
  public static boolean concerns(ResourceKey key) {
    return key.kind() == ResourceKind.TERM
        || key.kind() == ResourceKind.ASSIGNMENTS
        || key.kind() == ResourceKind.DATA_CONTRACT
        || key.kind() == ResourceKind.DATA_PRODUCT;
  }
}
