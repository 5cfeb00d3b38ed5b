package dev.weft.processors.standard;

import static dev.weft.processors.standard.Standard.error;
import static dev.weft.processors.standard.Standard.read;
import static dev.weft.processors.standard.Standard.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.testing.TestFlow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecuteStreamCommandTest {
  private final Standard standard = new Standard();

  @BeforeEach
  void allow() {
    System.setProperty(AllowedCommands.PROPERTY, "/bin/cat:/bin/sh:/usr/bin/env:relative");
  }

  @AfterEach
  void forbid() {
    System.clearProperty(AllowedCommands.PROPERTY);
  }

  @Test
  void contentGoesThroughTheProgram() throws Exception {
    var large = "x".repeat(300_000);
    var flow = flow(0, null, "/bin/cat");

    flow.send(text(large));

    assertThat(read(flow.emitted("success").get(0))).isEqualTo(large);
    assertThat(flow.emitted("success").get(0).attributes()).containsEntry("execution.status", "0");
  }

  @Test
  void argumentsAreNoShellTextAndTheEnvironmentIsEmpty() throws Exception {
    var echo = flow(0, null, "/bin/sh", "-c", "printf '%s' \"$1\"", "sh", "$(id); `id`");
    var env = flow(0, null, "/usr/bin/env");

    echo.send(text(""));
    env.send(text(""));

    assertThat(read(echo.emitted("success").get(0))).isEqualTo("$(id); `id`");
    assertThat(read(env.emitted("success").get(0))).isEmpty();
  }

  @Test
  void whatIsNotAllowedDoesNotRun() throws Exception {
    System.clearProperty(AllowedCommands.PROPERTY);
    var flow = flow(0, null, "/bin/cat");

    flow.send(text("x"));

    assertThat(error(flow.emitted("failure").get(0))).contains("WEFT_COMMANDS");
    assertThat(AllowedCommands.of("relative:/bin/cat").allows(List.of("/bin/ls"))).isFalse();
  }

  @Test
  void failuresAreTold() throws Exception {
    var status = flow(0, null, "/bin/sh", "-c", "exit 3");
    var large = flow(1_000, null, "/bin/cat", "/dev/zero");
    var silent = flow(0, Duration.ofMillis(100), "/bin/sh", "-c", "sleep 60");

    status.send(text("x"));
    large.send(text("x"));
    silent.send(text("x"));

    assertThat(status.emitted("nonzero.status").get(0).attributes())
        .containsEntry("execution.status", "3");
    assertThat(error(large.emitted("failure").get(0))).contains("more than 1000 bytes");
    assertThat(error(silent.emitted("failure").get(0))).contains("longer than 100 ms");
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new ExecuteStreamCommand.Settings(List.of("cat"), null, 0))
        .hasMessageStartingWith("command");
  }

  private TestFlow flow(long bytesMax, Duration timeout, String... command) {
    var settings = new ExecuteStreamCommand.Settings(List.of(command), timeout, bytesMax);
    return TestFlow.of(new ExecuteStreamCommand().create(settings, standard.context()));
  }
}
