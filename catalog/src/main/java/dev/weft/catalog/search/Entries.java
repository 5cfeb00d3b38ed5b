package dev.weft.catalog.search;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.ExternalJob;
import dev.weft.model.FlowSpec;
import dev.weft.model.FunctionSpec;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.QuerySpec;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.SourceTable;
import dev.weft.model.Term;
import dev.weft.model.TermRelation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the entries of one resource, with what other resources say about it. */
record Entries(Sources sources) {
  private static final int PROPERTIES_MAX = 50;
  private static final int PARTS_MAX = 200;

  /** The resources as nouns; empty when there is no such one, or when it cannot be read. */
  interface Sources {
    <T> Optional<T> find(ResourceKind kind, String name, Class<T> noun);

    Optional<Resource> get(ResourceKey key);

    /** The names of all resources of a kind. */
    List<String> names(ResourceKind kind);

    /** A product that has this contract, for contracts that do not say. */
    Optional<DataProduct> productWith(String contract);
  }

  List<Entry> of(ResourceKey key) {
    var business = new BusinessIndex(sources);
    return made(key).stream().map(business::with).toList();
  }

  private List<Entry> made(ResourceKey key) {
    return switch (key.kind()) {
      case DATA_PRODUCT -> find(key, DataProduct.class).map(this::product).orElse(List.of());
      case DATA_CONTRACT -> one(find(key, Contract.class).map(this::contract));
      case FLOW -> one(find(key, FlowSpec.class).map(this::flow));
      case QUERY -> one(find(key, QuerySpec.class).map(this::query));
      case FUNCTION -> one(find(key, FunctionSpec.class).map(this::function));
      case DOMAIN -> one(find(key, Domain.class).map(Entries::domain));
      case TERM -> one(find(key, Term.class).map(term -> term(key.name(), term)));
      case EXTERNAL_JOB -> one(find(key, ExternalJob.class).flatMap(it -> job(key.name(), it)));
      case SOURCE_TABLE ->
          one(
              find(key, SourceTable.class)
                  .filter(table -> !table.isRead())
                  .flatMap(new TableEntry(sources)::of));
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
    var visibility = ProductVisibility.of(product);
    var entries = productWithPorts(product);
    return visibility == ProductVisibility.ASK
        ? Stream.concat(
                Stream.of(entries.get(entries.size() - 1).existenceOnly()), entries.stream())
            .toList()
        : entries;
  }

  private List<Entry> productWithPorts(DataProduct product) {
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
            fields,
            List.of(),
            productAttributes(product)));
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
    var attributes = new LinkedHashMap<>(ofProduct(product));
    attributes.put("status", texts(contract.map(Contract::status).orElse("")));
    attributes.put("version", texts(contract.map(Contract::version).orElse(port.version())));
    attributes.put("format", contract.map(it -> List.of(it.messageFormat())).orElse(List.of()));
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
            fields.values().stream().map(FieldText::text).toList(),
            List.of(),
            attributes));
    var ofField = new LinkedHashMap<>(ofProduct(product));
    ofField.put("port.tag", port.tags());
    ofField.put("port.format", attributes.get("format"));
    fields.values().stream()
        .limit(Entry.FIELDS_MAX)
        .forEach(field -> entries.add(field.entry(product, name, ofField)));
    return entries;
  }

  private record FieldText(String path, String type, String description, List<String> tags) {
    String text() {
      return description.isEmpty() ? path : path + " " + description;
    }

    /** It is found by the words of its terms, too. */
    FieldText meaning(List<String> words) {
      return words.isEmpty()
          ? this
          : new FieldText(path, type, joined(description, String.join(" ", words)), tags);
    }

    Entry entry(DataProduct product, String port, Map<String, List<String>> attributes) {
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
              List.of(path),
              List.of(),
              attributes)
          .with("type", type);
    }
  }

  private Map<String, FieldText> fields(String port, Optional<Contract> contract) {
    var fields = new LinkedHashMap<String, FieldText>();
    contract.ifPresent(it -> collect(it.fields(), "", fields));
    sources
        .find(ResourceKind.PORT_FIELDS, port, PortFields.class)
        .ifPresent(known -> known.fields().forEach((path, field) -> merge(path, field, fields)));
    var terms = TermWords.of(sources, port, contract);
    fields.replaceAll((path, field) -> field.meaning(terms.of(path)));
    return fields;
  }

  private static void collect(
      List<Contract.Field> from, String prefix, Map<String, FieldText> into) {
    for (var field : from) {
      var path = prefix + field.name();
      var about = joined(field.businessName(), field.description());
      into.put(path, new FieldText(path, field.logicalType(), about, field.tags()));
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
    var before =
        into.getOrDefault(
            path, new FieldText(path, known.type() == null ? "" : known.type(), "", List.of()));
    var tags = Stream.concat(before.tags.stream(), found).distinct().toList();
    into.put(path, new FieldText(path, before.type, before.description, tags));
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
            fields.values().stream().map(FieldText::text).toList(),
            List.of(),
            Optional.of(contract.dataProduct())
                .filter(name -> !name.isEmpty())
                .flatMap(name -> sources.find(ResourceKind.DATA_PRODUCT, name, DataProduct.class))
                .or(() -> sources.productWith(contract.id()))
                .map(Entries::ofProduct)
                .orElse(Map.of()))
        .with("status", contract.status())
        .with("version", contract.version())
        .with("format", contract.messageFormat());
  }

  private Entry flow(FlowSpec flow) {
    return ofProduct("flow", flow.name(), flow.description(), flow.product());
  }

  private Entry query(QuerySpec query) {
    return ofProduct("query", query.name(), query.description(), query.product());
  }

  private Entry function(FunctionSpec function) {
    return ofProduct("function", function.name(), function.description(), function.product());
  }

  /**
   * A job outside is found by the names of what it reads and writes, by those who may know of the
   * product whose port is among it; one that touches several products with readers of their own is
   * found by nobody.
   */
  private Optional<Entry> job(String name, ExternalJob job) {
    var restricted =
        job.products().stream()
            .flatMap(id -> sources.find(ResourceKind.DATA_PRODUCT, id, DataProduct.class).stream())
            .filter(product -> ProductVisibility.of(product) != ProductVisibility.OPEN)
            .toList();
    if (restricted.size() > 1) {
      return Optional.empty();
    }
    var about = job.facets().get("documentation");
    return Optional.of(
        new Entry(
            "job",
            name,
            job.name(),
            about == null ? "" : about.path("description").asText(""),
            "",
            List.of(),
            List.of(),
            Optional.empty(),
            job.links().datasets().map(ExternalJob.Dataset::name).limit(PARTS_MAX).toList(),
            List.of(),
            List.of(),
            restricted.isEmpty() ? Map.of() : ofProduct(restricted.get(0))));
  }

  private Entry ofProduct(String kind, String name, String description, String product) {
    var found =
        Optional.ofNullable(product)
            .filter(id -> !id.isEmpty())
            .flatMap(id -> sources.find(ResourceKind.DATA_PRODUCT, id, DataProduct.class));
    return new Entry(
        kind,
        name,
        name,
        description == null ? "" : description,
        found.map(DataProduct::domain).orElse(""),
        found.map(DataProduct::owners).orElse(List.of()),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        found.map(Entries::ofProduct).orElse(Map.of()));
  }

  /** What can be asked of everything that belongs to a product. */
  static Map<String, List<String>> ofProduct(DataProduct product) {
    var attributes = new LinkedHashMap<String, List<String>>();
    attributes.put("product", List.of(product.id()));
    attributes.put("product.title", List.of(product.name()));
    attributes.put("product.status", texts(product.status()));
    attributes.put("product.tag", product.tags());
    attributes.put("visibility", List.of(ProductVisibility.of(product).word()));
    return attributes;
  }

  private static Map<String, List<String>> productAttributes(DataProduct product) {
    var attributes = new LinkedHashMap<>(ofProduct(product));
    attributes.put("status", texts(product.status()));
    attributes.put("version", texts(product.version()));
    attributes.put("steward", product.stewards());
    product.customProperties().stream()
        .filter(each -> each.property() != null && each.value() != null)
        .filter(each -> each.value().isValueNode())
        .limit(PROPERTIES_MAX)
        .forEach(
            each ->
                attributes.put(
                    "property." + each.property().toLowerCase(Locale.ROOT),
                    texts(each.value().asText())));
    return attributes;
  }

  private static List<String> texts(String text) {
    return text == null || text.isEmpty() ? List.of() : List.of(text);
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
        List.of(),
        List.of(),
        Map.of("steward", domain.governance().stewards()));
  }

  private static Entry term(String name, Term term) {
    var also = new ArrayList<>(texts(term.abbreviation()));
    also.addAll(term.alsoCalled());
    term.written().stream()
        .filter(relation -> relation.kind() == TermRelation.SYNONYMS)
        .forEach(relation -> also.add(relation.to().term()));
    return new Entry(
            "term",
            name,
            term.title().isEmpty() ? name : term.title(),
            joined(term.description(), term.definition()),
            term.domain(),
            List.of(),
            term.tags(),
            Optional.empty(),
            List.of(),
            List.of(),
            also,
            Map.of())
        .with("status", term.status());
  }

  private static String joined(String... parts) {
    return String.join(" ", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
  }
}
