package dev.weft.model.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import java.util.List;
import java.util.Locale;

/**
 * Reads files into checked documents, and writes documents as YAML.
 *
 * <p>{@link #load} is all that an apply needs; the other methods are its steps. Immutable, safe for
 * any thread, and worth keeping: building the shapes takes some milliseconds.
 */
public final class Documents {
  private final Limits limits;
  private final Checker checker = new Checker();

  public Documents(Limits limits) {
    this.limits = limits;
  }

  public Documents() {
    this(Limits.DEFAULT);
  }

  /**
   * Reads and checks all files of one apply against each other and against what exists.
   *
   * @return every document that could be read and named; only to be used if {@code problems} stayed
   *     empty
   */
  public List<Checked> load(List<SourceText> files, Known existing, Problems problems) {
    var documents = files.stream().flatMap(file -> read(file, problems).stream()).toList();
    var checked = check(documents, problems);
    checkReferences(checked, existing, problems);
    return checked;
  }

  /** The documents of one file, JSON or YAML; what cannot be read is a problem. */
  public List<Document> read(SourceText source, Problems problems) {
    if (source.text().length() > limits.charactersMax()) {
      problems.add(
          new Problem(
              Problem.Kind.TOO_LARGE,
              "too-large",
              new Place(source.file(), 0, 0, ""),
              "The file has more than " + limits.charactersMax() + " characters.",
              "Split it into several files."));
      return List.of();
    }
    return isJson(source)
        ? new JsonReader(limits).read(source, problems)
        : new YamlReader(limits).read(source, problems);
  }

  /** Holds each document against its kind; answers those that could be named. */
  public List<Checked> check(List<Document> documents, Problems problems) {
    return checker.check(documents, problems);
  }

  /** Checks what documents say of each other and of what exists. */
  public void checkReferences(List<Checked> documents, Known existing, Problems problems) {
    References.check(documents, existing, problems);
  }

  /** The resources that refer to this one, such as before it is deleted. */
  public List<ResourceKey> referencesTo(ResourceKey key, Known existing) {
    return References.to(key, existing);
  }

  /** The document as YAML, keys in their order; {@link #read} gives an equal tree again. */
  public String write(ObjectNode tree) {
    return new YamlWriter().write(tree);
  }

  private static boolean isJson(SourceText source) {
    var file = source.file().toLowerCase(Locale.ROOT);
    if (file.endsWith(".yaml") || file.endsWith(".yml")) {
      return false;
    }
    return file.endsWith(".json") || source.text().stripLeading().startsWith("{");
  }
}
