package dev.weft.catalog.lineage;

/** Against the data (where does it come from), with it (where does it go), or both. */
public enum Direction {
  UP,
  DOWN,
  BOTH
}
