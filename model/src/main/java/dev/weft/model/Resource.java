package dev.weft.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One resource at one version: the unit of the mesh log.
 *
 * @param version from 1, one higher with every change; optimistic concurrency compares it
 * @param changedBy the principal who made this version
 * @param document what the author wrote, whole; treat it as read-only
 */
public record Resource(
    ResourceKey key, long version, Instant changedAt, String changedBy, ObjectNode document) {
  public Resource {
    if (key == null || version < 1 || changedAt == null || changedBy == null || document == null) {
      throw new IllegalArgumentException("a resource needs key, version, time, author, document");
    }
  }

  public ResourceKind kind() {
    return key.kind();
  }

  public String name() {
    return key.name();
  }

  /** The document as a typed noun, such as {@code resource.as(Contract.class)}. */
  public <T> T as(Class<T> noun) {
    return Json.read(document, noun);
  }
}
