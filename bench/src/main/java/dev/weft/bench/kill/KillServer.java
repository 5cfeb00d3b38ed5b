package dev.weft.bench.kill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.testing.ClassArchive;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** A server in a process of its own that is killed and started again, with the same ports. */
final class KillServer implements AutoCloseable {
  private static final String MAIN = "dev.weft.server.Main";
  private static final Duration READY_WITHIN = Duration.ofMinutes(10);
  private static final FileAttribute<?> OWNERS_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final long LOOK_NANOS = 50_000_000;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Path folder;
  private final int http;
  private final int gateway;
  private Process process;

  KillServer(Path folder, Random random) {
    this.folder = folder;
    this.http = freePort(random);
    this.gateway = freePort(random);
  }

  Path data() {
    return folder.resolve("data");
  }

  /** Copies a plug-in, which is a folder of files, to where the server finds it. */
  void install(Path plugin) throws IOException {
    var to = data().resolve("plugins").resolve(plugin.getFileName());
    Files.createDirectories(to, OWNERS_ONLY);
    try (var files = Files.list(plugin)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** Starts it without waiting. */
  void start() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var command = new ArrayList<String>();
    // It never lives long enough for what a second compilation gains.
    command.addAll(List.of(java, "-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(ClassArchive.options(classPath, MAIN, "rehearse"));
    command.addAll(List.of(MAIN, "up", "--data", data().toString()));
    command.addAll(List.of("--http", "" + http, "--gateway", "" + gateway));
    // Nobody searches here, and the model would be loaded at each start.
    command.addAll(List.of("--search-vectors", "off"));
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
            .start();
  }

  void awaitReady() throws IOException, InterruptedException {
    var deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("The server is not ready:\n" + printed());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(url() + "/health/ready"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** As kill -9 does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Applies these documents as the administrator, with parameters of flows that are secret. */
  void apply(List<String> documents, Map<String, String> secrets)
      throws IOException, InterruptedException {
    var body = Json.object().put("dryRun", false);
    var list = body.putArray("documents");
    for (var i = 0; i < documents.size(); i++) {
      list.addObject().put("file", i + ".yaml").put("text", documents.get(i));
    }
    secrets.forEach(body.putObject("secrets")::put);
    call("/api/v1/apply", Json.text(body));
  }

  JsonNode call(String path, String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .timeout(Duration.ofMinutes(1))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " was refused: " + answer.body());
    }
    return Json.parse(answer.body());
  }

  /** The last of what it has printed. */
  String printed() throws IOException {
    var lines = Files.readAllLines(folder.resolve("out"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  private String token() throws IOException {
    return Files.readString(data().resolve("admin.token")).strip();
  }

  private String url() {
    return "http://127.0.0.1:" + http;
  }

  /** Below the ports that the system gives to outgoing connections. */
  static int freePort(Random random) {
    while (true) {
      var port = 12_000 + random.nextInt(18_000);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException inUse) {
        // Another one then.
      }
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }
}
