package dev.weft.registry.schema;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** Avro schemas, read and compared by Avro's own library. */
final class AvroLanguage implements SchemaLanguage {
  /** Records of deeper ones would be read by as many calls within each other. */
  private static final int DEPTH_MAX = 64;

  /** A schema, and whether it needs others. */
  private record Parsed(Schema schema, boolean imports) {}

  @Override
  public String canonical(SchemaSource source, boolean normalize) {
    var parsed = parse(source);
    return parsed.imports()
        // Written by the library, all that it imports would be in it.
        ? Json.text(Json.parse(source.text()))
        : parsed.schema().toString();
  }

  @Override
  public List<String> whyUnreadable(SchemaSource reader, SchemaSource writer, boolean lenient) {
    var result =
        SchemaCompatibility.checkReaderWriterCompatibility(
                parse(reader).schema(), parse(writer).schema())
            .getResult();
    return result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE
        ? List.of()
        : result.getIncompatibilities().stream()
            .map(
                found -> found.getType() + " at " + found.getLocation() + ": " + found.getMessage())
            .toList();
  }

  @Override
  public List<SchemaField> fields(SchemaSource source) {
    return AvroFields.of(parse(source).schema());
  }

  @Override
  public String formatted(SchemaSource source, String format) {
    return format.equals(SchemaIndex.RESOLVED) ? whole(source) : source.text();
  }

  /** The schema as one text, complete in itself. */
  static String whole(SchemaSource source) {
    return source.imports().isEmpty() ? source.text() : parse(source).schema().toString();
  }

  private static Parsed parse(SchemaSource source) {
    try {
      var parser = new Schema.Parser();
      source.imports().values().forEach(parser::parse);
      var schema = parser.parse(source.text());
      requireShallow(schema, 0, new HashSet<>());
      return new Parsed(schema, !source.imports().isEmpty());
    } catch (RuntimeException | StackOverflowError e) {
      // The parser throws many kinds, null pointers among them, and calls itself at each level.
      throw Problem.input(
              "bad-schema",
              Place.field("schema"),
              "The schema is no Avro schema: " + e.getMessage(),
              "Avro's specification says what a schema is; what it names of others goes into"
                  + " 'references'.")
          .asException();
    }
  }

  /** A type with a name counts where it is met first: it may hold itself. */
  private static void requireShallow(Schema schema, int depth, Set<String> named) {
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException("it is nested more than " + DEPTH_MAX + " levels");
    }
    switch (schema.getType()) {
      case RECORD -> {
        if (named.add(schema.getFullName())) {
          for (var field : schema.getFields()) {
            requireShallow(field.schema(), depth + 1, named);
          }
        }
      }
      case ARRAY -> requireShallow(schema.getElementType(), depth + 1, named);
      case MAP -> requireShallow(schema.getValueType(), depth + 1, named);
      case UNION -> {
        for (var one : schema.getTypes()) {
          requireShallow(one, depth + 1, named);
        }
      }
      default -> {
        // Nothing is in it.
      }
    }
  }
}
