package dev.weft.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, as people start it. */
final class ServerProcess implements AutoCloseable {
  private static final String READY = "weft is ready";
  private static final int STOP_SECONDS = 30;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path folder;
  private final int http;
  private final double seconds;

  private ServerProcess(Process process, Path folder, int http, double seconds) {
    this.process = process;
    this.folder = folder;
    this.http = http;
    this.seconds = seconds;
  }

  /** Returns when the server says that it is ready. */
  static ServerProcess start(List<String> launcher, Path folder) throws IOException {
    return start(launcher, folder, List.of());
  }

  /** The same with more options of {@code weft up}. */
  static ServerProcess start(List<String> launcher, Path folder, List<String> more)
      throws IOException {
    var http = freePort();
    var command = new ArrayList<>(launcher);
    command.addAll(List.of("up", "--data", folder.resolve("data").toString()));
    command.addAll(List.of("--http", "" + http, "--gateway", "" + freePort()));
    command.addAll(more);
    var begin = System.nanoTime();
    var process =
        new ProcessBuilder(command)
            .redirectError(folder.resolve("errors").toFile())
            .directory(folder.toFile())
            .start();
    // Not closed: the server goes on to write to it.
    var lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(READY)) {
        return new ServerProcess(process, folder, http, (System.nanoTime() - begin) / 1e9);
      }
    }
    throw new IOException("It did not start: " + Files.readString(folder.resolve("errors")));
  }

  /** From the command to ready. */
  double seconds() {
    return seconds;
  }

  /** Used until now. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  /** Memory of the process that is in RAM, as Linux counts it. */
  long residentBytes() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("Linux does not say how much memory process " + process.pid() + " has");
  }

  /** Applies a mesh of so many products with a port and a contract each, as the administrator. */
  void apply(int products) throws IOException, InterruptedException {
    var documents = new ArrayList<String>();
    documents.add(
        "apiVersion: weft.dev/v1\nkind: Domain\nname: bank\ngovernance: {body: [admin]}\n");
    for (var i = 0; i < products; i++) {
      documents.add(contract(i));
      documents.add(product(i));
    }
    apply(documents);
  }

  /** Applies documents, as the administrator. */
  void apply(List<String> texts) throws IOException, InterruptedException {
    var body = Json.object().put("dryRun", false);
    var documents = body.putArray("documents");
    for (var i = 0; i < texts.size(); i++) {
      documents.addObject().put("file", i + ".yaml").put("text", texts.get(i));
    }
    post("/apply", Json.text(body));
  }

  /** Asks as the administrator; {@code path} is what comes after {@code /api/v1/}. */
  String get(String path) throws IOException, InterruptedException {
    var uri = URI.create(url() + "/api/v1/" + path.replace("'", "%27"));
    return ask(HttpRequest.newBuilder(uri));
  }

  /** Sends something as the administrator; {@code path} is what comes after {@code /api/v1}. */
  String post(String path, String body) throws IOException, InterruptedException {
    return ask(
        HttpRequest.newBuilder(URI.create(url() + "/api/v1" + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** The heap in use. */
  long heapBytes() throws IOException, InterruptedException {
    var text = ask(HttpRequest.newBuilder(URI.create(url() + "/metrics")));
    var line = text.lines().filter(one -> one.startsWith("weft_heap_used_bytes ")).findFirst();
    return (long) Double.parseDouble(line.orElseThrow().split(" ")[1]);
  }

  /** Gives somebody a password. */
  void password(String person, String password) throws IOException, InterruptedException {
    var body =
        HttpRequest.BodyPublishers.ofString(Json.text(Json.object().put("password", password)));
    ask(
        HttpRequest.newBuilder(URI.create(url() + "/api/v1/users/" + person + "/password"))
            .header("Content-Type", "application/json")
            .PUT(body));
  }

  /** Somebody with this password asks for ports. */
  void subscribe(String person, String password, List<String> ports, String purpose)
      throws IOException, InterruptedException {
    var login = Json.object().put("name", person).put("password", password);
    var token = Json.parse(ask(request("/login", login), "")).path("token").asText();
    for (var port : ports) {
      ask(
          request("/subscriptions", Json.object().put("port", port).put("purpose", purpose)),
          token);
    }
  }

  private HttpRequest.Builder request(String path, ObjectNode body) {
    return HttpRequest.newBuilder(URI.create(url() + "/api/v1" + path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(Json.text(body)));
  }

  /** Where its portal is. */
  String url() {
    return "http://127.0.0.1:" + http;
  }

  private String ask(HttpRequest.Builder request) throws IOException, InterruptedException {
    return ask(request, token());
  }

  private String ask(HttpRequest.Builder request, String token)
      throws IOException, InterruptedException {
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    var asked = request.build();
    var answer = client.send(asked, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(asked.uri() + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private String token() throws IOException {
    return Files.readString(folder.resolve("data").resolve("admin.token")).strip();
  }

  private static String contract(int i) {
    return """
        apiVersion: v3.1.0
        kind: DataContract
        id: contract%1$d
        version: 1.0.0
        status: active
        domain: bank
        dataProduct: product%1$d
        schema:
          - name: row
            logicalType: object
            physicalType: topic
            properties:
              - {name: id, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
              - {name: name, logicalType: string, description: What people call it.}
              - {name: email, logicalType: string}
              - {name: total, logicalType: number}
        """
        .formatted(i);
  }

  private static String product(int i) {
    return """
        apiVersion: v1.0.0
        kind: DataProduct
        id: product%1$d
        name: Product %1$d
        version: 1.0.0
        status: active
        domain: bank
        description: {purpose: One of many products that only have to be there.}
        outputPorts:
          - {name: out, version: 1.0.0, contractId: contract%1$d, description: One record a row.}
        team:
          name: Bank
          members:
            - {username: admin, role: owner}
        """
        .formatted(i);
  }

  /** Ends it at once, as a power cut would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
