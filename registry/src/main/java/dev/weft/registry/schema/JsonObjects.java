package dev.weft.registry.schema;

import dev.weft.registry.schema.JsonSchemaDocs.Part;
import java.util.List;

/**
 * Compares what two JSON Schemas say of objects. A content model is closed where nothing may be in
 * it that is not named, and open else: in an open one a writer may have put anything under a name
 * that the reader describes.
 */
final class JsonObjects {
  private static final List<String> ONLY_EQUAL =
      List.of("dependentRequired", "dependentSchemas", "dependencies");

  private final JsonSchemaReading reading;
  private final JsonScalars counts;
  private final boolean lenient;

  /**
   * @param lenient whether properties may be named and forgotten whatever the content model
   */
  JsonObjects(JsonSchemaReading reading, boolean lenient) {
    this.reading = reading;
    this.counts = new JsonScalars(reading);
    this.lenient = lenient;
  }

  /** Objects where the reader asks for more than the writer's schemas promise together. */
  void compare(List<Part> writer, Part reader, String where) {
    required(writer, reader, where);
    named(writer, reader, where);
    patterns(writer, reader, where);
    others(writer, reader, where);
    counts.atLeast(writer, reader, "minProperties", where);
    counts.atMost(writer, reader, "maxProperties", where);
    names(writer, reader, where);
    for (var keyword : ONLY_EQUAL) {
      if (reader.has(keyword) && !reading.same(writer, reader, keyword)) {
        reading.objects(where, "'" + keyword + "' was added or changed");
      }
    }
  }

  private void required(List<Part> writer, Part reader, String where) {
    var promised = JsonProperties.required(writer);
    for (var name : JsonProperties.required(List.of(reader))) {
      if (!promised.contains(name)) {
        reading.objects(where + "/" + name, "is required, but need not have been written");
      }
    }
  }

  private void named(List<Part> writer, Part reader, String where) {
    for (var property : reader.get("properties").properties()) {
      var name = property.getKey();
      var read = reader.with(property.getValue());
      var written = JsonProperties.of(writer, name);
      if (!written.isEmpty()) {
        reading.follows(written, read, where + "/" + name);
      } else if (!lenient && !reading.canFollow(List.of(), read)) {
        reading.objects(
            where + "/" + name, "is described now, but anything may have been written there");
      }
    }
  }

  private void patterns(List<Part> writer, Part reader, String where) {
    for (var property : reader.get("patternProperties").properties()) {
      var pattern = property.getKey();
      var read = reader.with(property.getValue());
      var place = where + "/{" + pattern + "}";
      var same = JsonProperties.ofPattern(writer, pattern);
      if (!same.isEmpty()) {
        reading.follows(same, read, place);
        continue;
      }
      for (var name : JsonProperties.names(writer)) {
        if (JsonProperties.mayMatch(pattern, name)) {
          reading.follows(JsonProperties.of(writer, name), read, where + "/" + name);
        }
      }
      for (var other : JsonProperties.patterns(writer)) {
        reading.follows(JsonProperties.ofPattern(writer, other), read, place);
      }
      if (!lenient) {
        reading.follows(JsonProperties.ofOthers(writer), read, place);
      }
    }
  }

  private void others(List<Part> writer, Part reader, String where) {
    if (JsonProperties.isUnevaluatedElsewhere(reader)
        && !reading.same(writer, reader, "unevaluatedProperties")) {
      reading.objects(where, "'unevaluatedProperties' cannot be compared");
    }
    var node = JsonProperties.other(reader);
    if (node.isMissingNode() || reader.with(node).isTrue()) {
      return;
    }
    var read = reader.with(node);
    for (var name : JsonProperties.names(writer)) {
      if (!JsonProperties.isCovered(reader, name)) {
        other(JsonProperties.of(writer, name), read, where + "/" + name);
      }
    }
    for (var pattern : JsonProperties.patterns(writer)) {
      if (!reader.get("patternProperties").has(pattern)) {
        other(JsonProperties.ofPattern(writer, pattern), read, where + "/{" + pattern + "}");
      }
    }
    if (!lenient && !reading.canFollow(JsonProperties.ofOthers(writer), read)) {
      reading.objects(where, "further properties may have been written, which no longer fit");
    }
  }

  private void other(List<Part> written, Part read, String where) {
    if (!read.isFalse()) {
      reading.follows(written, read, where);
    } else if (!lenient && !reading.canFollow(written, read)) {
      reading.objects(where, "was removed from a closed content model");
    }
  }

  private void names(List<Part> writer, Part reader, String where) {
    if (!reader.has("propertyNames")) {
      return;
    }
    var promised =
        writer.stream()
            .filter(part -> part.has("propertyNames"))
            .map(part -> part.with(part.get("propertyNames")))
            .toList();
    if (promised.isEmpty()
        || !reading.canFollow(promised, reader.with(reader.get("propertyNames")))) {
      reading.objects(where, "'propertyNames' was added or is narrower");
    }
  }
}
