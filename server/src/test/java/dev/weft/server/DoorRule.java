package dev.weft.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody may see of a port, and what a slow and obvious oracle makes of its records. */
enum DoorRule {
  PLAIN,
  DENY,
  MASK,
  WITHHOLD,
  FILTER,
  EXPIRED,
  REVOKED,
  WINDOW,
  ENDED;

  private static final String HIDDEN = "XXXXXXXX";

  /** The user whom it holds for. */
  String person() {
    return "user-" + word();
  }

  /** The product whom it holds for. */
  String product() {
    return "copies-" + word();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is seen of these records; empty: refused. */
  Optional<List<ObjectNode>> oracle(List<ObjectNode> written, PortFormat format) {
    return switch (this) {
      case PLAIN -> Optional.of(written);
      case DENY, EXPIRED, REVOKED -> Optional.empty();
      case ENDED -> Optional.of(List.of());
      case WINDOW -> Optional.of(written.subList(DoorsMesh.BEFORE_THE_WINDOW, written.size()));
      case MASK ->
          Optional.of(written.stream().map(each -> each.deepCopy().put("email", HIDDEN)).toList());
      case WITHHOLD ->
          Optional.of(written.stream().map(each -> format.without(each, "email")).toList());
      case FILTER ->
          Optional.of(
              written.stream().filter(each -> each.path("country").asText().equals("CH")).toList());
    };
  }
}
