package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An AI agent: the protocol's own client, unmodified, as a process that works for a person. */
record Agent(Rest person, boolean newest, String purpose) {
  private static final int SECONDS_MAX = 120;

  /** One call of a tool. */
  record Call(String name, Map<String, Object> arguments) {}

  /** All that came of it: {@code version}, {@code tools}, {@code results}; or {@code failure}. */
  JsonNode calls(Call... calls) throws IOException, InterruptedException {
    var task = Json.object().put("url", person.url()).put("token", person.token());
    task.put("newest", newest).put("purpose", purpose);
    task.set("calls", Json.MAPPER.valueToTree(List.of(calls)));
    var program = Path.of("..", "portal", "test", "agent.mjs").toAbsolutePath().normalize();
    var process =
        new ProcessBuilder("node", program.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var in = process.getOutputStream()) {
      in.write(Json.bytes(task));
    }
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    return Json.parse(printed);
  }
}
