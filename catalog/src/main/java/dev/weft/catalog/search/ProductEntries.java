package dev.weft.catalog.search;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.PortFields;
import dev.weft.model.ResourceKind;
import dev.weft.model.WrittenTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Makes the entries of a product, its ports and their fields, with the tags of one moment. */
record ProductEntries(Entries.Sources sources, Instant now) {
  private static final int PROPERTIES_MAX = 50;

  List<Entry> of(DataProduct product) {
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
    var tags = new ArrayList<>(now(product.tags()));
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
            Entries.joined(about.purpose(), about.usage(), about.limitations()),
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
    var tags = new ArrayList<>(now(port.tags()));
    fields.values().forEach(field -> tags.addAll(field.tags));
    var attributes = ofProduct(product);
    attributes.put("status", Entries.texts(contract.map(Contract::status).orElse("")));
    attributes.put(
        "version", Entries.texts(contract.map(Contract::version).orElse(port.version())));
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
    var ofField = ofProduct(product);
    ofField.put("port.tag", now(port.tags()));
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
          : new FieldText(path, type, Entries.joined(description, String.join(" ", words)), tags);
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
    contract.ifPresent(it -> collect(it.fields(), "", fields, this::now));
    sources
        .find(ResourceKind.PORT_FIELDS, port, PortFields.class)
        .ifPresent(known -> known.fields().forEach((path, field) -> merge(path, field, fields)));
    var terms = TermWords.of(sources, port, contract);
    fields.replaceAll((path, field) -> field.meaning(terms.of(path)));
    return fields;
  }

  private static void collect(
      List<Contract.Field> from,
      String prefix,
      Map<String, FieldText> into,
      UnaryOperator<List<String>> tags) {
    for (var field : from) {
      var path = prefix + field.name();
      var about = Entries.joined(field.businessName(), field.description());
      into.put(path, new FieldText(path, field.logicalType(), about, tags.apply(field.tags())));
      collect(field.properties(), path + ".", into, tags);
      Optional.ofNullable(field.items())
          .ifPresent(items -> collect(items.properties(), path + ".", into, tags));
    }
  }

  private void merge(String path, PortFields.KnownField known, Map<String, FieldText> into) {
    var found = known.tagsAt(now).stream();
    var before =
        into.getOrDefault(
            path, new FieldText(path, known.type() == null ? "" : known.type(), "", List.of()));
    var tags = Stream.concat(before.tags.stream(), found).distinct().toList();
    into.put(path, new FieldText(path, before.type, before.description, tags));
  }

  private Map<String, List<String>> productAttributes(DataProduct product) {
    var attributes = ofProduct(product);
    attributes.put("status", Entries.texts(product.status()));
    attributes.put("version", Entries.texts(product.version()));
    attributes.put("steward", product.stewards());
    product.customProperties().stream()
        .filter(each -> each.property() != null && each.value() != null)
        .filter(each -> each.value().isValueNode())
        .limit(PROPERTIES_MAX)
        .forEach(
            each ->
                attributes.put(
                    "property." + each.property().toLowerCase(Locale.ROOT),
                    Entries.texts(each.value().asText())));
    return attributes;
  }

  private Map<String, List<String>> ofProduct(DataProduct product) {
    var attributes = new LinkedHashMap<>(Entries.ofProduct(product));
    attributes.put("product.tag", now(product.tags()));
    return attributes;
  }

  private List<String> now(List<String> written) {
    return WrittenTag.namesAt(written, now);
  }

  /** The fields that a contract names, with what it says of them. */
  static List<String> fieldTexts(Contract contract) {
    var fields = new LinkedHashMap<String, FieldText>();
    collect(contract.fields(), "", fields, tags -> List.of());
    return fields.values().stream().map(FieldText::text).toList();
  }
}
