package dev.weft.tools.nifi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.format.Documents;
import dev.weft.tools.Arguments;
import dev.weft.tools.InstalledTypes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * {@code weft import nifi}: a flow definition in, a flow and its parameter contexts out, with what
 * was not mapped as comments at its top and on the error stream. Changes nothing anywhere: the flow
 * is there to be looked at, tested and applied.
 */
public final class NifiImportTool implements ToolProvider {
  private static final long BYTES_MAX = 100L * 1024 * 1024;

  @Override
  public String name() {
    return "weft-import-nifi";
  }

  /** {@code FILE [--output FILE] [--name NAME] [--product NAME] [--plugins DIR]}. */
  @Override
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    var asked =
        Arguments.parse(Set.of("format", "output", "name", "product", "plugins"), arguments);
    if (asked.rest().size() != 1) {
      throw Problem.input("arguments", Place.NOWHERE, "Name one flow definition.", "")
          .asException();
    }
    var folders = new ArrayList<Path>();
    asked.option("plugins").ifPresent(folder -> folders.add(Path.of(folder)));
    var file = Path.of(asked.rest().get(0));
    var imported =
        FlowImport.of(
            read(file),
            InstalledTypes.with(folders),
            asked.option("name"),
            asked.option("product"));
    var documents = new ArrayList<>(List.of(imported.flow()));
    documents.addAll(imported.contexts());
    var text =
        comment(file, imported.findings())
            + documents.stream().map(new Documents()::write).collect(Collectors.joining("---\n"));
    asked.option("output").ifPresent(path -> write(Path.of(path), text));
    if (asked.option("format").orElse("table").equals("json")) {
      var answer =
          Map.of(
              "flow", imported.flow(),
              "contexts", imported.contexts(),
              "notMapped", imported.findings());
      out.println(Json.tree(answer).toPrettyString());
    } else if (asked.option("output").isEmpty()) {
      out.print(text);
    }
    imported.findings().forEach(finding -> err.println(finding.line()));
    err.println(
        imported.flow().path("processors").size()
            + " processors, "
            + imported.findings().size()
            + " things to look at.");
    out.flush();
    err.flush();
    return 0;
  }

  private static String comment(Path file, List<Finding> findings) {
    var comment = new StringBuilder("# From NiFi: " + file.getFileName() + "\n");
    findings.forEach(
        finding ->
            comment.append("# ").append(finding.line().replaceAll("\\s+", " ")).append('\n'));
    return comment.toString();
  }

  private static JsonNode read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw unreadable(file, "it has more than 100 MB");
      }
      return Json.MAPPER.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw unreadable(file, "it is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw unreadable(file, e.toString());
    }
  }

  private static ProblemException unreadable(Path file, String why) {
    return Problem.input(
            "file-not-readable",
            new Place(file.toString(), 0, 0, ""),
            "'" + file + "' cannot be read: " + why + ".",
            "Name what NiFi exports as JSON: Download flow definition.")
        .asException();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw Problem.environment(
              "not-written", "'" + file + "' cannot be written: " + e + ".", "Name another file.")
          .asException();
    }
  }
}
