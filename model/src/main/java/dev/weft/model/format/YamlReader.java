package dev.weft.model.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2. A syntax error ends its file; the documents before it are kept. */
final class YamlReader {
  private final Limits limits;

  YamlReader(Limits limits) {
    this.limits = limits;
  }

  List<Document> read(SourceText source, Problems problems) {
    var documents = new ArrayList<Document>();
    try {
      var settings = settings(source);
      var parser = new ParserImpl(settings, new StreamReader(settings, source.text()));
      var composer = new Composer(settings, new BoundedParser(parser, source.file(), limits));
      var trees = new YamlTrees(source.file(), limits, problems);
      var budget = new PathBudget(limits);
      while (composer.hasNext()) {
        var places = new Places(source.file(), budget);
        var tree = trees.tree(composer.next(), places);
        if (tree instanceof ObjectNode object) {
          documents.add(new Document(source.file(), documents.size(), object, places));
        } else if (!tree.isNull()) {
          problems.add(notAnObject(places.value("")));
        }
      }
    } catch (ProblemException limit) {
      limit.problems().forEach(problems::add);
    } catch (MarkedYamlEngineException e) {
      problems.add(syntax(source.file(), e));
    } catch (YamlEngineException e) {
      problems.add(unreadable(source.file(), e));
    }
    return documents;
  }

  private LoadSettings settings(SourceText source) {
    return LoadSettings.builder()
        .setLabel(source.file())
        .setSchema(new CoreSchema())
        .setUseMarks(true)
        .setCodePointLimit(limits.charactersMax())
        .setMaxAliasesForCollections(limits.nodesMax())
        .build();
  }

  static Problem notAnObject(Place place) {
    return Problem.input(
        "not-a-document",
        place,
        "A document must be a mapping with 'apiVersion' and 'kind'.",
        "Put '---' between documents, not '- ' before them.");
  }

  private static Problem syntax(String file, MarkedYamlEngineException e) {
    var place =
        e.getProblemMark()
            .or(e::getContextMark)
            .map(mark -> place(file, mark))
            .orElse(new Place(file, 0, 0, ""));
    var context = e.getContext() == null ? "" : " " + e.getContext();
    var hint =
        e.getProblem() != null && e.getProblem().contains("TAB")
            ? "Indent with spaces: YAML does not allow tabs."
            : "Look at indentation, quotes and colons here and in the line before.";
    var message = "This is not YAML:" + context + " " + sentence(e.getProblem());
    return Problem.input("syntax", place, message.strip(), hint);
  }

  private static Problem unreadable(String file, YamlEngineException e) {
    return Problem.input(
        "syntax",
        new Place(file, 0, 0, ""),
        "This cannot be read as YAML: " + sentence(e.getMessage()),
        "The file must be text in UTF-8 without control characters.");
  }

  private static Place place(String file, Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1, "");
  }

  private static String sentence(String text) {
    var line = text == null ? "unknown reason" : text.lines().findFirst().orElse("").strip();
    var first = line.isEmpty() ? "" : line.substring(0, 1).toLowerCase(Locale.ROOT);
    return line.isEmpty() || line.endsWith(".") ? line : first + line.substring(1) + ".";
  }
}
