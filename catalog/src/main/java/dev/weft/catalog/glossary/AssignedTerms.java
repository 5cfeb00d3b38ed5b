package dev.weft.catalog.glossary;

import dev.weft.model.Assignments;
import dev.weft.model.Assignments.Assignment;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The terms of one product or port and its fields, as of one state: those that people have
 * assigned, and those that the contract names, which count as validated. What people say of the
 * same term counts more than the contract.
 */
public record AssignedTerms(Map<String, List<Assignment>> byPath) {
  public AssignedTerms {
    byPath = Map.copyOf(byPath);
  }

  /** Of a product itself. */
  public static AssignedTerms ofProduct(MeshState state, String product) {
    return new AssignedTerms(assigned(state, product));
  }

  /** Of a port ({@link Assignments#WHOLE}) and its fields. */
  public static AssignedTerms of(MeshState state, PortName port) {
    var all = new LinkedHashMap<String, List<Assignment>>();
    assigned(state, port.topic()).forEach((path, terms) -> all.put(path, new ArrayList<>(terms)));
    contract(state, port)
        .ifPresent(
            contract ->
                ContractTerms.of(contract)
                    .forEach((path, terms) -> terms.forEach(term -> named(path, term, all))));
    return new AssignedTerms(all);
  }

  static Assignment byContract(String term) {
    return new Assignment(
        term,
        Assignments.Status.VALIDATED,
        1,
        "contract",
        "",
        "",
        "The contract says so.",
        Instant.EPOCH);
  }

  private static void named(String path, String term, Map<String, List<Assignment>> into) {
    var terms = into.computeIfAbsent(path, added -> new ArrayList<>());
    if (terms.stream().noneMatch(one -> one.term().equals(term))) {
      terms.add(byContract(term));
    }
  }

  private static Map<String, List<Assignment>> assigned(MeshState state, String asset) {
    return state
        .find(ResourceKind.ASSIGNMENTS, asset, Assignments.class)
        .map(Assignments::terms)
        .orElse(Map.of());
  }

  private static Optional<Contract> contract(MeshState state, PortName port) {
    return state
        .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .flatMap(product -> product.outputPort(port.port()))
        .map(DataProduct.OutputPort::contractId)
        .flatMap(id -> state.find(ResourceKind.DATA_CONTRACT, id, Contract.class));
  }

  /** The terms of a field, or of the whole. */
  public List<Assignment> of(String path) {
    return byPath.getOrDefault(path, List.of());
  }

  /** The key of what people have assigned to a product or port. */
  public static ResourceKey key(String asset) {
    return new ResourceKey(ResourceKind.ASSIGNMENTS, asset);
  }
}
