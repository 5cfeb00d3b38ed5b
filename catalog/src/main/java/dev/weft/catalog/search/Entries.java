package dev.weft.catalog.search;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.ExternalJob;
import dev.weft.model.FlowSpec;
import dev.weft.model.FunctionSpec;
import dev.weft.model.QuerySpec;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.SourceTable;
import dev.weft.model.Term;
import dev.weft.model.TermRelation;
import dev.weft.model.WrittenTag;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the entries of one resource, with what other resources say about it. */
record Entries(Sources sources, Clock clock) {
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
      case DATA_PRODUCT ->
          find(key, DataProduct.class)
              .map(new ProductEntries(sources, clock.instant())::of)
              .orElse(List.of());
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

  private Entry contract(Contract contract) {
    return new Entry(
            "contract",
            contract.id(),
            contract.name(),
            joined(contract.description().purpose(), contract.description().usage()),
            contract.domain(),
            owners(contract.dataProduct()),
            always(contract.tags()),
            Optional.empty(),
            List.of(),
            ProductEntries.fieldTexts(contract),
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
    attributes.put("product.tag", always(product.tags()));
    attributes.put("visibility", List.of(ProductVisibility.of(product).word()));
    return attributes;
  }

  /**
   * The tags that hold without end. A product's entries are made again when one of its tags begins
   * or ends; those of others are not, and so leave out what does not always hold.
   */
  private static List<String> always(List<String> written) {
    return written.stream()
        .map(WrittenTag::of)
        .filter(tag -> tag.validity().isAlways())
        .map(WrittenTag::name)
        .toList();
  }

  static List<String> texts(String text) {
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
            always(term.tags()),
            Optional.empty(),
            List.of(),
            List.of(),
            also,
            Map.of())
        .with("status", term.status());
  }

  static String joined(String... parts) {
    return String.join(" ", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
  }
}
