package dev.weft.standards.dpds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.format.Document;
import dev.weft.model.format.Limits;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts what references lead to in their place. They lead into the descriptor and into files that
 * were given with it, never into the network. The result has no more values than one file may have.
 *
 * <p>Problems: {@code reference-cycle}, {@code reference-not-found}, {@code not-fetched}, {@code
 * too-large}.
 */
final class References {
  private static final String REF = "$ref";

  /** Within these stand documents of other standards, whose references are none of ours. */
  private static final String DEFINITION = "definition";

  private final Map<String, Document> files;
  private final Limits limits;
  private final Deque<String> within = new ArrayDeque<>();
  private final Set<String> used = new LinkedHashSet<>();
  private int values;

  /**
   * @param files by their names, the descriptor among them
   */
  References(Map<String, Document> files, Limits limits) {
    this.files = files;
    this.limits = limits;
  }

  /** The descriptor without references. Throws a ProblemException that says why not. */
  ObjectNode resolve(Document descriptor) {
    return (ObjectNode) resolved(descriptor.tree(), descriptor, "", 0);
  }

  /** The pointers within the descriptor that were followed, such as {@code /components/...}. */
  Set<String> used() {
    return used;
  }

  private JsonNode resolved(JsonNode node, Document in, String path, int depth) {
    if (++values > limits.nodesMax() || depth > limits.nestingMax()) {
      throw problem(
          "too-large",
          in,
          path,
          "With its references followed the descriptor has more than "
              + limits.nodesMax()
              + " values, or "
              + limits.nestingMax()
              + " levels.",
          "Use fewer references.");
    }
    if (node instanceof ObjectNode object) {
      return object.path(REF).isTextual()
          ? followed(object, in, path, depth)
          : object(object, in, path, depth);
    }
    if (node.isArray()) {
      var list = Json.MAPPER.createArrayNode();
      for (var i = 0; i < node.size(); i++) {
        list.add(resolved(node.get(i), in, path + "[" + i + "]", depth + 1));
      }
      return list;
    }
    return node;
  }

  private ObjectNode object(ObjectNode object, Document in, String path, int depth) {
    var whole = Json.object();
    object
        .properties()
        .forEach(
            entry -> {
              var at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
              var foreign = entry.getKey().equals(DEFINITION) && !isReference(entry.getValue());
              whole.set(
                  entry.getKey(),
                  foreign ? entry.getValue() : resolved(entry.getValue(), in, at, depth + 1));
            });
    return whole;
  }

  private static boolean isReference(JsonNode node) {
    return node.path(REF).isTextual() && !isRemote(node.path(REF).asText());
  }

  private static boolean isRemote(String reference) {
    return reference.matches("[A-Za-z][A-Za-z0-9+.-]*://.*");
  }

  private JsonNode followed(ObjectNode object, Document in, String path, int depth) {
    var reference = object.path(REF).asText();
    if (isRemote(reference)) {
      throw problem(
          "not-fetched",
          in,
          path,
          "'" + shortened(reference) + "' is in the network, from where Weft fetches nothing.",
          "Download it, refer to it as a file, and give it too: --also FILE.");
    }
    var hash = reference.indexOf('#');
    var name = hash < 0 ? reference : reference.substring(0, hash);
    var pointer = hash < 0 ? "" : reference.substring(hash + 1);
    var target = name.isEmpty() ? Optional.of(in) : file(name, in);
    var found =
        target
            .map(document -> at(document, pointer))
            .filter(node -> !node.isMissingNode())
            .orElseThrow(
                () ->
                    problem(
                        "reference-not-found",
                        in,
                        path,
                        "'" + shortened(reference) + "' leads nowhere.",
                        "Give the file that it names too, --also FILE, or correct it."));
    var step = target.get().file() + "#" + pointer;
    if (within.contains(step)) {
      throw problem(
          "reference-cycle",
          in,
          path,
          "'" + shortened(reference) + "' leads back to itself.",
          "Remove one of the references in this circle.");
    }
    if (target.get().file().equals(in.file())) {
      used.add(pointer);
    }
    within.push(step);
    var result = resolved(found, target.get(), path, depth + 1);
    within.pop();
    return result;
  }

  /** By its path from the file that refers to it, or by its name alone. */
  private Optional<Document> file(String name, Document from) {
    try {
      var beside = Path.of(from.file()).resolveSibling(name).normalize().toString();
      return Optional.ofNullable(files.get(beside)).or(() -> Optional.ofNullable(files.get(name)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** As RFC 6901 has it, in a URL. */
  private static JsonNode at(Document document, String pointer) {
    try {
      return document
          .tree()
          .at(URLDecoder.decode(pointer.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Json.MAPPER.missingNode();
    }
  }

  private static RuntimeException problem(
      String code, Document in, String path, String message, String hint) {
    var place = in.places().value(path);
    return Problem.input(
            code, new Place(in.file(), place.line(), place.column(), path), message, hint)
        .asException();
  }

  private static String shortened(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "..." : text;
  }
}
