package dev.weft.catalog.log;

import dev.weft.catalog.topics.MeshTopics;
import dev.weft.model.KafkaAccess;
import java.time.Clock;

/**
 * What the mesh log of one server needs to know.
 *
 * @param advertisedUrl where people reach this server; followers name it to those who want to
 *     change something. Another one for each server of a mesh
 * @param processId another one at every start; names terms and audit chains
 */
public record MeshLogSettings(
    KafkaAccess access, MeshTopics topics, String advertisedUrl, String processId, Clock clock) {
  public MeshLogSettings {
    if (advertisedUrl.isBlank() || processId.isBlank()) {
      throw new IllegalArgumentException("a server needs a URL and an id");
    }
  }
}
