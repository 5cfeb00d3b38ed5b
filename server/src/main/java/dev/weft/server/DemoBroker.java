package dev.weft.server;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The MQTT broker of the example {@code iot}: the machine's own mosquitto, on a free port of
 * loopback. It ends with this process, however that ends: its shell waits on a pipe from us.
 */
final class DemoBroker {
  private static final String UNTIL_PIPE_ENDS =
      "\"$@\" & server=$!; cat > /dev/null; kill $server; wait $server";

  private DemoBroker() {}

  /** Starts it; gives its address. */
  static String start(Path data) {
    var program =
        Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/opt/homebrew/sbin")
            .map(folder -> Path.of(folder, "mosquitto"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () ->
                    problem(
                        "The example needs an MQTT broker, and mosquitto is not installed.",
                        "Debian: apt-get install mosquitto. macOS: brew install mosquitto. Or"
                            + " apply examples/iot with --set mqtt=mqtt://HOST:1883."));
    try {
      var port = freePort();
      var settings =
          Files.writeString(
              data.resolve("mosquitto.conf"),
              "listener " + port + " 127.0.0.1\nallow_anonymous true\nmax_queued_messages 10000\n");
      var command =
          List.of(
              "/bin/sh",
              "-c",
              UNTIL_PIPE_ENDS,
              "sh",
              program.toString(),
              "-c",
              settings.toString());
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(data.resolve("mosquitto.log").toFile())
          .start();
      return "mqtt://127.0.0.1:" + port;
    } catch (IOException e) {
      throw new ProblemException(
          List.of(
              Problem.environment(
                  "no-mqtt",
                  "mosquitto could not be started: " + e.getMessage() + ".",
                  "See " + data.resolve("mosquitto.log") + ".")),
          e);
    }
  }

  private static ProblemException problem(String message, String hint) {
    return Problem.environment("no-mqtt", message, hint).asException();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
