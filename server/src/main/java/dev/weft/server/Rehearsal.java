package dev.weft.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * One start with nothing to do, in a folder of its own that is gone afterwards. The launcher has
 * the JVM archive the classes that it loads (JEP 350), and every later start takes half as long.
 */
final class Rehearsal {
  /** What the first minute of a server answers. */
  private static final List<String> ASKED = List.of("/health/ready", "/", "/api/openapi.json");

  private Rehearsal() {}

  static void run() {
    var folder = temporary();
    try {
      var data = folder.resolve("data").toString();
      var settings = Settings.parse(data, List.of("--http", "0", "--gateway", "0"));
      System.setProperty("weft.log", folder.resolve("weft.log").toString());
      try (var weft = Weft.start(settings, broken -> {})) {
        ask(weft.url());
      }
    } finally {
      remove(folder);
    }
  }

  private static void ask(String url) {
    var client = HttpClient.newHttpClient();
    for (var path : ASKED) {
      try {
        var request = HttpRequest.newBuilder(URI.create(url + path)).build();
        client.send(request, HttpResponse.BodyHandlers.discarding());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("weft-rehearsal");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (var all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
