package dev.weft.server.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.Optional;

/**
 * Something that an agent can do.
 *
 * @param schema of the arguments, as JSON Schema
 * @param readsOnly whether nothing is changed by it
 * @param asksPurpose whether what it is for must be said
 * @param subject the argument that names what it is about
 */
record Tool(
    String name,
    String title,
    String description,
    ObjectNode schema,
    boolean readsOnly,
    boolean asksPurpose,
    Optional<String> subject,
    Act act) {

  /** Does it; the answer is a JSON object. */
  interface Act {
    ObjectNode of(Asking asking);
  }

  static Tool reading(String name, String title, String description, String schema, Act act) {
    return new Tool(name, title, description, parsed(schema), true, false, Optional.empty(), act);
  }

  Tool about(String argument) {
    return new Tool(
        name, title, description, schema, readsOnly, asksPurpose, Optional.of(argument), act);
  }

  Tool withPurpose() {
    return new Tool(name, title, description, schema, readsOnly, true, subject, act);
  }

  Tool changing() {
    return new Tool(name, title, description, schema, false, asksPurpose, subject, act);
  }

  private static ObjectNode parsed(String schema) {
    return (ObjectNode) Json.parse(schema);
  }

  /** As {@code tools/list} shows it. */
  ObjectNode shown() {
    var shown = Json.object().put("name", name).put("title", title).put("description", description);
    shown.set("inputSchema", schema);
    shown
        .putObject("annotations")
        .put("title", title)
        .put("readOnlyHint", readsOnly)
        .put("destructiveHint", false)
        .put("openWorldHint", false);
    return shown;
  }
}
