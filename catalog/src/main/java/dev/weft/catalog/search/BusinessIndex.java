package dev.weft.catalog.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.catalog.search.query.Attribute;
import dev.weft.model.BusinessMetadata;
import dev.weft.model.BusinessMetadata.Name;
import dev.weft.model.BusinessValues;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.DataProduct.CustomProperty;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.util.NumericUtils;

/** Business metadata as the exact questions ask for it: {@code risk.criticality = 'high'}. */
record BusinessIndex(Entries.Sources sources) {
  /** All texts of an entry with their attributes, to be counted as facets. */
  static final String COUNTED = "business metadata";

  static final char SEPARATOR = ':';

  /** The entry with the values that its document says and people have given. */
  Entry with(Entry entry) {
    var texts = new LinkedHashMap<String, List<String>>();
    var numbers = new LinkedHashMap<String, List<Long>>();
    values(entry)
        .forEach(
            (key, value) ->
                Name.parse(key)
                    .flatMap(name -> attribute(name, entry.kind()))
                    .ifPresent(attribute -> add(key, attribute, value, texts, numbers)));
    var counted = new ArrayList<String>();
    texts.forEach((name, values) -> values.forEach(it -> counted.add(name + SEPARATOR + it)));
    if (!counted.isEmpty()) {
      texts.put(COUNTED, counted);
    }
    return entry.with(texts, numbers);
  }

  private static void add(
      String key,
      BusinessMetadata.Attribute attribute,
      JsonNode value,
      Map<String, List<String>> texts,
      Map<String, List<Long>> numbers) {
    var all = new ArrayList<JsonNode>();
    if (value.isArray()) {
      value.forEach(all::add);
    } else {
      all.add(value);
    }
    var name = key.toLowerCase(Locale.ROOT);
    var found = all.stream().flatMap(one -> number(attribute.kind(), one).stream()).toList();
    if (!found.isEmpty()) {
      numbers.put(name, found);
    } else if (type(attribute.kind()) == Attribute.Type.TEXT) {
      texts.put(name, all.stream().map(JsonNode::asText).toList());
    }
  }

  private static Optional<Long> number(BusinessMetadata.Type type, JsonNode value) {
    return switch (type) {
      case INTEGER -> Optional.of(value).filter(JsonNode::isNumber).map(JsonNode::asLong);
      case NUMBER ->
          Optional.of(value)
              .filter(JsonNode::isNumber)
              .map(one -> NumericUtils.doubleToSortableLong(one.asDouble()));
      case DATE, TIMESTAMP ->
          BusinessMetadata.Attribute.moment(value, type == BusinessMetadata.Type.DATE)
              .map(moment -> moment.toEpochMilli());
      case STRING, BOOLEAN, ENUM -> Optional.empty();
    };
  }

  private static Attribute.Type type(BusinessMetadata.Type type) {
    return switch (type) {
      case INTEGER -> Attribute.Type.NUMBER;
      case NUMBER -> Attribute.Type.DECIMAL;
      case DATE, TIMESTAMP -> Attribute.Type.TIME;
      case STRING, BOOLEAN, ENUM -> Attribute.Type.TEXT;
    };
  }

  private Optional<BusinessMetadata.Attribute> attribute(Name name, String kind) {
    return sources
        .find(ResourceKind.BUSINESS_METADATA, name.set(), BusinessMetadata.class)
        .filter(set -> set.appliesTo(kind))
        .flatMap(set -> set.attribute(name.attribute()));
  }

  /** The attribute that a question names in whatever case, if all of these kinds have it. */
  Optional<Attribute> attribute(Set<String> kinds, String asked) {
    return Name.parse(asked)
        .flatMap(
            name ->
                sources.names(ResourceKind.BUSINESS_METADATA).stream()
                    .filter(set -> set.equalsIgnoreCase(name.set()))
                    .findFirst()
                    .flatMap(
                        set ->
                            sources.find(
                                ResourceKind.BUSINESS_METADATA, set, BusinessMetadata.class))
                    .filter(set -> kinds.stream().allMatch(set::appliesTo))
                    .flatMap(
                        set ->
                            set.attributes().stream()
                                .filter(one -> one.name().equalsIgnoreCase(name.attribute()))
                                .findFirst())
                    .map(one -> new Attribute(asked, type(one.kind()))));
  }

  /** The names of all attributes that each of these kinds has, as a question has them. */
  Set<String> names(Set<String> kinds) {
    var names = new TreeSet<String>();
    for (var set : sources.names(ResourceKind.BUSINESS_METADATA)) {
      sources
          .find(ResourceKind.BUSINESS_METADATA, set, BusinessMetadata.class)
          .filter(one -> kinds.stream().allMatch(one::appliesTo))
          .ifPresent(
              one ->
                  one.attributes()
                      .forEach(
                          attribute ->
                              names.add((set + "." + attribute.name()).toLowerCase(Locale.ROOT))));
    }
    return names;
  }

