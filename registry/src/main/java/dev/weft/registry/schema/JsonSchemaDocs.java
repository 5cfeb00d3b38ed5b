package dev.weft.registry.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON Schema with those that it refers to, and what its references mean. Nothing is ever
 * fetched: a reference leads into the schema itself, or into one that is registered with it.
 *
 * <p>Throws {@link IllegalArgumentException} with a sentence for people.
 */
final class JsonSchemaDocs {
  static final int DEPTH_MAX = 64;
  private static final int NUMBER_MAX = 100;
  private static final int ANCHOR_DEPTH = 2 * DEPTH_MAX;
  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(NUMBER_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** One document; which one a schema is from decides what its references mean. */
  record Doc(String name, JsonNode root) {
    /** The absolute name that the document gives itself. */
    String id() {
      return root.path("$id").asText(root.path("id").asText(""));
    }
  }

  /** A schema: a place in a document. */
  record Part(Doc doc, JsonNode node) {
    Part with(JsonNode inner) {
      return new Part(doc, inner);
    }

    JsonNode get(String keyword) {
      return node.path(keyword);
    }

    boolean has(String keyword) {
      return node.has(keyword);
    }

    boolean isFalse() {
      return node.isBoolean() && !node.booleanValue();
    }

    /** Whether everything is valid by it, as far as can be seen at once. */
    boolean isTrue() {
      return node.isBoolean() ? node.booleanValue() : node.isEmpty();
    }
  }

  private final Doc main;
  private final Map<String, Doc> others = new LinkedHashMap<>();
  private final Map<String, Optional<JsonNode>> anchors = new HashMap<>();

  private JsonSchemaDocs(SchemaSource source) {
    main = new Doc("", parse(source.text()));
    source.imports().forEach((name, text) -> others.put(name, new Doc(name, parse(text))));
  }

  static JsonSchemaDocs of(SchemaSource source) {
    return new JsonSchemaDocs(source);
  }

  Part root() {
    return new Part(main, main.root());
  }

  private static JsonNode parse(String text) {
    JsonNode node;
    try {
      node = STRICT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!node.isObject() && !node.isBoolean()) {
      throw new IllegalArgumentException("it is neither an object nor true or false");
    }
    return node;
  }

  /** What the reference of a schema means. */
  Part follow(Part from, String reference) {
    var hash = reference.indexOf('#');
    var file = hash < 0 ? reference : reference.substring(0, hash);
    var fragment = hash < 0 ? "" : reference.substring(hash + 1);
    var doc = file.isEmpty() ? from.doc() : doc(from.doc(), file);
    var node =
        fragment.isEmpty() || fragment.equals("/")
            ? doc.root()
            : fragment.startsWith("/") ? pointer(doc, fragment) : anchor(doc, fragment);
    if (node == null || !(node.isObject() || node.isBoolean())) {
      throw new IllegalArgumentException("'$ref' leads nowhere: " + reference);
    }
    return new Part(doc, node);
  }

  private Doc doc(Doc from, String file) {
    var absolute = absolute(from.id(), file);
    if (!main.id().isEmpty() && absolute.equals(withoutHash(main.id()))) {
      return main;
    }
    for (var name : new String[] {file, absolute}) {
      if (others.containsKey(name)) {
        return others.get(name);
      }
    }
    return others.values().stream()
        .filter(doc -> !doc.id().isEmpty() && withoutHash(doc.id()).equals(absolute))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "it refers to '" + file + "', which is not among its references"));
  }

  private static String withoutHash(String id) {
    return id.endsWith("#") ? id.substring(0, id.length() - 1) : id;
  }

  private static String absolute(String base, String file) {
    try {
      return base.isEmpty() ? file : URI.create(base).resolve(file).toString();
    } catch (IllegalArgumentException e) {
      return file; // Not every name is a URI.
    }
  }

  private static JsonNode pointer(Doc doc, String fragment) {
    try {
      var decoded = URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
      return doc.root().at(JsonPointer.compile(decoded));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private JsonNode anchor(Doc doc, String name) {
    return anchors
        .computeIfAbsent(
            doc.name() + '#' + name, key -> Optional.ofNullable(anchor(doc.root(), name, 0)))
        .orElse(null);
  }

  private static JsonNode anchor(JsonNode node, String name, int depth) {
    var isIt =
        node.path("$anchor").asText("").equals(name)
            || node.path("$id").asText("").equals('#' + name)
            || node.path("id").asText("").equals('#' + name);
    if (isIt || depth > ANCHOR_DEPTH) {
      return isIt ? node : null;
    }
    for (var inner : node) {
      var found = anchor(inner, name, depth + 1);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
