package dev.weft.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A compiled plan as it is kept: Flink's own plan, which names tables only, and beside it what the
 * tables were when it was made and which functions it calls.
 */
record PlanText(String flink, Map<PortName, PortTable> tables, List<QueryFunction> functions) {
  PlanText {
    tables = Map.copyOf(tables);
    functions = List.copyOf(functions);
  }

  /** As one text. */
  String text() {
    ObjectNode plan = Json.object();
    plan.put("weft", 1);
    plan.set("tables", Json.MAPPER.valueToTree(tables.values()));
    if (!functions.isEmpty()) {
      plan.set("functions", Json.MAPPER.valueToTree(functions));
    }
    plan.set("plan", Json.parse(flink));
    return Json.text(plan);
  }

  /** Reads what {@link #text} wrote; INPUT for anything else. */
  static PlanText parse(String text) {
    try {
      var plan = Json.parse(text);
      Collection<PortTable> tables =
          Json.MAPPER.readerForListOf(PortTable.class).readValue(plan.path("tables"));
      List<QueryFunction> functions =
          plan.has("functions")
              ? Json.MAPPER.readerForListOf(QueryFunction.class).readValue(plan.path("functions"))
              : List.of();
      if (plan.path("weft").asInt() == 1 && plan.path("plan").isObject()) {
        return new PlanText(
            Json.text(plan.path("plan")),
            tables.stream().collect(Collectors.toMap(PortTable::port, Function.identity())),
            functions);
      }
    } catch (UncheckedIOException | java.io.IOException e) {
      // Told below.
    }
    throw Problem.input(
            "bad-plan",
            null,
            "The kept plan of the query cannot be read.",
            "Start it without state.")
        .asException();
  }

  /** Flink's plan, with state that nothing touches forgotten after this time; zero: never. */
  String flink(Duration stateTtl) {
    var plan = Json.parse(flink);
    setTtl(plan, stateTtl.toMillis() + " ms");
    return Json.text(plan);
  }

  private static void setTtl(JsonNode node, String ttl) {
    if (node.isObject() && node.path("state").isArray()) {
      for (var state : node.path("state")) {
        if (state.has("ttl")) {
          ((ObjectNode) state).put("ttl", ttl);
        }
      }
    }
    node.forEach(child -> setTtl(child, ttl));
  }
}
