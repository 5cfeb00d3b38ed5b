package dev.weft.server;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Finds a free loopback port, for those who say 0, and says early when a port is taken. */
final class FreePort {
  private FreePort() {}

  static int find() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Before anything else starts: a second process on the same ports must not get as far as taking
   * the first one's place among the servers.
   *
   * @param who listens there, as the subject of a sentence
   * @param port 0 is always free
   */
  static void require(String code, String who, String option, String host, int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new ProblemException(
          List.of(
              Problem.environment(
                  code,
                  who + " cannot listen on " + host + ":" + port + ": " + e.getMessage() + ".",
                  "Stop what uses it, or choose another port: " + option + " PORT (0 for any).")),
          e);
    }
  }
}
