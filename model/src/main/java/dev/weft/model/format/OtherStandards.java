package dev.weft.model.format;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Documents that people take for resources, since Weft writes them too or has a verb for them. */
final class OtherStandards {
  private OtherStandards() {}

  /** Whether it is one of these; says what to do with it then. */
  static boolean recognised(ObjectNode tree, At at) {
    if (tree.has("dataProductDescriptor")) {
      at.key(
          "unknown-kind",
          "This is a descriptor of the Data Product Descriptor Specification.",
          "Turn it into files of a product and its contracts: weft import dpds FILE --to DIR.");
      return true;
    } else if (tree.has("asyncapi")) {
      at.key(
          "unknown-kind",
          "This is an AsyncAPI document. Weft writes it, and does not read it.",
          "Apply the product and its contracts, as ODPS and ODCS.");
      return true;
    } else if (tree.has("@context") || tree.has("@graph")) {
      at.key(
          "unknown-kind",
          "This is JSON-LD. Weft writes it as DCAT, and does not read it.",
          "Apply the product and its contracts, as ODPS and ODCS.");
      return true;
    }
    return false;
  }
}
