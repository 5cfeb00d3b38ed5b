package dev.weft.catalog.log;

import dev.weft.catalog.audit.KafkaAuditLog;
import dev.weft.catalog.topics.MeshTopics;
import dev.weft.model.KafkaAccess;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** The part of a server that the tests of the mesh log need: audit and log, started. */
final class Server implements AutoCloseable {
  final KafkaAuditLog audit;
  final KafkaMeshLog mesh;

  Server(KafkaAccess access, MeshTopics topics, String url) {
    topics.create(access);
    var id = UUID.randomUUID().toString();
    audit = new KafkaAuditLog(access, topics, id, Clock.systemUTC(), Server::broken);
    var settings = new MeshLogSettings(access, topics, url, id, Clock.systemUTC());
    mesh = new KafkaMeshLog(settings, audit, Server::broken);
    audit.start();
    mesh.start();
  }

  Server awaitWriter() {
    if (!mesh.awaitWriter(Duration.ofSeconds(30))) {
      throw new AssertionError("did not become the writer");
    }
    return this;
  }

  @Override
  public void close() {
    mesh.close();
    audit.close();
  }

  private static void broken(Throwable cause) {
    throw new AssertionError("a log is broken", cause);
  }
}
