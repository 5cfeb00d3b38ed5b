package dev.weft.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.weft.registry.schema.JsonSchemaDocs.Part;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What several JSON Schemas that hold at once say of the properties of an object. Where it cannot
 * be told whether a pattern is about a name, they say less than they mean.
 */
final class JsonProperties {
  private static final List<String> APPLICATORS =
      List.of("$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "dependencies");

  private JsonProperties() {}

  /** Whether a pattern is about a name. */
  private enum Match {
    YES,
    NO,
    /** The pattern uses what RE2 does not know, such as a look ahead. */
    UNKNOWN;

    static Match of(String pattern, String name) {
      try {
        return Pattern.compile(pattern).matcher(name).find() ? YES : NO;
      } catch (PatternSyntaxException e) {
        return UNKNOWN;
      }
    }
  }

  /** The names that the schemas name. */
  static Set<String> names(List<Part> parts) {
    Set<String> names = new LinkedHashSet<>();
    parts.forEach(part -> part.get("properties").fieldNames().forEachRemaining(names::add));
    return names;
  }

  /** The patterns of names. */
  static Set<String> patterns(List<Part> parts) {
    Set<String> patterns = new LinkedHashSet<>();
    parts.forEach(
        part -> part.get("patternProperties").fieldNames().forEachRemaining(patterns::add));
    return patterns;
  }

  /** What they say of the property of this name; empty when nothing. */
  static List<Part> of(List<Part> parts, String name) {
    var said = new ArrayList<Part>();
    for (var part : parts) {
      var covered = false;
      var own = part.get("properties").path(name);
      if (!own.isMissingNode()) {
        said.add(part.with(own));
        covered = true;
      }
      for (var pattern : part.get("patternProperties").properties()) {
        var match = Match.of(pattern.getKey(), name);
        covered |= match != Match.NO;
        if (match == Match.YES) {
          said.add(part.with(pattern.getValue()));
        }
      }
      if (!covered) {
        addOther(part, said);
      }
    }
    return said;
  }

  /** What they say of properties that no pattern and no other name is about. */
  static List<Part> ofOthers(List<Part> parts) {
    var said = new ArrayList<Part>();
    parts.forEach(part -> addOther(part, said));
    return said;
  }

  /** What they say of all properties whose names this pattern is about. */
  static List<Part> ofPattern(List<Part> parts, String pattern) {
    var said = new ArrayList<Part>();
    for (var part : parts) {
      var own = part.get("patternProperties").path(pattern);
      if (!own.isMissingNode()) {
        said.add(part.with(own));
      }
    }
    return said;
  }

  private static void addOther(Part part, List<Part> said) {
    var other = other(part);
    if (!other.isMissingNode()) {
      said.add(part.with(other));
    }
  }

  /** The schema of further properties, as far as it is about those of this schema alone. */
  static JsonNode other(Part part) {
    return part.has("additionalProperties") || isUnevaluatedElsewhere(part)
        ? part.get("additionalProperties")
        : part.get("unevaluatedProperties");
  }

  /** Whether what is unevaluated depends on other schemas. */
  static boolean isUnevaluatedElsewhere(Part part) {
    return part.has("unevaluatedProperties") && APPLICATORS.stream().anyMatch(part::has);
  }

  /** Whether the schema itself is surely about this property. */
  static boolean isCovered(Part part, String name) {
    if (part.get("properties").has(name)) {
      return true;
    }
    for (var pattern : part.get("patternProperties").properties()) {
      if (Match.of(pattern.getKey(), name) == Match.YES) {
        return true;
      }
    }
    return false;
  }

  /** Whether the pattern may be about the name. */
  static boolean mayMatch(String pattern, String name) {
    return Match.of(pattern, name) != Match.NO;
  }

  /** The properties that are there in whatever is valid by all of them. */
  static Set<String> required(List<Part> parts) {
    Set<String> required = new LinkedHashSet<>();
    for (var part : parts) {
      part.get("required").forEach(name -> required.add(name.asText()));
    }
    return required;
  }
}
