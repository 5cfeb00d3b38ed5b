package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** Audit events as a table: what a person asks of each kind of event; JSON has all of it. */
final class AuditText {
  private AuditText() {}

  static String of(JsonNode events) {
    if (events.isEmpty()) {
      return "None.";
    }
    var table = new Table("time", "actor", "action", "subject", "done", "details");
    for (var event : events) {
      table.row(
          Text.of(event.path("time")),
          Text.of(event.path("actor")),
          Text.of(event.path("action")),
          Text.of(event.path("subject")),
          event.path("successful").asBoolean() ? "yes" : "no",
          details(Text.of(event.path("action")), event.path("details")));
    }
    return table.toString();
  }

  private static String details(String action, JsonNode details) {
    if (action.equals("read")) {
      return "partition %s, offsets %s-%s: %s delivered, %s filtered%s"
          .formatted(
              Text.of(details.path("partition")),
              Text.of(details.path("from")),
              Text.of(details.path("to")),
              Text.of(details.path("delivered")),
              Text.of(details.path("filtered")),
              masked(details.path("maskedFields")));
    }
    if (details.has("reason") && !Text.of(details.path("reason")).isEmpty()) {
      return Text.of(details.path("reason"));
    }
    return details.has("before") && details.has("after")
        ? changed(details.path("before"), details.path("after"))
        : Text.of(withoutDocuments(details));
  }

  private static String masked(JsonNode fields) {
    return fields.isEmpty()
        ? ""
        : fields
            .propertyStream()
            .map(field -> field.getKey())
            .collect(Collectors.joining(", ", "; masked ", ""));
  }

  /** {@code status: REQUESTED -> APPROVED}; of what is deeper only the name. */
  private static String changed(JsonNode before, JsonNode after) {
    return after
        .propertyStream()
        .filter(field -> !field.getValue().equals(before.path(field.getKey())))
        .map(field -> changed(field.getKey(), before.path(field.getKey()), field.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String changed(String name, JsonNode before, JsonNode after) {
    return after.isValueNode() && before.isValueNode()
        ? name + ": " + Text.of(before) + " -> " + Text.of(after)
        : after.isValueNode() ? name + ": " + Text.of(after) : name;
  }

  private static JsonNode withoutDocuments(JsonNode details) {
    return details instanceof ObjectNode object && object.has("after")
        ? object.deepCopy().without("after")
        : details;
  }
}
