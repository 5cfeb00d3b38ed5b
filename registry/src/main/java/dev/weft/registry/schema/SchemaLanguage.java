package dev.weft.registry.schema;

import java.util.Optional;

/** A language in which schemas are written. Pure functions; safe for any thread. */
interface SchemaLanguage {
  /**
   * The schema in the one form in which it is kept and compared.
   *
   * @throws dev.weft.model.ProblemException when it is none
   */
  String canonical(SchemaSource source);

  /**
   * Why a program that reads by one schema cannot read what was written by another; empty when it
   * can.
   */
  Optional<String> whyUnreadable(SchemaSource reader, SchemaSource writer);

  /** Whether a schema may name others that it needs. */
  boolean hasImports();
}
