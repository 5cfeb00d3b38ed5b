package dev.weft.model;

import java.util.List;

/**
 * A schema as the mesh keeps it.
 *
 * @param id from 1, without gaps, never given twice
 * @param type {@code AVRO} or {@code PROTOBUF}
 * @param text complete in itself, but for what it imports
 * @param references the schemas that it imports
 */
public record SchemaText(int id, String type, String text, List<Reference> references) {
  public SchemaText {
    references = Defaults.list(references);
  }

  /**
   * Another schema that this one imports.
   *
   * @param name the name by which the text imports it
   * @param subject under which it is registered
   * @param version of the subject
   * @param schema its id
   */
  public record Reference(String name, String subject, int version, int schema) {}
}
