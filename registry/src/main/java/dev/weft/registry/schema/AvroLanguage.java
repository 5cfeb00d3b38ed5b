package dev.weft.registry.schema;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** Avro schemas, read and compared by Avro's own library. */
final class AvroLanguage implements SchemaLanguage {
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
      return new Parsed(parser.parse(source.text()), !source.imports().isEmpty());
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
}
