package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Nearest;
import dev.weft.model.ResourceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds each document against the shape of its kind, and names it. */
final class Checker {
  private final List<Kinds.Kind> kinds = new Kinds().all();

  /**
   * The documents that could be named, even those with problems, so that others may refer to them.
   */
  List<Checked> check(List<Document> documents, Problems problems) {
    Map<ResourceKey, Document> seen = new HashMap<>();
    var checked = new ArrayList<Checked>();
    for (var document : documents) {
      var at = new At(document, "", problems);
      var before = problems.count();
      kind(document, at)
          .flatMap(kind -> check(kind, document, at))
          .ifPresent(
              key -> {
                var first = seen.putIfAbsent(key, document);
                if (first == null) {
                  checked.add(new Checked(key, document, problems.count() == before));
                } else {
                  twice(key, first, at);
                }
              });
    }
    return checked;
  }

  private Optional<Kinds.Kind> kind(Document document, At at) {
    var written = document.tree().path("kind");
    var words = kinds.stream().map(kind -> kind.kind().word()).toList();
    if (document.tree().has("dataContractSpecification")) {
      at.key(
          "unknown-kind",
          "This is in the retired Data Contract Specification.",
          "Convert it to the Open Data Contract Standard, 'apiVersion: v3.1.0'.");
      return Optional.empty();
    } else if (OtherStandards.recognised(document.tree(), at)) {
      return Optional.empty();
    } else if (!written.isTextual()) {
      var hint = "Add the key 'kind': one of " + String.join(", ", words) + ".";
      at.key("missing-field", "A document needs 'kind', in text.", hint);
      return Optional.empty();
    }
    var found =
        kinds.stream().filter(kind -> kind.kind().word().equals(written.textValue())).findFirst();
    if (found.isEmpty()) {
      var message = "'" + Shapes.shortened(written.textValue()) + "' is not a kind of document.";
      var hint = Nearest.hint(written.textValue(), words, "kinds");
      at.key("kind").value("unknown-kind", message, hint);
    }
    return found;
  }

  private static Optional<ResourceKey> check(Kinds.Kind kind, Document document, At at) {
    var version = document.tree().path("apiVersion");
    var shape = kind.byVersion().get(version.asText());
    if (shape == null) {
      wrongVersion(kind, version, at);
      shape = kind.byVersion().values().iterator().next();
    }
    shape.check(document.tree(), at);
    var name = document.tree().path(kind.nameKey());
    return name.isTextual() && !name.textValue().isBlank()
        ? Optional.of(new ResourceKey(kind.kind(), name.textValue()))
        : Optional.empty();
  }

  private static void wrongVersion(Kinds.Kind kind, JsonNode version, At at) {
    if (version.isTextual()) {
      var known = kind.byVersion().keySet();
      at.key("apiVersion")
          .value(
              "unknown-version",
              "Weft does not read version '"
                  + Shapes.shortened(version.textValue())
                  + "' of "
                  + kind.kind().word()
                  + ".",
              Nearest.hint(version.textValue(), known, "versions"));
    }
  }

  private static void twice(ResourceKey key, Document first, At at) {
    at.key(
        "duplicate-resource",
        "Another document is already "
            + key.kind().word()
            + " '"
            + Shapes.shortened(key.name())
            + "': "
            + first.places().value("")
            + ".",
        "Keep one of them, or give one another name.");
  }
}
