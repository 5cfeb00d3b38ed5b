package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiffTest {
  private static final String BEFORE =
      """
      {"id": "customers", "version": "1.0.0", "schema": [{"name": "customer", "properties": [
        {"name": "id", "logicalType": "integer"},
        {"name": "email", "description": "Old.", "required": true}]}]}""";

  @Test
  void equalDocumentsHaveNoDifference() {
    assertThat(diff(BEFORE, BEFORE)).isEmpty();
  }

  @Test
  void aNewDocumentIsAllNew() {
    assertThat(Diff.lines(Optional.empty(), tree("{\"kind\": \"User\", \"groups\": [\"a\"]}")))
        .containsExactly("+ kind: User", "+ groups:", "+   - a");
  }

  @Test
  void changesAreShownWithTheirPath() {
    var after = BEFORE.replace("Old.", "New.").replace(", \"required\": true", "");

    assertThat(diff(BEFORE, after))
        .containsExactly(
            "- schema[customer].properties[email].description: Old.",
            "+ schema[customer].properties[email].description: New.",
            "- schema[customer].properties[email].required: true");
  }

  @Test
  void aFieldInTheMiddleDoesNotTouchItsNeighbours() {
    var after =
        BEFORE.replace("{\"name\": \"email\"", "{\"name\": \"mobile\"}, {\"name\": \"email\"");

    assertThat(diff(BEFORE, after))
        .containsExactly("+ schema[customer].properties[mobile]:", "+   name: mobile");
  }

  @Test
  void anotherOrderIsAChange() {
    assertThat(
            diff(
                "{\"a\": [{\"name\": \"x\"}, {\"name\": \"y\"}]}",
                "{\"a\": [{\"name\": \"y\"}, {\"name\": \"x\"}]}"))
        .containsExactly("- a: x, y", "+ a: y, x");
  }

  @Test
  void severalLinesOfTextAreComparedLineByLine() {
    assertThat(
            diff("{\"sql\": \"SELECT a\\nFROM t\\n\"}", "{\"sql\": \"SELECT a, b\\nFROM t\\n\"}"))
        .containsExactly("- sql: SELECT a", "+ sql: SELECT a, b");
  }

  @Test
  void newTextOfSeveralLinesIsABlock() {
    assertThat(diff("{}", "{\"sql\": \"SELECT a\\nFROM t\\n\"}"))
        .containsExactly("+ sql: |", "+   SELECT a", "+   FROM t");
  }

  private static List<String> diff(String before, String after) {
    return Diff.lines(Optional.of(tree(before)), tree(after));
  }

  private static ObjectNode tree(String json) {
    return (ObjectNode) Json.parse(json);
  }
}
