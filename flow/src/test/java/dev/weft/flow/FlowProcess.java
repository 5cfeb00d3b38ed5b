package dev.weft.flow;

import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A runner in a process of its own, which a test may kill. It ends with its standard input. */
final class FlowProcess {
  private final Process process;

  private FlowProcess(Process process) {
    this.process = process;
  }

  /** Starts it, and returns when its runner has been told to start the flow. */
  static FlowProcess start(KafkaAccess kafka, String flow) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FlowProcess.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // Credentials go through the pipe: arguments can be seen by everybody on the machine.
    var out = process.outputWriter(StandardCharsets.UTF_8);
    out.write(Json.text(kafka.properties()) + "\n" + kafka.bootstrapServers() + "\n");
    out.write(Json.text(Json.parse(flow.replace('\'', '"'))) + "\n");
    out.flush();
    process.inputReader(StandardCharsets.UTF_8).readLine();
    return new FlowProcess(process);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it end cleanly. */
  void end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    process.waitFor();
  }

  public static void main(String[] arguments) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    @SuppressWarnings("unchecked")
    Map<String, String> properties = Json.MAPPER.readValue(in.readLine(), Map.class);
    var mesh = new Surroundings(new KafkaAccess(in.readLine(), properties));
    var flow = Surroundings.flow(in.readLine());
    mesh.contracts.put("crash.numbers", Surroundings.contract());
    try (var runner = mesh.runner()) {
      runner.start(flow, Map.of());
      System.out.println("started");
      while (in.readLine() != null) {
        // The parent says nothing more.
      }
    }
    System.exit(0);
  }
}
