package dev.weft.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A server that speaks S3, as a process of its own that keeps its objects as files. */
final class S3Process implements AutoCloseable {
  static final String BUCKET = "weft";

  private static final Path PROGRAM = Path.of("target/s3/s3-server.jar");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Process process;
  private final Path objects;
  private final String url;

  private S3Process(Process process, Path objects, String url) {
    this.process = process;
    this.objects = objects;
    this.url = url;
  }

  static S3Process start(Path folder) throws IOException {
    var port = FreePort.find();
    var objects = folder.resolve("objects");
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx200m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-jar",
                    PROGRAM.toAbsolutePath().toString(),
                    "--com.adobe.testing.s3mock.http-port=" + port,
                    "--server.port=0",
                    "--com.adobe.testing.s3mock.store.root=" + objects))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3.log").toFile())
            .start();
    var server = new S3Process(process, objects, "http://127.0.0.1:" + port);
    Eventually.within(PATIENCE, "a bucket", server::hasBucket);
    return server;
  }

  String url() {
    return url;
  }

  private boolean hasBucket() {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(url + "/" + BUCKET))
              .PUT(HttpRequest.BodyPublishers.noBody())
              .build();
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How many files it has for its objects. */
  long files() throws IOException {
    try (Stream<Path> files = Files.walk(objects.resolve(BUCKET))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
