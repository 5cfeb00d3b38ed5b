package dev.weft.model.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.ResourceKind;
import java.util.Set;

/**
 * Contracts and products in the newest edition of their standard that Weft knows: Open Data
 * Contract Standard 3.1, Open Data Product Standard 1.0. Whatever an edition has no place for is
 * kept as a custom property; docs/standards.md has the table.
 */
public final class Editions {
  private static final Set<String> OLD_CONTRACTS = Set.of("v3.0.0", "v3.0.1", "v3.0.2");
  private static final String NEWEST_PRODUCT = "v1.0.0";

  private Editions() {}

  /**
   * The same in the newest edition, as a tree of its own; documents of other kinds as they are.
   *
   * @param document that its own edition finds nothing wrong with
   */
  public static ObjectNode newest(ObjectNode document) {
    var kind = document.path("kind").asText();
    var version = document.path("apiVersion").asText();
    if (kind.equals(ResourceKind.DATA_CONTRACT.word()) && OLD_CONTRACTS.contains(version)) {
      return new ContractUpgrade().upgrade(document);
    }
    var copy = document.deepCopy();
    if (kind.equals(ResourceKind.DATA_PRODUCT.word())) {
      // 0.9 and 1.0 have one schema: they differ in what they are called.
      copy.put("apiVersion", NEWEST_PRODUCT);
    }
    return copy;
  }
}
