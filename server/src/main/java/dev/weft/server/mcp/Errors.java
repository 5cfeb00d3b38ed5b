package dev.weft.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.Optional;

/** Errors of the protocol, with the status that HTTP has for them. */
final class Errors {
  private static final int PARSE = -32700;
  private static final int INVALID = -32600;
  private static final int METHOD = -32601;
  private static final int PARAMS = -32602;
  private static final int MISMATCH = -32020;
  private static final int VERSION = -32022;

  private Errors() {}

  static McpServer.Answer parse() {
    return of(400, null, PARSE, "The message is not JSON.");
  }

  static McpServer.Answer invalid(JsonNode id, String message) {
    return of(400, id, INVALID, message);
  }

  static McpServer.Answer method(JsonNode id, String method) {
    return of(200, id, METHOD, "There is no method '" + AgentReads.shortened(method, 100) + "'.");
  }

  static McpServer.Answer params(JsonNode id, String message) {
    return of(200, id, PARAMS, AgentReads.shortened(message, 300));
  }

  static McpServer.Answer session(JsonNode id) {
    return of(404, id, INVALID, "This session is unknown; begin again with initialize.");
  }

  static McpServer.Answer mismatch(JsonNode id, String header) {
    return of(400, id, MISMATCH, "The header " + header + " does not say what the message says.");
  }

  static McpServer.Answer version(JsonNode id, String requested) {
    var answer = of(400, id, VERSION, "This version of the protocol is not spoken here.");
    var data = ((ObjectNode) answer.body().orElseThrow().path("error")).putObject("data");
    data.put("requested", AgentReads.shortened(requested, 100));
    data.putArray("supported").add(McpServer.NEWEST);
    return answer;
  }

  private static McpServer.Answer of(int status, JsonNode id, int code, String message) {
    var answer = Json.object().put("jsonrpc", "2.0");
    answer.set("id", id == null ? Json.MAPPER.nullNode() : id);
    answer.putObject("error").put("code", code).put("message", message);
    return new McpServer.Answer(status, Optional.of(answer), Optional.empty());
  }
}
