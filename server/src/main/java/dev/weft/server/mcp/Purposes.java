package dev.weft.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.Optional;

/**
 * What a call is for: as the agent says it, or as the person says it who is asked through a client
 * that can ask.
 */
final class Purposes {
  private static final String PURPOSE = "purpose";
  private static final int LENGTH_MAX = 2_000;

  private Purposes() {}

  /**
   * Empty when nobody has said it.
   *
   * @param only the one for which this agent may read, if its person has said so
   */
  static String of(String only, JsonNode params) {
    var said = said(params);
    return said.isEmpty() ? only : said;
  }

  /** Whether that is not what the person let this agent read for. */
  static boolean isAnother(String only, String purpose) {
    return !only.isEmpty() && !only.equals(purpose);
  }

  static ObjectNode another(String only) {
    return content(
        "The person lets you read for '"
            + only
            + "' only: leave 'purpose' out, or ask for a token"
            + " with another purpose.",
        true);
  }

  private static String said(JsonNode params) {
    var answered = params.path("inputResponses").path(PURPOSE);
    var text =
        answered.path("action").asText().equals("accept")
            ? answered.path("content").path(PURPOSE).asText()
            : params.path("arguments").path(PURPOSE).asText();
    var purpose = text.strip();
    return purpose.length() > LENGTH_MAX ? purpose.substring(0, LENGTH_MAX) : purpose;
  }

  /** The person is asked (2026-07-28: a result that needs input). */
  static ObjectNode asked() {
    var answer = Json.object().put("resultType", "input_required");
    var asked = answer.putObject("inputRequests").putObject(PURPOSE);
    asked.put("method", "elicitation/create");
    var form = asked.putObject("params");
    form.put("mode", "form").put("message", "What do you need this data for?");
    var schema = form.putObject("requestedSchema").put("type", "object");
    schema
        .putObject("properties")
        .putObject(PURPOSE)
        .put("type", "string")
        .put("title", "Purpose")
        .put("description", "It is written to the audit, and may decide what you see.")
        .put("maxLength", LENGTH_MAX);
    schema.putArray("required").add(PURPOSE);
    return answer;
  }

  /** Who cannot be asked has to be told. */
  static ObjectNode missing() {
    return content(
        "This needs a purpose: ask the person what the data is for, and say it as 'purpose'.",
        true);
  }

  static ObjectNode content(String text, boolean isError) {
    var answer = Json.object();
    answer.putArray("content").addObject().put("type", "text").put("text", text);
    return answer.put("isError", isError);
  }

  /** An argument that the tool does not have: more likely a mistake than nothing. */
  static Optional<String> unknownArgument(Tool tool, JsonNode arguments) {
    var names = new ArrayList<String>();
    arguments.fieldNames().forEachRemaining(names::add);
    return names.stream().filter(name -> !tool.schema().path("properties").has(name)).findFirst();
  }
}
