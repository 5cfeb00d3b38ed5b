package dev.weft.model.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON documents, one after the other in a file. A syntax error ends its file. */
final class JsonReader {
  private final Limits limits;
  private final JsonFactory factory;

  JsonReader(Limits limits) {
    this.limits = limits;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.nestingMax())
                    .maxNumberLength(JsonNumbers.DIGITS_MAX)
                    .maxStringLength(limits.charactersMax())
                    .maxTokenCount(2L * limits.nodesMax())
                    .build())
            .build();
  }

  List<Document> read(SourceText source, Problems problems) {
    var documents = new ArrayList<Document>();
    try (var parser = factory.createParser(source.text())) {
      var budget = new PathBudget(limits);
      while (parser.nextToken() != null) {
        var places = new Places(source.file(), budget);
        var tree = new Trees(parser, source.file(), places, problems).tree("");
        if (documents.size() == limits.documentsMax()) {
          problems.add(tooMany(places.value("")));
          return documents;
        } else if (tree instanceof ObjectNode object) {
          documents.add(new Document(source.file(), documents.size(), object, places));
        } else {
          problems.add(YamlReader.notAnObject(places.value("")));
        }
      }
    } catch (ProblemException limit) {
      limit.problems().forEach(problems::add);
    } catch (StreamConstraintsException e) {
      problems.add(tooLarge(source.file(), e));
    } catch (JsonProcessingException e) {
      problems.add(syntax(source.file(), e));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
    return documents;
  }

  private Problem tooMany(Place place) {
    var message = "The file holds more than " + limits.documentsMax() + " documents.";
    return Problem.input("too-many-documents", place, message, "Split the file.");
  }

  private Problem tooLarge(String file, JsonProcessingException e) {
    var message =
        String.format(
            "The JSON has more than %d values, %d levels, or %d digits in a number.",
            limits.nodesMax(), limits.nestingMax(), JsonNumbers.DIGITS_MAX);
    return Problem.input("too-large", place(file, e), message, "Split the file.");
  }

  private static Problem syntax(String file, JsonProcessingException e) {
    var place = place(file, e);
    var message = "This is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse("");
    return Problem.input(
        "syntax", place, message, "Look at quotes, commas and brackets here and just before.");
  }

  private static Place place(String file, JsonProcessingException e) {
    return e.getLocation() == null ? new Place(file, 0, 0, "") : place(file, e.getLocation(), "");
  }

  private static Place place(String file, JsonLocation location, String path) {
    return new Place(file, location.getLineNr(), location.getColumnNr(), path);
  }

  /** Builds the tree of one document; the parser stands on its first token. */
  private record Trees(JsonParser parser, String file, Places places, Problems problems) {

    JsonNode tree(String path) throws IOException {
      var place = here(path);
      places.putValue(path, place.line(), place.column());
      return switch (parser.currentToken()) {
        case START_OBJECT -> object(path);
        case START_ARRAY -> array(path);
        case VALUE_TRUE -> BooleanNode.TRUE;
        case VALUE_FALSE -> BooleanNode.FALSE;
        case VALUE_NULL -> NullNode.getInstance();
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(place);
        default -> TextNode.valueOf(parser.getText());
      };
    }

    private JsonNode object(String path) throws IOException {
      var tree = JsonNodeFactory.instance.objectNode();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        var key = parser.currentName();
        var keyPath = Places.key(path, key);
        var place = here(keyPath);
        var again = tree.has(key);
        if (again) {
          var first = "'" + key + "' is here twice, first in line ";
          var message = first + places.key(keyPath).line() + ".";
          problems.add(Problem.input("duplicate-key", place, message, "Keep one of them."));
        } else {
          places.putKey(keyPath, key, place.line(), place.column());
        }
        parser.nextToken();
        tree.set(key, tree(keyPath));
      }
      return tree;
    }

    private JsonNode array(String path) throws IOException {
      var tree = JsonNodeFactory.instance.arrayNode();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        tree.add(tree(Places.item(path, tree.size())));
      }
      return tree;
    }

    private JsonNode number(Place place) throws IOException {
      try {
        return JsonNumbers.node(parser.getText());
      } catch (NumberFormatException e) {
        var message = "This number is too large or too exact: " + e.getMessage() + ".";
        problems.add(Problem.input("bad-number", place, message, ""));
        return NullNode.getInstance();
      }
    }

    private Place here(String path) {
      return place(file, parser.currentTokenLocation(), path);
    }
  }
}
