package dev.weft.model.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.ResourceKey;

/**
 * A document that is known by its key.
 *
 * @param sound whether its shape is right, so that it can be read as its noun; one that is not has
 *     problems, and is only good for others to refer to
 */
public record Checked(ResourceKey key, Document document, boolean sound) {
  public ObjectNode tree() {
    return document.tree();
  }
}
