package dev.weft.server.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The standard's own schemas, where they lie in the folder {@code shared} beside the project; else
 * the test that asks for them is skipped and says so.
 */
final class Schemas {
  private static final String EVENT = "https://openlineage.io/spec/2-0-2/OpenLineage.json";

  private final SchemaRegistry registry;

  private Schemas(Map<String, String> byId) {
    registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(byId));
  }

  static Schemas find() {
    var folder = folder();
    Assumptions.assumeTrue(
        Files.isDirectory(folder.resolve("openlineage-facets")),
        "../shared/standards/openlineage-facets is not there");
    var byId = new HashMap<String, String>();
    try {
      byId.put(EVENT, Files.readString(folder.resolve("openlineage-2-0-2.schema.json")));
      try (var files = Files.list(folder.resolve("openlineage-facets"))) {
        for (var file : files.toList()) {
          var text = Files.readString(file);
          byId.put(Json.parse(text).path("$id").asText(), text);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Schemas(byId);
  }

  private static Path folder() {
    var here = Path.of("").toAbsolutePath();
    while (here.getParent() != null && !Files.isDirectory(here.resolveSibling("shared"))) {
      here = here.getParent();
    }
    return here.resolveSibling("shared").resolve("standards");
  }

  /** The event as a whole, whatever its facets are. */
  void checkEvent(JsonNode event) {
    validate(EVENT, event);
  }

  /** The event as a whole, and each facet by the schema that it names itself. */
  void check(JsonNode event) {
    validate(EVENT, event);
    facets(event.path("run"));
    facets(event.path("job"));
    event.path("inputs").forEach(this::facets);
    event.path("outputs").forEach(this::facets);
  }

  private void facets(JsonNode of) {
    for (var facet : of.path("facets")) {
      validate(facet.path("_schemaURL").asText(), facet);
    }
  }

  private void validate(String schema, JsonNode document) {
    var errors =
        registry
            .getSchema(SchemaLocation.of(schema))
            .validate(document.toString(), InputFormat.JSON);
    assertThat(errors).as(schema + " of " + document).isEmpty();
  }
}
