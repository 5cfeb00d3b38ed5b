package dev.weft.catalog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.catalog.topics.MeshTopics;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.spi.AuditEvent;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka goes away under a running server, and comes back. */
class BrokerAwayIT {
  @TempDir Path data;

  @Test
  void failsCommandsMeanwhileAndGoesOnAfterwards() throws Exception {
    var kafka = EmbeddedKafka.start(data);
    var server = new Server(kafka.access(), MeshTopics.STANDARD, "http://one").awaitWriter();
    try (server) {
      var before = Counting.countUp(server.mesh);
      kafka.close();

      assertThatThrownBy(() -> Counting.countUp(server.mesh))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.first().kind()).isEqualTo(Problem.Kind.ENVIRONMENT));
      var waiting =
          server.audit.append(
              new AuditEvent(PrincipalId.user("ada"), "login", "ada", true, Json.object()));

      kafka = EmbeddedKafka.start(data);
      server.awaitWriter();
      waiting.get(30, TimeUnit.SECONDS);
      assertThat(Counting.countUp(server.mesh)).isBetween(before + 1, before + 2);
      assertThat(server.audit.verify().faults()).isEmpty();
    } finally {
      kafka.close();
    }
  }
}
