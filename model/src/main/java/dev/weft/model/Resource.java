package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.Objects;

/**
 * One resource at one version: the unit of the mesh log. What its document says as a noun is read
 * once and remembered while there is room, for it is asked for again and again. Safe for any
 * thread.
 */
public final class Resource {
  private final ResourceKey key;
  private final long version;
  private final Instant changedAt;
  private final String changedBy;
  private final ObjectNode document;
  private volatile SoftReference<Object> noun = new SoftReference<>(null);

  /**
   * A version of a resource.
   *
   * @param version from 1, one higher with every change; optimistic concurrency compares it
   * @param changedBy the principal who made this version
   * @param document what the author wrote, whole; nobody changes it any more
   */
  public Resource(
      ResourceKey key, long version, Instant changedAt, String changedBy, ObjectNode document) {
    if (key == null || version < 1 || changedAt == null || changedBy == null || document == null) {
      throw new IllegalArgumentException("a resource needs key, version, time, author, document");
    }
    this.key = key;
    this.version = version;
    this.changedAt = changedAt;
    this.changedBy = changedBy;
    this.document = document;
  }

  @JsonProperty
  public ResourceKey key() {
    return key;
  }

  @JsonProperty
  public long version() {
    return version;
  }

  @JsonProperty
  public Instant changedAt() {
    return changedAt;
  }

  @JsonProperty
  public String changedBy() {
    return changedBy;
  }

  @JsonProperty
  public ObjectNode document() {
    return document;
  }

  public ResourceKind kind() {
    return key.kind();
  }

  public String name() {
    return key.name();
  }

  /** The document as a typed noun, such as {@code resource.as(Contract.class)}. */
  public <T> T as(Class<T> type) {
    var known = noun.get();
    if (type.isInstance(known)) {
      return type.cast(known);
    }
    var read = Json.read(document, type);
    noun = new SoftReference<>(read);
    return read;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Resource that
        && key.equals(that.key)
        && version == that.version
        && changedAt.equals(that.changedAt)
        && changedBy.equals(that.changedBy)
        && document.equals(that.document);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, version);
  }

  @Override
  public String toString() {
    return key + " version " + version;
  }
}
