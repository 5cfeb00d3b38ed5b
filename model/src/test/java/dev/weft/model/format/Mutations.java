package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every small change of a document: a key less, a key more, a value of each other type. */
final class Mutations {
  private static final List<String> REPLACEMENTS =
      List.of(
          "null", "true", "17", "-1", "0.5", "\"nonsense\"", "\"a b\"", "[]", "{}", "[1, \"a\"]");

  /** A changed document, and what was changed. */
  record Mutant(String what, ObjectNode tree) {}

  private final ObjectNode original;
  private final List<Mutant> mutants = new ArrayList<>();

  private Mutations(ObjectNode original) {
    this.original = original;
  }

  static List<Mutant> of(ObjectNode original) {
    var mutations = new Mutations(original);
    mutations.mutants.add(new Mutant("unchanged", original));
    mutations.visit(original, "");
    return mutations.mutants;
  }

  private void visit(JsonNode node, String pointer) {
    if (node instanceof ObjectNode object) {
      change("add unexpected to", pointer, at -> ((ObjectNode) at).put("unexpected", 1));
      object
          .properties()
          .forEach(
              entry -> {
                var key = entry.getKey();
                change("remove " + key + " of", pointer, at -> ((ObjectNode) at).remove(key));
                REPLACEMENTS.forEach(
                    json ->
                        change(
                            "put " + json + " for " + key + " of",
                            pointer,
                            at -> ((ObjectNode) at).set(key, Json.parse(json))));
                visit(entry.getValue(), pointer + "/" + key);
              });
    } else if (node instanceof ArrayNode array) {
      change("add a number to", pointer, at -> ((ArrayNode) at).add(17));
      for (var i = 0; i < array.size(); i++) {
        visit(array.get(i), pointer + "/" + i);
      }
    }
  }

  private void change(String what, String pointer, Consumer<JsonNode> change) {
    var copy = original.deepCopy();
    change.accept(copy.at(pointer));
    mutants.add(new Mutant(what + " " + pointer, copy));
  }
}
