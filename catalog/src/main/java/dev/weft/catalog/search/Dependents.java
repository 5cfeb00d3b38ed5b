package dev.weft.catalog.search;

import dev.weft.catalog.glossary.ContractTerms;
import dev.weft.model.Assignments;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.ExternalJob;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.SourceTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which resources must be indexed again when one has changed. For one thread at a time. */
final class Dependents {
  /** The kinds of which the index keeps anything. */
  static final Set<ResourceKind> KINDS =
      Set.of(
          ResourceKind.DATA_PRODUCT,
          ResourceKind.DATA_CONTRACT,
          ResourceKind.FLOW,
          ResourceKind.QUERY,
          ResourceKind.FUNCTION,
          ResourceKind.DOMAIN,
          ResourceKind.TERM,
          ResourceKind.ASSIGNMENTS,
          ResourceKind.BUSINESS_METADATA,
          ResourceKind.BUSINESS_VALUES,
          ResourceKind.PORT_FIELDS,
          ResourceKind.EXTERNAL_JOB,
          ResourceKind.SOURCE_TABLE);

  /** A resource to those that show something of it, and back. */
  private final Map<ResourceKey, Set<ResourceKey>> users = new HashMap<>();

  private final Map<ResourceKey, Set<ResourceKey>> uses = new HashMap<>();

  /** The resource, if it is indexed itself, and all that show something of it. */
  void collect(ResourceKey key, Set<ResourceKey> into) {
    switch (key.kind()) {
      case PORT_FIELDS, ASSIGNMENTS -> into.add(productOf(key.name()));
      case BUSINESS_VALUES -> BusinessIndex.owner(key).ifPresent(into::add);
      case BUSINESS_METADATA -> {
        usersOf(key).forEach(user -> collect(user, into));
        return;
      }
      case TERM -> {
        into.add(key);
        // What is assigned to it is found by its words.
        usersOf(key).forEach(user -> collect(user, into));
        return;
      }
      default -> into.add(key);
    }
    into.addAll(usersOf(key));
    // A contract is shown to those who may know of its product, and need not say which that is.
    uses.getOrDefault(key, Set.of()).stream()
        .filter(used -> used.kind() == ResourceKind.DATA_CONTRACT)
        .forEach(into::add);
  }

  /** Of a port, or of the product itself. */
  private static ResourceKey productOf(String name) {
    var product = PortName.parse(name).map(PortName::product).orElse(name);
    return new ResourceKey(ResourceKind.DATA_PRODUCT, product);
  }

  /** The resources that show something of this one. */
  Set<ResourceKey> usersOf(ResourceKey key) {
    return users.getOrDefault(key, Set.of());
  }

  /** Remembers what this version of a resource refers to. */
  void learn(ResourceKey key, Optional<Resource> resource) {
    for (var used : uses.getOrDefault(key, Set.of())) {
      users.get(used).remove(key);
    }
    uses.remove(key);
    var now = resource.map(Dependents::references).orElse(Set.of());
    for (var used : now) {
      users.computeIfAbsent(used, added -> new HashSet<>()).add(key);
    }
    if (!now.isEmpty()) {
      uses.put(key, now);
    }
  }

  private static Set<ResourceKey> references(Resource resource) {
    var references = new HashSet<ResourceKey>();
    if (resource.kind() == ResourceKind.DATA_PRODUCT) {
      IndexedResources.read(resource, DataProduct.class)
          .ifPresent(
              product ->
                  product
                      .outputPorts()
                      .forEach(
                          port -> add(ResourceKind.DATA_CONTRACT, port.contractId(), references)));
    } else if (resource.kind() == ResourceKind.ASSIGNMENTS) {
      IndexedResources.read(resource, Assignments.class)
          .ifPresent(
              assigned ->
                  assigned
                      .terms()
                      .values()
                      .forEach(
                          all ->
                              all.forEach(one -> add(ResourceKind.TERM, one.term(), references))));
    } else if (resource.kind() == ResourceKind.EXTERNAL_JOB) {
      IndexedResources.read(resource, ExternalJob.class)
          .ifPresent(
              job -> job.products().forEach(id -> add(ResourceKind.DATA_PRODUCT, id, references)));
    } else if (resource.kind() == ResourceKind.SOURCE_TABLE) {
      IndexedResources.read(resource, SourceTable.class)
          .ifPresent(
              table ->
                  table
                      .seenBy()
                      .forEach(seer -> add(ResourceKind.DATA_PRODUCT, seer.product(), references)));
    } else {
      var document = resource.document();
      add(ResourceKind.DATA_PRODUCT, document.path("product").asText(), references);
      add(ResourceKind.DATA_PRODUCT, document.path("dataProduct").asText(), references);
      if (resource.kind() == ResourceKind.DATA_CONTRACT) {
        IndexedResources.read(resource, Contract.class)
            .ifPresent(
                contract ->
                    ContractTerms.of(contract)
                        .values()
                        .forEach(
                            all -> all.forEach(term -> add(ResourceKind.TERM, term, references))));
      }
    }
    BusinessIndex.sets(resource)
        .forEach(set -> add(ResourceKind.BUSINESS_METADATA, set, references));
    return references;
  }

  private static void add(ResourceKind kind, String name, Set<ResourceKey> references) {
    if (name != null && !name.isBlank()) {
      references.add(new ResourceKey(kind, name));
    }
  }
}
