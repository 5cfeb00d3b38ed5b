package dev.weft.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.registry.schema.JsonSchemaDocs.Part;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what two JSON Schemas say of a value as a whole: types, values, numbers and texts. */
final class JsonScalars {
  private static final Set<JsonTypes> NUMBERS = Set.of(JsonTypes.INTEGER, JsonTypes.FRACTION);

  private final JsonSchemaReading reading;

  JsonScalars(JsonSchemaReading reading) {
    this.reading = reading;
  }

  /** Objects where the reader asks for more than the writer's schemas promise together. */
  void compare(List<Part> writer, Part reader, String where) {
    var types = JsonTypes.of(writer);
    if (reader.has("type")) {
      var read = JsonTypes.of(reader.with(typeOnly(reader)));
      if (!read.containsAll(types)) {
        reading.objects(where, "the type changed, so that not all that was written fits");
        return;
      }
    }
    values(writer, reader, where);
    if (types.stream().anyMatch(NUMBERS::contains)) {
      numbers(writer, reader, types, where);
    }
    if (types.contains(JsonTypes.STRING)) {
      atLeast(writer, reader, "minLength", where);
      atMost(writer, reader, "maxLength", where);
      if (reader.has("pattern") && !reading.same(writer, reader, "pattern")) {
        reading.objects(where, "'pattern' was added or changed");
      }
    }
  }

  private static JsonNode typeOnly(Part reader) {
    return ((ObjectNode) reader.node()).deepCopy().retain("type");
  }

  private void values(List<Part> writer, Part reader, String where) {
    var read = JsonTypes.values(reader);
    if (read.isPresent()) {
      var written = JsonTypes.values(writer);
      if (written.isEmpty() || !read.get().containsAll(written.get())) {
        reading.objects(where, "values are no longer allowed");
      }
    }
  }

  private void numbers(List<Part> writer, Part reader, Set<JsonTypes> types, String where) {
    for (var side : Side.values()) {
      var wanted = side.of(reader);
      if (wanted.isPresent()
          && writer.stream()
              .map(side::of)
              .noneMatch(bound -> bound.isPresent() && bound.get().implies(wanted.get(), side))) {
        reading.objects(where, "'" + side.keyword + "' was added or is narrower");
      }
    }
    if (reader.has("multipleOf")) {
      var wanted = reader.get("multipleOf").decimalValue();
      var whole = !types.contains(JsonTypes.FRACTION) && isMultiple(BigDecimal.ONE, wanted);
      var promised =
          writer.stream()
              .filter(part -> part.has("multipleOf"))
              .anyMatch(part -> isMultiple(part.get("multipleOf").decimalValue(), wanted));
      if (!whole && !promised) {
        reading.objects(where, "'multipleOf' was added or changed");
      }
    }
  }

  private static boolean isMultiple(BigDecimal number, BigDecimal of) {
    return number.remainder(of).signum() == 0;
  }

  /** How far a number may go. */
  private record Bound(BigDecimal value, boolean exclusive) {
    boolean implies(Bound wanted, Side side) {
      var further = value.compareTo(wanted.value) * side.inward;
      return further > 0 || (further == 0 && (exclusive || !wanted.exclusive));
    }

    /** The narrower one. */
    static Bound narrower(Bound one, Bound other, Side side) {
      return one.implies(other, side) ? one : other;
    }
  }

  private enum Side {
    LOWER("minimum", "exclusiveMinimum", 1),
    UPPER("maximum", "exclusiveMaximum", -1);

    private final String keyword;
    private final String exclusively;
    private final int inward;

    Side(String keyword, String exclusively, int inward) {
      this.keyword = keyword;
      this.exclusively = exclusively;
      this.inward = inward;
    }

    /** In draft 4 the exclusive one is true or false, and about the other. */
    Optional<Bound> of(Part part) {
      var plain = part.get(keyword);
      var exclusive = part.get(exclusively);
      var bound =
          plain.isNumber()
              ? Optional.of(new Bound(plain.decimalValue(), exclusive.asBoolean(false)))
              : Optional.<Bound>empty();
      if (!exclusive.isNumber()) {
        return bound;
      }
      var own = new Bound(exclusive.decimalValue(), true);
      return Optional.of(
          plain.isNumber()
              ? Bound.narrower(new Bound(plain.decimalValue(), false), own, this)
              : own);
    }
  }

  /** Objects unless the writer promises at least as much as the reader asks for. */
  void atLeast(List<Part> writer, Part reader, String keyword, String where) {
    count(writer, reader, keyword, 1, where);
  }

  /** Objects unless the writer promises at most as much as the reader takes. */
  void atMost(List<Part> writer, Part reader, String keyword, String where) {
    count(writer, reader, keyword, -1, where);
  }

  private void count(List<Part> writer, Part reader, String keyword, int direction, String where) {
    if (!reader.has(keyword)) {
      return;
    }
    var wanted = reader.get(keyword).decimalValue();
    var promised =
        writer.stream()
            .filter(part -> part.has(keyword))
            .anyMatch(part -> part.get(keyword).decimalValue().compareTo(wanted) * direction >= 0);
    if (!promised && !(direction > 0 && wanted.signum() == 0)) {
      reading.objects(where, "'" + keyword + "' was added or is narrower");
    }
  }
}
