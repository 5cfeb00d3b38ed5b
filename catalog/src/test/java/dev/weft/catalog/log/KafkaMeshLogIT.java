package dev.weft.catalog.log;

import dev.weft.catalog.topics.MeshTopics;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import dev.weft.spi.MeshLog;
import dev.weft.testing.MeshLogContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the mesh log, kept on a real broker. */
class KafkaMeshLogIT extends MeshLogContract {
  @TempDir static Path data;
  private static EmbeddedKafka kafka;
  private Server server;

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(data);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void startServer() {
    var topics = new MeshTopics("_" + UUID.randomUUID());
    server = new Server(kafka.access(), topics, "http://one").awaitWriter();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Override
  protected MeshLog log() {
    return server.mesh;
  }

  @Override
  protected List<String> auditActions() {
    var all =
        new AuditQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            event -> !event.action().startsWith("audit."),
            1000);
    var newestFirst = server.audit.search(all).stream().map(Stored::action).toList();
    var oldestFirst = new ArrayList<>(newestFirst);
    Collections.reverse(oldestFirst);
    return oldestFirst;
  }
}
