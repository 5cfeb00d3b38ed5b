package dev.weft.server.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Environment;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeploymentTest {
  private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

  private final Deployment deployment =
      new Deployment(
          Json.read(Json.object().put("name", "fill").put("product", "shop"), FlowSpec.class),
          new Environment.Connect("http://connect:8083", "", "", Map.of(), ""),
          START);

  @Test
  void aTaskThatHasFailedIsStartedAnewAndLaterEachTime() {
    deployment.looked(status("FAILED"), START);

    assertThat(deployment.needsRestart(Optional.empty(), START)).isTrue();
    deployment.restarted(START);
    assertThat(deployment.needsRestart(Optional.empty(), at(4))).isFalse();
    assertThat(deployment.needsRestart(Optional.empty(), at(5))).isTrue();
    deployment.restarted(at(5));
    assertThat(deployment.needsRestart(Optional.empty(), at(14))).isFalse();
    assertThat(deployment.needsRestart(Optional.empty(), at(15))).isTrue();
  }

  @Test
  void whatConnectSaysIsNotBelievedWhenTheTaskIsSilent() {
    deployment.looked(status("RUNNING"), START);

    assertThat(deployment.needsRestart(Optional.of(at(1)), at(60))).isFalse();
    assertThat(deployment.needsRestart(Optional.of(at(1)), at(62))).isTrue();
    assertThat(deployment.needsRestart(Optional.empty(), at(61))).isTrue();
  }

  @Test
  void aTaskThatHasNoWorkerIsLeftToConnect() {
    deployment.looked(status("UNASSIGNED"), START);

    assertThat(deployment.needsRestart(Optional.empty(), at(600))).isFalse();
  }

  @Test
  void aTaskThatWorksAgainStartsOverWithShortPauses() {
    deployment.looked(status("FAILED"), START);
    for (var i = 0; i < 5; i++) {
      deployment.restarted(START);
    }
    deployment.looked(status("RUNNING"), at(10));
    assertThat(deployment.needsRestart(Optional.of(at(11)), at(12))).isFalse();
    deployment.looked(status("FAILED"), at(400));
    deployment.restarted(at(400));

    assertThat(deployment.needsRestart(Optional.empty(), at(405))).isTrue();
  }

  @Test
  void aConnectorWithoutATaskHasNoWorkerYet() {
    var answer = Json.parse("{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[]}");

    assertThat(ConnectorStatus.of(answer).isUnassigned()).isTrue();
  }

  private static ConnectorStatus status(String state) {
    return new ConnectorStatus(state, "worker:8083", "");
  }

  private static Instant at(long seconds) {
    return START.plus(Duration.ofSeconds(seconds));
  }
}
