package dev.weft.processors.connect;

import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A runner in a process of its own, which a test may kill. It ends with its standard input. */
final class ConnectorProcess {
  private final Process process;

  private ConnectorProcess(Process process) {
    this.process = process;
  }

  /** Starts it, and returns when its runner has been told to start the flow. */
  static ConnectorProcess start(KafkaAccess kafka, String flow, Map<String, String> parameters)
      throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ConnectorProcess.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // Credentials go through the pipe: arguments can be seen by everybody on the machine.
    var out = process.outputWriter(StandardCharsets.UTF_8);
    out.write(Json.text(kafka.properties()) + "\n" + kafka.bootstrapServers() + "\n");
    out.write(Json.text(Json.parse(flow.replace('\'', '"'))) + "\n");
    out.write(Json.text(parameters) + "\n");
    out.flush();
    process.inputReader(StandardCharsets.UTF_8).readLine();
    return new ConnectorProcess(process);
  }

  /** As kill -9. */
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
    var properties = texts(in.readLine());
    var kafka = new KafkaAccess(in.readLine(), properties);
    var flow = ConnectorMesh.flow(in.readLine());
    var parameters = texts(in.readLine());
    var copies = Files.createTempDirectory("weft-connectors");
    var mesh = new ConnectorMesh(kafka, ConnectorMesh.CONNECTORS, copies);
    try (var runner = mesh.runner()) {
      runner.start(flow, parameters);
      System.out.println("started");
      while (in.readLine() != null) {
        // The parent says nothing more.
      }
    }
    System.exit(0);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> texts(String json) throws IOException {
    return Json.MAPPER.readValue(json, Map.class);
  }
}
