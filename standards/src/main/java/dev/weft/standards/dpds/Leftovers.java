package dev.weft.standards.dpds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.List;

/** Keeps what is left over with what it belongs to, and says so. */
final class Leftovers {
  /** Names and types that follow from where a thing stands: nobody needs to be told of them. */
  private static final List<String> SAID_ELSEWHERE =
      List.of("fullyQualifiedName", "entityType", "id", "name", "version");

  private final List<Finding> findings;

  Leftovers(List<Finding> findings) {
    this.findings = findings;
  }

  /**
   * Of parts that were turned, one for one.
   *
   * @param written as the descriptor has them
   * @param derived as they would be written again
   * @param holders what they were turned into
   */
  void each(List<JsonNode> written, JsonNode derived, JsonNode holders, String place) {
    for (var i = 0; i < written.size(); i++) {
      var rest = (ObjectNode) written.get(i).deepCopy();
      Remainder.subtract(rest, derived.path(i));
      Remainder.keep((ObjectNode) holders.get(i), rest);
      say(rest, place + "." + written.get(i).path("name").asText());
    }
  }

  /** Of the descriptor itself, without the parts that were turned. */
  void whole(
      ObjectNode descriptor,
      JsonNode derived,
      ObjectNode product,
      JsonNode name,
      List<JsonNode> unturned) {
    var rest = descriptor.deepCopy();
    if (rest.get("interfaceComponents") instanceof ObjectNode ports) {
      Requirements.PORTS.forEach(ports::remove);
      if (!unturned.isEmpty()) {
        unturned.forEach(ports.putArray("inputPorts")::add);
      }
      if (ports.isEmpty()) {
        rest.remove("interfaceComponents");
      }
    }
    var info = (ObjectNode) rest.get("info");
    if (info.get("contactPoints") != null) {
      contactsWithoutAddress(info);
    }
    Remainder.subtract(rest, derived);
    if (name.isTextual()) {
      rest.withObjectProperty("info").set("fullyQualifiedName", name);
    }
    Remainder.keep(product, rest);
    for (var part : rest.properties()) {
      if (part.getValue() instanceof ObjectNode below) {
        say(below, part.getKey());
      } else {
        kept(part.getKey());
      }
    }
  }

  /** Those with one have become channels of support. */
  private static void contactsWithoutAddress(ObjectNode info) {
    var left = Json.MAPPER.createArrayNode();
    info.path("contactPoints")
        .valueStream()
        .filter(contact -> !DescriptorImport.hasText(contact.path("address")))
        .forEach(left::add);
    if (left.isEmpty()) {
      info.remove("contactPoints");
    } else {
      info.set("contactPoints", left);
    }
  }

  private void say(ObjectNode rest, String place) {
    for (var entry : rest.properties()) {
      if (!SAID_ELSEWHERE.contains(entry.getKey())) {
        kept(place + "." + entry.getKey());
      }
    }
  }

  private void kept(String place) {
    var hint =
        place.endsWith("applicationComponents")
            ? "Write flows for what they do."
            : place.endsWith("infrastructuralComponents") ? "Name an environment." : "";
    findings.add(
        new Finding(
            place,
            "kept as customProperties 'dpds', and written again; Weft does nothing with it.",
            hint));
  }
}
