package dev.weft.standards.dcat;

/** What a statement says of its subject. */
sealed interface Term {

  /** Another thing, by its address. */
  record Iri(String value) implements Term {}

  /**
   * A text.
   *
   * @param language as BCP 47 has it, lower case; empty: none is said
   * @param datatype the address of a datatype; empty: it is a plain text
   */
  record Literal(String text, String language, String datatype) implements Term {
    static Literal plain(String text) {
      return new Literal(text, "", "");
    }
  }
}
