package dev.weft.tools.dpds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Limits;
import dev.weft.model.format.SourceText;
import dev.weft.standards.dpds.DescriptorImport;
import dev.weft.standards.dpds.Finding;
import dev.weft.tools.Arguments;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * {@code weft import dpds}: a descriptor of the Data Product Descriptor Specification in, a product
 * and its contracts out, with what has to be looked at as comments and on the error stream. Changes
 * nothing anywhere and fetches nothing: the files are there to be looked at and applied.
 */
public final class DpdsImportTool implements ToolProvider {
  private final Documents documents = new Documents();

  @Override
  public String name() {
    return "weft-import-dpds";
  }

  /** {@code FILE [OTHER ...] [--output DIR]}; the others are what the first refers to. */
  @Override
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    var asked = Arguments.parse(Set.of("format", "output"), arguments);
    if (asked.rest().isEmpty()) {
      throw Problem.input("arguments", Place.NOWHERE, "Name a descriptor.", "").asException();
    }
    var files = asked.rest().stream().map(DpdsImportTool::read).toList();
    var imported = DescriptorImport.of(files.get(0), files.subList(1, files.size()));
    if (asked.option("output").isPresent()) {
      var folder = Path.of(asked.option("output").get());
      imported.trees().forEach(tree -> write(folder, tree, imported.findings()));
    }
    if (asked.option("format").orElse("table").equals("json")) {
      var answer =
          Map.of(
              "product", imported.product(),
              "contracts", imported.contracts(),
              "findings", imported.findings());
      out.println(Json.tree(answer).toPrettyString());
    } else if (asked.option("output").isEmpty()) {
      out.print(comment(imported.findings()));
      out.print(
          imported.trees().stream().map(documents::write).collect(Collectors.joining("---\n")));
    }
    imported.findings().forEach(finding -> err.println(finding.line()));
    err.println(
        "1 product, "
            + count(imported.contracts().size(), "contract")
            + ", "
            + count(imported.findings().size(), "thing")
            + " to look at.");
    out.flush();
    err.flush();
    return 0;
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String comment(List<Finding> findings) {
    return findings.stream()
        .map(finding -> "# " + finding.line().replaceAll("\\s+", " ") + "\n")
        .collect(Collectors.joining());
  }

  private static SourceText read(String file) {
    try (var in = Files.newInputStream(Path.of(file))) {
      return SourceText.read(Path.of(file).normalize().toString(), in, Limits.DEFAULT);
    } catch (IOException e) {
      throw Problem.input(
              "file-not-readable",
              new Place(file, 0, 0, ""),
              "'" + file + "' cannot be read: " + e + ".",
              "Name a file that this user may read.")
          .asException();
    }
  }

  /** What has to be looked at stands at the top of the product. */
  private void write(Path folder, ObjectNode tree, List<Finding> findings) {
    var isProduct = tree.path("kind").asText().equals("DataProduct");
    var name = tree.path("id").asText().replaceAll("[^A-Za-z0-9._-]", "_");
    var file = folder.resolve(name + (isProduct ? ".odps.yaml" : ".odcs.yaml"));
    try {
      Files.createDirectories(folder);
      Files.writeString(file, (isProduct ? comment(findings) : "") + documents.write(tree));
    } catch (IOException e) {
      throw Problem.environment(
              "not-written", "'" + file + "' cannot be written: " + e + ".", "Name another folder.")
          .asException();
    }
  }
}
