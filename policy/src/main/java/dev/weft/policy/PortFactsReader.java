package dev.weft.policy;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.Validity;
import dev.weft.model.WrittenTag;
import dev.weft.model.Zone;
import dev.weft.policy.FieldFacts.TagFacts;
import dev.weft.policy.mask.FieldType;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Gathers what product, contract and classification say about one port at one moment. A tag that
 * does not hold then is not there.
 */
final class PortFactsReader {
  private final Map<String, TagFacts> portTags = new LinkedHashMap<>();
  private final Map<String, FieldType> types = new TreeMap<>();
  private final Map<String, Map<String, TagFacts>> tags = new TreeMap<>();
  private final Set<String> lookedAt = new HashSet<>();
  private final Instant at;
  private Span span = Span.ALWAYS;

  PortFactsReader(Instant at) {
    this.at = at;
  }

  PortFacts read(
      DataProduct product,
      DataProduct.OutputPort port,
      Optional<Contract> contract,
      Optional<PortFields> known,
      Optional<Domain> domain,
      Set<String> publishedKey,
      Zones zones) {
    var zone = zones.of(product.domain(), product.portName(port));
    product.tags().forEach(tag -> portTag(tag, "the product has it"));
    port.tags().forEach(tag -> portTag(tag, "the port has it"));
    contract.ifPresent(this::add);
    known.ifPresent(this::add);
    return new PortFacts(
        product.portName(port),
        product.domain(),
        people(product.owners()),
        stewards(product, domain),
        Map.copyOf(portTags),
        leaves(),
        key(contract, publishedKey),
        defect(port, contract),
        zone.map(Zone::name).orElse(""),
        zone.filter(one -> one.tagPolicies() == Zone.TagPolicies.OWN).isPresent(),
        span);
  }

  /** Without a primary key nobody can say what all keys hold, whatever flows put there. */
  private static List<String> key(Optional<Contract> contract, Set<String> publishedKey) {
    var primary = contract.map(Contract::primaryKey).orElse(List.of());
    if (primary.isEmpty()) {
      return List.of();
    }
    var all = new TreeSet<>(primary);
    all.addAll(publishedKey);
    return List.copyOf(all);
  }

  private void add(Contract contract) {
    contract.tags().forEach(tag -> portTag(tag, "the contract has it"));
    contract.schema().stream()
        .limit(1)
        .flatMap(object -> object.tags().stream())
        .forEach(tag -> portTag(tag, "the contract's schema has it"));
    contract.fields().forEach(field -> add("", field));
  }

  private void add(String parent, Contract.Field field) {
    var path = parent.isEmpty() ? field.name() : parent + "." + field.name();
    types.putIfAbsent(path, type(field));
    field.tags().forEach(tag -> written(path, tag));
    field.properties().forEach(inner -> add(path, inner));
    if (field.items() != null) {
      types.put(path, type(field.items()));
      field.items().tags().forEach(tag -> written(path, tag));
      field.items().properties().forEach(inner -> add(path, inner));
    }
  }

  private static FieldType type(Contract.Field field) {
    return new FieldType(field.logicalType(), field.logicalTypeOptions());
  }

  private void add(PortFields known) {
    known
        .fields()
        .forEach(
            (path, field) -> {
              types.putIfAbsent(path, FieldType.of(field.type() == null ? "string" : field.type()));
              lookedAt.add(path);
              field.tags().stream()
                  .filter(tag -> tag.status() != FieldTag.Status.REJECTED)
                  .filter(tag -> holds(tag.validity()))
                  .forEach(
                      tag -> tag(path, tag.tag(), new TagFacts(evidence(tag), tag.attributes())));
            });
  }

  private void portTag(String text, String evidence) {
    var tag = WrittenTag.of(text);
    if (holds(tag.validity())) {
      portTags.putIfAbsent(tag.name(), new TagFacts(evidence, tag.attributes()));
    }
  }

  private void written(String path, String text) {
    var tag = WrittenTag.of(text);
    if (holds(tag.validity())) {
      tag(path, tag.name(), new TagFacts("the contract says so", tag.attributes()));
    }
  }

  /** Notes besides until when it will be so. */
  private boolean holds(Validity validity) {
    for (var change : validity.changes()) {
      span = span.changing(change, at);
    }
    return validity.holdsAt(at);
  }

  private void tag(String path, String tag, TagFacts facts) {
    tags.computeIfAbsent(path, any -> new LinkedHashMap<>()).putIfAbsent(tag, facts);
  }

  private static String evidence(FieldTag tag) {
    var from = tag.source() == null ? "" : tag.source() + ": ";
    return from + (tag.evidence() == null ? "" : tag.evidence());
  }

  private List<FieldFacts> leaves() {
    var containers = new HashSet<String>();
    types.keySet().forEach(path -> containers.addAll(above(path)));
    return types.entrySet().stream()
        .filter(field -> !containers.contains(field.getKey()))
        .map(field -> facts(field.getKey(), field.getValue()))
        .toList();
  }

  /** A tag on an object holds for all within it. */
  private FieldFacts facts(String path, FieldType type) {
    var all = new TreeMap<>(portTags);
    for (var at : FieldFacts.upwards(path)) {
      tags.getOrDefault(at, Map.of()).forEach(all::putIfAbsent);
    }
    return new FieldFacts(path, type, lookedAt.contains(path), Map.copyOf(all));
  }

  private static List<String> above(String path) {
    var all = FieldFacts.upwards(path);
    return all.subList(1, all.size());
  }

  /** A member whom the file does not name is nobody. */
  private static Set<String> people(List<String> members) {
    return members.stream().filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> stewards(DataProduct product, Optional<Domain> domain) {
    var all = new HashSet<>(people(product.stewards()));
    domain.ifPresent(found -> all.addAll(found.governance().stewards()));
    return Set.copyOf(all);
  }

  private static String defect(DataProduct.OutputPort port, Optional<Contract> contract) {
    return port.contractId() != null && contract.isEmpty()
        ? "Its contract '" + port.contractId() + "' is not there, so its fields are not known."
        : "";
  }
}
