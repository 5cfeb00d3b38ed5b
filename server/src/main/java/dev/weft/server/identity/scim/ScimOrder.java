package dev.weft.server.identity.scim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * In which order resources come (RFC 7644, 3.4.2.3): by an attribute, of several values by the
 * primary or else the first; texts without regard to case, and those without a value last, or first
 * where the order is turned round.
 */
public final class ScimOrder implements Comparator<JsonNode> {
  private final Optional<ScimAttribute> by;
  private final boolean descending;

  private ScimOrder(Optional<ScimAttribute> by, boolean descending) {
    this.by = by;
    this.descending = descending;
  }

  /** Reads the parameters of an address; both may be empty, which leaves the order as it is. */
  public static ScimOrder of(String sortBy, String sortOrder) {
    if (!List.of("", "ascending", "descending").contains(sortOrder)) {
      throw Scim.wrong("invalidValue", "'" + sortOrder + "' is no order: ascending, descending.");
    }
    var by = Optional.of(sortBy).filter(text -> !text.isBlank()).map(ScimAttribute::parse);
    return new ScimOrder(by, sortOrder.equals("descending"));
  }

  @Override
  public int compare(JsonNode one, JsonNode other) {
    return by.isEmpty() ? 0 : descending ? ascending(other, one) : ascending(one, other);
  }

  private int ascending(JsonNode one, JsonNode other) {
    var left = value(one);
    var right = value(other);
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }
    return left.get().isNumber() && right.get().isNumber()
        ? left.get().decimalValue().compareTo(right.get().decimalValue())
        : text(left.get()).compareTo(text(right.get()));
  }

  private static String text(JsonNode value) {
    return value.asText().toLowerCase(Locale.ROOT);
  }

  private Optional<JsonNode> value(JsonNode resource) {
    var values = by.orElseThrow().values(resource);
    return values.stream()
        .filter(value -> ScimAttribute.get(value, "primary").asBoolean())
        .findFirst()
        .or(() -> values.stream().findFirst())
        .map(value -> value.isObject() ? ScimAttribute.get(value, "value") : value)
        .filter(value -> value.isValueNode() && !value.isNull());
  }
}
