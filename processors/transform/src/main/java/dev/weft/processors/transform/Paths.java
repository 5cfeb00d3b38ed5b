package dev.weft.processors.transform;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.List;
import java.util.Optional;

/** A JSONPath over maps and lists. */
final class Paths {
  private static final Configuration QUIET =
      Configuration.builder()
          .jsonProvider(new JacksonJsonProvider())
          .mappingProvider(new JacksonMappingProvider())
          .options(Option.SUPPRESS_EXCEPTIONS)
          .build();

  private Paths() {}

  /** For a settings constructor: refuses what is no path, naming the component. */
  static JsonPath compile(String component, String path) {
    if (path == null || path.isBlank()) {
      throw new IllegalArgumentException(component + " must be a JSONPath, such as $.order.id");
    }
    if (path.contains("=~")) {
      // The library runs them with backtracking, on the data of others.
      throw new IllegalArgumentException(
          component + " cannot have regular expressions: filter records with CEL's matches");
    }
    try {
      return JsonPath.compile(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(component + " is no JSONPath: " + e.getMessage(), e);
    }
  }

  /** What is there; empty for nothing, null, or no hit of a path that may have several. */
  static Optional<Object> find(JsonPath path, Object document) {
    Object found = path.read(document, QUIET);
    var none = found == null || (!path.isDefinite() && found instanceof List<?> l && l.isEmpty());
    return none ? Optional.empty() : Optional.of(found);
  }
}
