package dev.weft.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortFields.KnownField;
import dev.weft.model.PortName;
import dev.weft.model.SourceTable;
import dev.weft.model.WrittenTag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The contract that a port's records have by now: the one that there is, with the fields that
 * turned up since as optional ones; or a new one for a port that has none. It is for an author to
 * look through and apply: what was found out about a field, its tags, comes with it.
 */
public final class ContractDraft {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:\\.\\d+)?(.*)");

  private final ObjectNode draft;
  private int added;
  private int retyped;

  private ContractDraft(ObjectNode draft) {
    this.draft = draft;
  }

  /**
   * Drafts it.
   *
   * @param contract the document as it is, which is not changed
   * @param fields all that is known of the port's fields
   * @param domain of the product, for a new contract
   */
  public static ContractDraft of(
      Optional<ObjectNode> contract, PortName port, PortFields fields, String domain) {
    return of(contract, port, fields, domain, Map.of());
  }

  /**
   * The same, with the types that fields have at the source by now.
   *
   * @param types logical types by the paths of fields; another type needs a major version more
   */
  public static ContractDraft of(
      Optional<ObjectNode> contract,
      PortName port,
      PortFields fields,
      String domain,
      Map<String, String> types) {
    var draft =
        new ContractDraft(contract.map(ObjectNode::deepCopy).orElseGet(() -> fresh(port, domain)));
    types.forEach(draft::retype);
    // A field within an object comes after the object.
    new TreeMap<>(fields.fields()).forEach((path, field) -> draft.add(path, field, fields));
    if ((draft.added > 0 || draft.retyped > 0) && contract.isPresent()) {
      var version = draft.draft.path("version").asText();
      draft.draft.put("version", draft.retyped > 0 ? nextMajor(version) : next(version));
    }
    return draft;
  }

  /**
   * The contract that a table would have which is not a product yet, without a product.
   *
   * @param tags what is found of a column by its name
   */
  public static ContractDraft of(
      SourceTable table, String domain, Function<SourceTable.Column, List<String>> tags) {
    var draft = new ContractDraft(fresh(name(table), table.title(), domain));
    var schema = (ObjectNode) draft.draft.path("schema").get(0);
    schema.put("physicalName", table.title());
    schema.put("physicalType", "table");
    var properties = schema.putArray("properties");
    for (var column : table.columns()) {
      var field = properties.addObject().put("name", column.name());
      field.put("logicalType", column.logicalType()).put("physicalType", column.type());
      var found = tags.apply(column);
      if (!found.isEmpty()) {
        var all = field.putArray("tags");
        found.forEach(all::add);
      }
      draft.added++;
    }
    return draft;
  }

  /** Its last part, as names of ports may be. */
  private static String name(SourceTable table) {
    var title = table.title().substring(table.title().lastIndexOf('.') + 1);
    var plain = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
    return plain.isEmpty() ? "records" : plain;
  }

  /** The document, in the edition of the contract that there is. */
  public ObjectNode document() {
    return draft;
  }

  /** How many fields it has more. */
  public int added() {
    return added;
  }

  /** How many fields have another type. */
  public int retyped() {
    return retyped;
  }

  private static ObjectNode fresh(PortName port, String domain) {
    var draft = fresh(port.port(), port.topic(), domain);
    draft.put("id", port.product() + "-" + port.port() + "-v1");
    return draft.put("dataProduct", port.product());
  }

  private static ObjectNode fresh(String name, String title, String domain) {
    var draft =
        Json.object()
            .put("apiVersion", "v3.1.0")
            .put("kind", "DataContract")
            .put("id", name.replace('_', '-') + "-v1")
            .put("name", title)
            .put("version", "1.0.0")
            .put("status", "draft")
            .put("domain", domain);
    draft.putArray("schema").addObject().put("name", name).put("logicalType", "object");
    return draft;
  }

  /** Only a field that the contract names: what turned up has the type that it has. */
  private void retype(String path, String type) {
    var properties = draft.withArray("schema").path(0).path("properties");
    var found = Optional.<ObjectNode>empty();
    for (var name : path.split("\\.")) {
      found = properties instanceof ArrayNode all ? find(all, name) : Optional.empty();
      properties = found.map(it -> it.path("properties")).orElse(Json.object());
    }
    found
        .filter(field -> !field.path("logicalType").asText().equals(type))
        .ifPresent(
            field -> {
              field.put("logicalType", type);
              field.remove(List.of("physicalType", "logicalTypeOptions"));
              retyped++;
            });
  }

  private void add(String path, KnownField known, PortFields all) {
    var schema = draft.withArray("schema");
    var here = schema.isEmpty() ? schema.addObject().put("name", "record") : schema.get(0);
    var properties = ((ObjectNode) here).withArray("properties");
    var names = path.split("\\.");
    var prefix = new StringBuilder();
    for (var i = 0; i < names.length; i++) {
      prefix.append(i == 0 ? "" : ".").append(names[i]);
      var isLast = i == names.length - 1;
      var field = find(properties, names[i]);
      if (field.isEmpty()) {
        var about = isLast ? known : all.fields().get(prefix.toString());
        field = Optional.of(properties.addObject());
        describe(field.get(), names[i], about, isLast);
        added++;
      }
      if (!isLast) {
        properties = inside(field.get());
      }
    }
  }

  private static Optional<ObjectNode> find(ArrayNode properties, String name) {
    return StreamSupport.stream(properties.spliterator(), false)
        .filter(one -> one.path("name").asText().equals(name))
        .map(ObjectNode.class::cast)
        .findFirst();
  }

  /** What is known of the field; of an object that was only seen by its fields, that. */
  private static void describe(ObjectNode field, String name, KnownField known, boolean isLast) {
    field.put("name", name);
    var isTyped = known != null && known.type() != null && !known.type().isEmpty();
    field.put("logicalType", isTyped ? known.type() : isLast ? "string" : "object");
    if (known == null) {
      return;
    }
    var tags =
        known.tags().stream()
            .filter(tag -> tag.status() != FieldTag.Status.REJECTED)
            .flatMap(tag -> WrittenTag.texts(tag.tag(), tag.validity()).stream())
            .distinct()
            .toList();
    if (!tags.isEmpty()) {
      var all = field.putArray("tags");
      tags.forEach(all::add);
    }
  }

  /** The fields of an object, or of the elements of an array. */
  private static ArrayNode inside(ObjectNode field) {
    if (field.path("logicalType").asText().equals("array")) {
      var items = field.withObject("items");
      if (!items.has("logicalType")) {
        items.put("logicalType", "object");
      }
      return items.withArray("properties");
    }
    return field.withArray("properties");
  }

  /** Another type may break whoever reads. */
  private static String nextMajor(String version) {
    var parts = VERSION.matcher(version);
    return parts.matches()
        ? Integer.parseInt(parts.group(1)) + 1 + ".0.0" + parts.group(3)
        : version;
  }

  /** More fields break nobody: a minor version more. */
  private static String next(String version) {
    var parts = VERSION.matcher(version);
    return parts.matches()
        ? parts.group(1) + "." + (Integer.parseInt(parts.group(2)) + 1) + ".0" + parts.group(3)
        : version;
  }
}
