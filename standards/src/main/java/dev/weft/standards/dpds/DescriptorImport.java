package dev.weft.standards.dpds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.format.Document;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Limits;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A descriptor of the Data Product Descriptor Specification 1.0, turned into a product and a
 * contract for each of its output ports. Whatever they have no place for is kept with them.
 *
 * @param product as ODPS 1.0
 * @param contracts as ODCS 3.1
 * @param findings what a person has to look at
 */
public record DescriptorImport(
    ObjectNode product, List<ObjectNode> contracts, List<Finding> findings) {
  private static final String FILE = "dpds";

  /**
   * Reads a descriptor.
   *
   * @param others files that it refers to
   * @throws dev.weft.model.ProblemException everything that is wrong, with line and column
   */
  public static DescriptorImport of(SourceText descriptor, List<SourceText> others) {
    var problems = new Problems();
    var files = new LinkedHashMap<String, Document>();
    read(descriptor, problems, files);
    others.forEach(other -> read(other, problems, files));
    problems.throwIfAny();
    var document = files.get(descriptor.file());
    Requirements.check(document, problems);
    problems.throwIfAny();
    var references = new References(files, Limits.DEFAULT);
    var whole = references.resolve(document);
    Requirements.check(new Document(document.file(), 0, whole, document.places()), problems);
    problems.throwIfAny();
    unused(whole, references.used());
    return new ImportedProduct(whole).turned().checked();
  }

  private static void read(SourceText source, Problems problems, Map<String, Document> files) {
    var found = new Documents().read(source, problems);
    if (found.size() == 1) {
      files.put(source.file(), found.get(0));
    } else if (!found.isEmpty()) {
      problems.add(
          Problem.input(
              "not-dpds",
              new Place(source.file(), 0, 0, ""),
              "The file holds " + found.size() + " documents.",
              "A descriptor is one document."));
    } else if (problems.isEmpty()) {
      problems.add(
          Problem.input(
              "not-dpds",
              new Place(source.file(), 0, 0, ""),
              "The file is empty.",
              "Name another."));
    }
  }

  /** Reusable components that were put where they are used need not be kept as well. */
  private static void unused(ObjectNode whole, Set<String> used) {
    if (!(whole.get("components") instanceof ObjectNode components)) {
      return;
    }
    for (var list : components.properties().stream().map(Map.Entry::getKey).toList()) {
      if (components.get(list) instanceof ObjectNode entries) {
        entries.properties().stream()
            .map(Map.Entry::getKey)
            .filter(name -> used.contains("/components/" + list + "/" + name))
            .toList()
            .forEach(entries::remove);
        if (entries.isEmpty()) {
          components.remove(list);
        }
      }
    }
    if (components.isEmpty()) {
      whole.remove("components");
    }
  }

  /** With what the standards' checks have to say of the result. */
  private DescriptorImport checked() {
    var all = new ArrayList<>(findings);
    var problems = new Problems();
    var documents = new Documents();
    var written = new ArrayList<Document>();
    for (var tree : trees()) {
      written.addAll(documents.read(new SourceText(FILE + ".json", Json.text(tree)), problems));
    }
    documents.check(written, problems);
    problems
        .all()
        .forEach(
            each ->
                all.add(
                    new Finding(
                        each.place().path(), each.message(), "Correct it before you apply it.")));
    return new DescriptorImport(product, contracts, List.copyOf(all));
  }

  /** The product first, then the contracts. */
  public List<ObjectNode> trees() {
    var trees = new ArrayList<>(List.of(product));
    trees.addAll(contracts);
    return trees;
  }

  static boolean hasText(JsonNode node) {
    return node.isTextual() && !node.textValue().isBlank();
  }
}
