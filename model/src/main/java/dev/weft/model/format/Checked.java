package dev.weft.model.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.ResourceKey;

/** A document that is known by its key. */
public record Checked(ResourceKey key, Document document) {
  public ObjectNode tree() {
    return document.tree();
  }
}
