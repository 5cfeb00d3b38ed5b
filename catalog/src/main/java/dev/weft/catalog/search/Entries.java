package dev.weft.catalog.search;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.FlowSpec;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.QuerySpec;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the entries of one resource, with what other resources say about it. */
record Entries(Sources sources) {

  /** The resources as nouns; empty when there is no such one, or when it cannot be read. */
  interface Sources {
    <T> Optional<T> find(ResourceKind kind, String name, Class<T> noun);

    Optional<Resource> get(ResourceKey key);
  }

  List<Entry> of(ResourceKey key) {
    return switch (key.kind()) {
      case DATA_PRODUCT -> find(key, DataProduct.class).map(this::product).orElse(List.of());
      case DATA_CONTRACT -> one(find(key, Contract.class).map(this::contract));
      case FLOW -> one(find(key, FlowSpec.class).map(this::flow));
      case QUERY -> one(find(key, QuerySpec.class).map(this::query));
      case DOMAIN -> one(find(key, Domain.class).map(Entries::domain));
      case TERM -> one(sources.get(key).map(Entries::term));
      default -> List.of();
    };
  }

  private <T> Optional<T> find(ResourceKey key, Class<T> noun) {
    return sources.find(key.kind(), key.name(), noun);
  }

  private static List<Entry> one(Optional<Entry> entry) {
    return entry.map(List::of).orElse(List.of());
  }

  private List<Entry> product(DataProduct product) {
    var entries = new ArrayList<Entry>();
    var fields = new ArrayList<String>();
    var tags = new ArrayList<>(product.tags());
    for (var port : product.outputPorts()) {
      var ofPort = port(product, port);
      entries.addAll(ofPort);
      fields.addAll(ofPort.get(0).fields());
      tags.addAll(ofPort.get(0).tags());
    }
    var about = product.description();
    entries.add(
        new Entry(
            "product",
            product.id(),
            product.name(),
            joined(about.purpose(), about.usage(), about.limitations()),
            product.domain(),
            product.owners(),
            tags,
            Optional.empty(),
            product.outputPorts().stream().map(DataProduct.OutputPort::name).toList(),
            fields));
    return entries;
  }

  /** The port first, then its fields. */
  private List<Entry> port(DataProduct product, DataProduct.OutputPort port) {
    var name = product.id() + "." + port.name();
    var contract =
        Optional.ofNullable(port.contractId())
            .flatMap(id -> sources.find(ResourceKind.DATA_CONTRACT, id, Contract.class));
    var fields = fields(name, contract);
    var tags = new ArrayList<>(port.tags());
    fields.values().forEach(field -> tags.addAll(field.tags));
    var entries = new ArrayList<Entry>();
    entries.add(
        new Entry(
            "port",
            name,
            name,
            port.description(),
            product.domain(),
            product.owners(),
            tags,
            Optional.of(name),
            List.of(),
            fields.values().stream().map(FieldText::text).toList()));
    fields.values().stream()
        .limit(Entry.FIELDS_MAX)
        .forEach(field -> entries.add(field.entry(product, name)));
    return entries;
  }

  private record FieldText(String path, String description, List<String> tags) {
    String text() {
      return description.isEmpty() ? path : path + " " + description;
    }

    Entry entry(DataProduct product, String port) {
      return new Entry(
          "field",
          port + "." + path,
          path,
          description,
          product.domain(),
          product.owners(),
          tags,
          Optional.of(port),
          List.of(),
          List.of(path));
    }
  }

  private Map<String, FieldText> fields(String port, Optional<Contract> contract) {
    var fields = new LinkedHashMap<String, FieldText>();
    contract.ifPresent(it -> collect(it.fields(), "", fields));
    sources
        .find(ResourceKind.PORT_FIELDS, port, PortFields.class)
        .ifPresent(known -> known.fields().forEach((path, field) -> merge(path, field, fields)));
    return fields;
  }

  private static void collect(
      List<Contract.Field> from, String prefix, Map<String, FieldText> into) {
    for (var field : from) {
      var path = prefix + field.name();
      var about = joined(field.businessName(), field.description());
      into.put(path, new FieldText(path, about, field.tags()));
      collect(field.properties(), path + ".", into);
      Optional.ofNullable(field.items())
          .ifPresent(items -> collect(items.properties(), path + ".", into));
    }
  }

  private static void merge(String path, PortFields.KnownField known, Map<String, FieldText> into) {
    var found =
        known.tags().stream()
            .filter(tag -> tag.status() != FieldTag.Status.REJECTED)
            .map(FieldTag::tag);
    var before = into.getOrDefault(path, new FieldText(path, "", List.of()));
    var tags = Stream.concat(before.tags.stream(), found).distinct().toList();
    into.put(path, new FieldText(path, before.description, tags));
  }

  private Entry contract(Contract contract) {
    var fields = new LinkedHashMap<String, FieldText>();
    collect(contract.fields(), "", fields);
    return new Entry(
        "contract",
        contract.id(),
        contract.name(),
        joined(contract.description().purpose(), contract.description().usage()),
        contract.domain(),
        owners(contract.dataProduct()),
        contract.tags(),
        Optional.empty(),
        List.of(),
        fields.values().stream().map(FieldText::text).toList());
  }

  private Entry flow(FlowSpec flow) {
    return ofProduct("flow", flow.name(), flow.description(), flow.product());
  }

  private Entry query(QuerySpec query) {
    return ofProduct("query", query.name(), query.description(), query.product());
  }

  private Entry ofProduct(String kind, String name, String description, String product) {
    var domain =
        Optional.ofNullable(product)
            .flatMap(id -> sources.find(ResourceKind.DATA_PRODUCT, id, DataProduct.class))
            .map(DataProduct::domain)
            .orElse("");
    return new Entry(
        kind,
        name,
        name,
        description,
        domain,
        owners(product == null ? "" : product),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private List<String> owners(String product) {
    return product.isEmpty()
        ? List.of()
        : sources
            .find(ResourceKind.DATA_PRODUCT, product, DataProduct.class)
            .map(DataProduct::owners)
            .orElse(List.of());
  }

  private static Entry domain(Domain domain) {
    return new Entry(
        "domain",
        domain.name(),
        domain.title(),
        domain.description(),
        domain.name(),
        domain.governance().body(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  /** Terms have no noun yet: what has the usual keys is found by them. */
  private static Entry term(Resource term) {
    var document = term.document();
    return new Entry(
        "term",
        term.name(),
        document.path("title").asText(term.name()),
        joined(document.path("description").asText(), document.path("definition").asText()),
        document.path("domain").asText(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private static String joined(String... parts) {
    return String.join(" ", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
  }
}
