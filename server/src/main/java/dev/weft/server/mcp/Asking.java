package dev.weft.server.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AccessContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One call of a tool.
 *
 * @param caller the person for whom the agent works
 * @param agent what the agent calls itself
 * @param address where it is
 * @param purpose what for; empty for tools that need none
 */
record Asking(Caller caller, String agent, String address, String purpose, ObjectNode arguments) {

  /** The circumstances, as at any other door. */
  AccessContext context() {
    return new AccessContext(address, purpose);
  }

  String text(String name) {
    return optional(name)
        .orElseThrow(
            () ->
                Problem.input(
                        "missing-field",
                        Place.field(name),
                        "'" + name + "' is needed.",
                        "tools/list has the schema of each tool.")
                    .asException());
  }

  Optional<String> optional(String name) {
    return Optional.of(arguments.path(name).asText("").strip()).filter(text -> !text.isEmpty());
  }

  /** A number within limits; what is beyond them is the limit. */
  int number(String name, int otherwise, int most) {
    return Math.max(1, Math.min(most, arguments.path(name).asInt(otherwise)));
  }

  List<String> list(String name) {
    var all = new ArrayList<String>();
    arguments.path(name).forEach(one -> all.add(one.asText()));
    return all;
  }
}
