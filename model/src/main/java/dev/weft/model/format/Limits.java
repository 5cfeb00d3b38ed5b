package dev.weft.model.format;

/**
 * The most that one file may ask of us. All of them are far above what people write by hand.
 *
 * @param charactersMax length of one file
 * @param nestingMax lists and mappings within each other
 * @param nodesMax values in one file once aliases are expanded; stops "a billion laughs"
 * @param documentsMax documents in one file
 * @param problemsMax problems that are kept before we stop counting
 */
public record Limits(
    int charactersMax, int nestingMax, int nodesMax, int documentsMax, int problemsMax) {
  public static final Limits DEFAULT = new Limits(4 * 1024 * 1024, 64, 200_000, 2_000, 500);

  public Limits {
    if (charactersMax < 1
        || nestingMax < 1
        || nodesMax < 1
        || documentsMax < 1
        || problemsMax < 1) {
      throw new IllegalArgumentException("every limit must be at least 1");
    }
  }

  /** The most bytes that a file within {@code charactersMax} can have. */
  public long bytesMax() {
    return 4L * charactersMax;
  }
}
