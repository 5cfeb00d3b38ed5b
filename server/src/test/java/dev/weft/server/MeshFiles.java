package dev.weft.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Meshes for tests, as requests to apply them. */
final class MeshFiles {
  private MeshFiles() {}

  /** One file with this text. */
  static ObjectNode of(String text) {
    var body = Json.object();
    body.putArray("documents").addObject().put("file", "mesh.yaml").put("text", text);
    return body;
  }

  /** {@code resource}: the name of a YAML file among the tests' resources. */
  static ObjectNode apply(String resource, Map<String, String> parameters) {
    var body = Json.object();
    body.putArray("documents").addObject().put("file", resource).put("text", text(resource));
    parameters.forEach(body.putObject("parameters")::put);
    return body;
  }

  /** The file itself. */
  static String text(String resource) {
    try (var mesh = MeshFiles.class.getResourceAsStream(resource)) {
      return new String(mesh.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
