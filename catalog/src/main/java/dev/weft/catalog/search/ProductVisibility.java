package dev.weft.catalog.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataProduct;
import java.util.Optional;

/**
 * Who gets to know of a product, as its custom property {@value #PROPERTY} says. Its insiders (who
 * answers for it, who reads it) always do.
 */
public enum ProductVisibility {
  /** Everybody, with all its names and descriptions. */
  OPEN,
  /** Others learn its name, domain and owners, so that they can ask. */
  ASK,
  /** Others learn nothing. */
  HIDDEN;

  public static final String PROPERTY = "weft.visibility";

  /** Open when nothing is said; hidden when something else is. */
  public static ProductVisibility of(DataProduct product) {
    return product.customProperties().stream()
        .filter(each -> PROPERTY.equals(each.property()))
        .findFirst()
        .map(each -> parse(each.value()).orElse(HIDDEN))
        .orElse(OPEN);
  }

  /** Of a value written by a person. */
  public static Optional<ProductVisibility> parse(JsonNode value) {
    return Optional.ofNullable(value)
        .map(JsonNode::asText)
        .flatMap(
            text ->
                switch (text) {
                  case "open" -> Optional.of(OPEN);
                  case "ask" -> Optional.of(ASK);
                  case "hidden" -> Optional.of(HIDDEN);
                  default -> Optional.empty();
                });
  }

  public String word() {
    return switch (this) {
      case OPEN -> "open";
      case ASK -> "ask";
      case HIDDEN -> "hidden";
    };
  }
}
