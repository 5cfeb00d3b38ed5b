package dev.weft.model.format;

/** The two editions of the Open Data Contract Standard that differ in what a file may hold. */
enum Edition {
  V3_0,
  V3_1;

  /** The older edition lets most mappings hold further keys; the newer one names them all. */
  ObjectShape closedSince31(ObjectShape shape) {
    return this == V3_1 ? shape : shape.open();
  }
}
