package dev.weft.model;

/** Identifies a resource: {@code kind/name}, which is also its key in the mesh log. */
public record ResourceKey(ResourceKind kind, String name) implements Comparable<ResourceKey> {
  public ResourceKey {
    if (kind == null || name == null || name.isBlank()) {
      throw new IllegalArgumentException("a resource needs a kind and a name");
    }
  }

  /** Reads {@code kind/name} as {@link #toString()} wrote it. */
  public static ResourceKey parse(String text) {
    var slash = text.indexOf('/');
    var kind = slash < 0 ? null : ResourceKind.parse(text.substring(0, slash)).orElse(null);
    if (kind == null) {
      throw new IllegalArgumentException("'" + text + "' is not kind/name");
    }
    return new ResourceKey(kind, text.substring(slash + 1));
  }

  @Override
  public int compareTo(ResourceKey other) {
    var byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return kind.word() + "/" + name;
  }
}
