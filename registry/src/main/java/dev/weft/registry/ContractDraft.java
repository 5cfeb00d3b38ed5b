package dev.weft.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortFields.KnownField;
import dev.weft.model.PortName;
import java.util.Optional;
import java.util.TreeMap;
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
    var draft =
        new ContractDraft(contract.map(ObjectNode::deepCopy).orElseGet(() -> fresh(port, domain)));
    // A field within an object comes after the object.
    new TreeMap<>(fields.fields()).forEach((path, field) -> draft.add(path, field, fields));
    if (draft.added > 0 && contract.isPresent()) {
      draft.draft.put("version", next(draft.draft.path("version").asText()));
    }
    return draft;
  }

  /** The document, in the edition of the contract that there is. */
  public ObjectNode document() {
    return draft;
  }

  /** How many fields it has more. */
  public int added() {
    return added;
  }

  private static ObjectNode fresh(PortName port, String domain) {
    var draft =
        Json.object()
            .put("apiVersion", "v3.1.0")
            .put("kind", "DataContract")
            .put("id", port.product() + "-" + port.port() + "-v1")
            .put("name", port.topic())
            .put("version", "1.0.0")
            .put("status", "draft")
            .put("domain", domain)
            .put("dataProduct", port.product());
    draft.putArray("schema").addObject().put("name", port.port()).put("logicalType", "object");
    return draft;
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
            .map(FieldTag::tag)
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

  /** More fields break nobody: a minor version more. */
  private static String next(String version) {
    var parts = VERSION.matcher(version);
    return parts.matches()
        ? parts.group(1) + "." + (Integer.parseInt(parts.group(2)) + 1) + ".0" + parts.group(3)
        : version;
  }
}
