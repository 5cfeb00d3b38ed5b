package dev.weft.standards;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The schemas of the standards, which may lie in a folder beside the project. */
public final class Schemas {
  private static final Path FOLDER = find();

  private Schemas() {}

  /** Skips the test when the schema is not there. */
  public static Schema of(String file, SpecificationVersion version) throws IOException {
    var path = FOLDER.resolve("standards").resolve(file);
    Assumptions.assumeTrue(Files.exists(path), "../shared/standards/" + file + " is not there");
    return SchemaRegistry.withDefaultDialect(version).getSchema(Files.readString(path));
  }

  public static List<String> wrong(Schema schema, JsonNode document) {
    return schema.validate(Json.text(document), InputFormat.JSON).stream()
        .map(Object::toString)
        .limit(5)
        .toList();
  }

  private static Path find() {
    var here = Path.of("").toAbsolutePath();
    while (here.getParent() != null && !Files.isDirectory(here.resolveSibling("shared"))) {
      here = here.getParent();
    }
    return here.resolveSibling("shared");
  }
}
