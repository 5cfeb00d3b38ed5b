package dev.weft.registry.schema;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** Avro schemas, read and compared by Avro's own library. */
final class AvroLanguage implements SchemaLanguage {
  @Override
  public String canonical(SchemaSource source) {
    return parse(source.text()).toString();
  }

  @Override
  public Optional<String> whyUnreadable(SchemaSource reader, SchemaSource writer) {
    var result =
        SchemaCompatibility.checkReaderWriterCompatibility(
                parse(reader.text()), parse(writer.text()))
            .getResult();
    if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
      return Optional.empty();
    }
    return Optional.of(
        result.getIncompatibilities().stream()
            .map(found -> found.getType() + " at " + found.getLocation())
            .collect(Collectors.joining("; ")));
  }

  @Override
  public boolean hasImports() {
    return false;
  }

  private static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (RuntimeException e) { // The parser throws many kinds, null pointers among them.
      throw Problem.input(
              "bad-schema",
              Place.field("schema"),
              "The schema is no Avro schema: " + e.getMessage(),
              "Avro's specification says what a schema is.")
          .asException();
    }
  }
}
