package dev.weft.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real server for tests: a program of this machine on a port of loopback. It ends with {@link
 * #close}, and with the JVM however that ends: its shell waits on a pipe from us.
 */
public final class ServerProcess implements AutoCloseable {
  private static final List<String> FOLDERS =
      List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/sbin", "/bin");
  private static final String UNTIL_PIPE_ENDS =
      "\"$@\" & server=$!; cat > /dev/null; kill $server; wait $server";
  private static final int TRIES = 2_400;

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The program, by name; a test whose program is missing fails and says what to install. */
  public static Path program(String name, String debianPackage) {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    name + " is missing; install it with: apt-get install " + debianPackage));
  }

  /** Starts the command and returns when something listens on the port; the log goes to a file. */
  public static ServerProcess start(Path log, int port, List<String> command) {
    var whole = new ArrayList<>(List.of("/bin/sh", "-c", UNTIL_PIPE_ENDS, "sh"));
    whole.addAll(command);
    try {
      var process =
          new ProcessBuilder(whole)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      var server = new ServerProcess(process, port);
      server.awaitReady(log);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port of loopback that nothing listens on now. */
  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  private void awaitReady(Path log) throws IOException {
    for (var tries = 0; tries < TRIES; tries++) {
      if (listens()) {
        return;
      }
      try {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    close();
    throw new IOException("nothing listens on port " + port + ": " + Files.readString(log));
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
