package dev.weft.registry.schema;

import java.util.List;

/** A language in which schemas are written. Pure functions; safe for any thread. */
interface SchemaLanguage {
  /**
   * The schema in the one form in which it is kept and compared.
   *
   * @param normalize whether what may be written in any order is put in one
   * @throws dev.weft.model.ProblemException {@code bad-schema} when it is none
   */
  String canonical(SchemaSource source, boolean normalize);

  /**
   * Why a program that reads by one schema cannot read what was written by another; empty when it
   * can.
   */
  List<String> whyUnreadable(SchemaSource reader, SchemaSource writer, boolean lenient);

  /** The fields of the records, those within others too. */
  List<SchemaField> fields(SchemaSource source);

  /** The schema in another form; as it is where the language does not know the form. */
  String formatted(SchemaSource source, String format);
}