  /** What people have given, and over it what the document says. */
  private Map<String, JsonNode> values(Entry entry) {
    var values = new HashMap<String, JsonNode>();
    var isField = entry.kind().equals("field");
    var port = entry.port().flatMap(PortName::parse);
    var asset = isField ? "port:" + entry.port().orElse("") : entry.kind() + ":" + entry.name();
    var field = isField ? entry.title() : BusinessValues.WHOLE;
    sources
        .find(ResourceKind.BUSINESS_VALUES, asset, BusinessValues.class)
        .ifPresent(
            given -> given.of(field).forEach((key, value) -> values.put(key, value.value())));
    written(entry, port, field).stream()
        .filter(one -> one.property() != null && one.value() != null)
        .forEach(one -> values.put(one.property(), one.value()));
    return values;
  }

  private List<CustomProperty> written(Entry entry, Optional<PortName> port, String field) {
    return switch (entry.kind()) {
      case "product" ->
          sources
              .find(ResourceKind.DATA_PRODUCT, entry.name(), DataProduct.class)
              .map(DataProduct::customProperties)
              .orElse(List.of());
      case "contract" -> contract(entry.name()).map(Contract::customProperties).orElse(List.of());
      case "port" ->
          port.flatMap(this::output)
              .map(DataProduct.OutputPort::customProperties)
              .orElse(List.of());
      case "field" ->
          port.flatMap(this::output)
              .flatMap(output -> contract(output.contractId()))
              .flatMap(contract -> Optional.ofNullable(fields(contract).get(field)))
              .orElse(List.of());
      default -> List.of();
    };
  }

  private Optional<DataProduct.OutputPort> output(PortName port) {
    return sources
        .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .flatMap(product -> product.outputPort(port.port()));
  }

  private Optional<Contract> contract(String id) {
    return id == null
        ? Optional.empty()
        : sources.find(ResourceKind.DATA_CONTRACT, id, Contract.class);
  }

  private static Map<String, List<CustomProperty>> fields(Contract contract) {
    var fields = new HashMap<String, List<CustomProperty>>();
    collect(contract.fields(), "", fields);
    return fields;
  }

  private static void collect(
      List<Contract.Field> fields, String prefix, Map<String, List<CustomProperty>> into) {
    for (var field : fields) {
      var path = prefix + field.name();
      if (!field.customProperties().isEmpty()) {
        into.put(path, field.customProperties());
      }
      collect(field.properties(), path + ".", into);
      Optional.ofNullable(field.items())
          .ifPresent(items -> collect(items.properties(), path + ".", into));
    }
  }

  /** The resource in whose entries these values are. */
  static Optional<ResourceKey> owner(ResourceKey values) {
    var colon = values.name().indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    var kind = values.name().substring(0, colon);
    var name = values.name().substring(colon + 1);
    return kind.equals("port")
        ? PortName.parse(name)
            .map(port -> new ResourceKey(ResourceKind.DATA_PRODUCT, port.product()))
        : ResourceKind.parse(kind).map(found -> new ResourceKey(found, name));
  }

  /** The sets of which a resource may have values. */
  static Set<String> sets(Resource resource) {
    var names = new HashSet<String>();
    switch (resource.kind()) {
      case DATA_PRODUCT ->
          IndexedResources.read(resource, DataProduct.class)
              .ifPresent(
                  product -> {
                    of(product.customProperties(), names);
                    product.outputPorts().forEach(port -> of(port.customProperties(), names));
                  });
      case DATA_CONTRACT ->
          IndexedResources.read(resource, Contract.class)
              .ifPresent(
                  contract -> {
                    of(contract.customProperties(), names);
                    fields(contract).values().forEach(all -> of(all, names));
                  });
      case BUSINESS_VALUES ->
          IndexedResources.read(resource, BusinessValues.class)
              .ifPresent(
                  values ->
                      values
                          .values()
                          .values()
                          .forEach(
                              ofField ->
                                  ofField
                                      .keySet()
                                      .forEach(
                                          key ->
                                              Name.parse(key)
                                                  .ifPresent(it -> names.add(it.set())))));
      default -> {
        // Nothing else says any.
      }
    }
    return names;
  }

  private static void of(List<CustomProperty> properties, Set<String> names) {
    properties.forEach(one -> Name.parse(one.property()).ifPresent(it -> names.add(it.set())));
  }
}
