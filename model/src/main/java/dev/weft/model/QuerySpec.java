package dev.weft.model;

/** A continuous SQL statement that fills the output port named by {@code into}. */
public record QuerySpec(String name, String product, String into, String description, String sql) {
  public QuerySpec {
    description = Defaults.text(description);
  }
}
