package dev.weft.registry.schema;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.SchemaMetadata;
import dev.weft.model.SchemaRules;
import dev.weft.spi.RecordFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants to register, or asks about.
 *
 * @param type empty means AVRO
 * @param metadata empty: as the version before has it
 * @param rules the same
 * @param id the id that it must get, in mode IMPORT only; 0: any
 * @param version the same
 * @param normalize whether the order in which things are written makes no difference
 */
public record Draft(
    String type,
    String text,
    List<Import> imports,
    Optional<SchemaMetadata> metadata,
    Optional<SchemaRules> rules,
    int id,
    int version,
    boolean normalize) {
  public Draft {
    imports = List.copyOf(imports);
    id = Math.max(0, id);
    version = Math.max(0, version);
  }

  public Draft(String type, String text, List<Import> imports) {
    this(type, text, imports, Optional.empty(), Optional.empty(), 0, 0, false);
  }

  public Draft(String type, String text) {
    this(type, text, List.of());
  }

  /** The same, in one form whatever the order in which things are written. */
  Draft normalized() {
    return new Draft(type, text, imports, metadata, rules, id, version, true);
  }

  /** Whether it says nothing but the schema. */
  boolean isBare() {
    return metadata.isEmpty() && rules.isEmpty();
  }

  RecordFormat format() {
    return type.isEmpty()
        ? RecordFormat.AVRO
        : Arrays.stream(RecordFormat.values())
            .filter(format -> format.name().equals(type))
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.input(
                            "bad-schema",
                            Place.field("schemaType"),
                            "Schemas of type '" + type + "' are not supported.",
                            "Use AVRO, JSON or PROTOBUF.")
                        .asException());
  }
}
