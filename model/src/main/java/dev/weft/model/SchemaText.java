package dev.weft.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A schema as the mesh keeps it. Its content (type, text, references, metadata, rules) never
 * changes, and in one context no two have the same.
 *
 * @param id from 1, never given twice in its context
 * @param type {@code AVRO}, {@code PROTOBUF} or {@code JSON}
 * @param text complete in itself, but for what it imports; empty when it was removed for good: then
 *     only its id is kept, so that nobody gets it again
 * @param references the schemas that it imports
 * @param context the namespace of the id: empty for the standard one, else such as {@code .staging}
 * @param guid identifies the content in all contexts
 */
public record SchemaText(
    int id,
    String type,
    String text,
    List<Reference> references,
    SchemaMetadata metadata,
    SchemaRules rules,
    String context,
    String guid) {
  public SchemaText {
    type = Defaults.text(type);
    text = Defaults.text(text);
    references = Defaults.list(references);
    metadata = metadata == null ? SchemaMetadata.NONE : metadata;
    rules = rules == null ? SchemaRules.NONE : rules;
    context = Defaults.text(context);
    guid = guid == null ? guid(type, text, references, metadata, rules) : guid;
  }

  /** One without an id and without metadata. */
  public SchemaText(String type, String text, List<Reference> references) {
    this(0, type, text, references, null, null, null, null);
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

  /** The same content with other metadata and rules. */
  public SchemaText with(SchemaMetadata metadata, SchemaRules rules) {
    return new SchemaText(id, type, text, references, metadata, rules, context, null);
  }

  /** The same content under this id. */
  public SchemaText with(int id, String context) {
    return new SchemaText(id, type, text, references, metadata, rules, context, guid);
  }

  /** What is left of one that was removed for good. */
  public SchemaText removed() {
    return new SchemaText(id, type, "", List.of(), null, null, context, "");
  }

  public boolean isRemoved() {
    return text.isEmpty();
  }

  /** Whether both say the same, whatever their metadata and rules. */
  public boolean hasTextOf(SchemaText other) {
    return type.equals(other.type)
        && text.equals(other.text)
        && references.equals(other.references);
  }

  private static String guid(
      String type,
      String text,
      List<Reference> references,
      SchemaMetadata metadata,
      SchemaRules rules) {
    var named =
        references.stream()
            .map(one -> List.of(one.name(), one.subject(), String.valueOf(one.version())))
            .toList();
    var content = Json.text(Arrays.asList(type, text, named, metadata, rules));
    return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
