package dev.weft.server;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * An example of the Connect tab, which is saved under its name and run as the page shows it. What
 * the machine has no tool for is skipped.
 *
 * @param file what to save it as; empty for what is typed
 * @param command how it is run; empty for what is typed
 */
record Snippet(String language, String file, String text, String command) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String EXAMPLE = ".connect .code-block pre";

  /** As a visitor sees it who chooses the language. */
  static Snippet shown(Visitor visitor, String language) {
    var page = visitor.page();
    page.locator(".connect")
        .getByText(language, new Locator.GetByTextOptions().setExact(true))
        .first()
        .click();
    page.locator(EXAMPLE + "[aria-label='" + language + "']").waitFor();
    var file = page.locator(".connect p .code-line");
    var blocks = page.locator(EXAMPLE).allTextContents();
    return new Snippet(
        language,
        file.count() == 0 ? "" : file.first().textContent(),
        blocks.get(0),
        blocks.size() > 1 ? blocks.get(1) : "");
  }

  /** The first that it prints of the records in which this is. */
  String firstWith(String sign, Path folder) throws Exception {
    if (!file.isEmpty()) {
      Files.writeString(folder.resolve(file), text);
    }
    return switch (language) {
      case "Java" -> javaClient(sign);
      case "Flink SQL" -> flinkSql(sign);
      case "Python" -> printed(sign, folder, python() + " " + file);
      case "Node" -> printed(sign, folder, "node " + file);
      case "Go" -> printed(sign, folder, go(folder));
      case "kcat" -> printed(sign, folder, needs("kcat", text));
      case "Spark" -> printed(sign, folder, needs("spark-submit", command));
      default -> fail("nobody has said how an example in " + language + " is run");
    };
  }

  private String javaClient(String sign) throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(text));
    try (var consumer = new KafkaConsumer<String, String>(properties)) {
      consumer.subscribe(Pattern.compile(Pattern.quote(port())));
      var end = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < end) {
        for (var record : consumer.poll(Duration.ofSeconds(1))) {
          if (record.value().contains(sign)) {
            return record.value();
          }
        }
      }
    }
    return fail("no record with " + sign);
  }

  /** Of its command line: {@code --topic PORT}. */
  private String port() {
    var words = List.of(command.split(" "));
    return words.get(words.indexOf("--topic") + 1);
  }

  /** By a Flink in this process, which takes each statement as its client would. */
  private String flinkSql(String sign) throws Exception {
    var flink = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    var statements = text.replaceAll("(?m)^--.*$", "").split(";\\s*\n");
    flink.executeSql(statements[0]);
    var rows = flink.executeSql(statements[1]).collect();
    try {
      while (rows.hasNext()) {
        var row = rows.next().toString();
        if (row.contains(sign)) {
          return row;
        }
      }
    } finally {
      rows.close();
    }
    return fail("no row with " + sign);
  }

  private static String needs(String tool, String command) {
    assumeTrue(tool(tool).isPresent(), "skipped: there is no " + tool + " on this machine");
    return command;
  }

  /** One that has the client of which the example makes use. */
  private static String python() throws IOException, InterruptedException {
    for (var each : List.of("python3", "/usr/bin/python3")) {
      if (tool(each).isPresent() && ends(Path.of("."), each + " -c 'import confluent_kafka'")) {
        return each;
      }
    }
    assumeTrue(false, "skipped: no Python on this machine has confluent_kafka");
    return "";
  }

  /** Its modules come from the network, or from GOPATH where modules are switched off. */
  private static String go(Path folder) throws IOException, InterruptedException {
    needs("go", "");
    var hasModules =
        "off".equals(System.getenv("GO111MODULE"))
            || ends(folder, "go mod init my-app && go mod tidy");
    assumeTrue(hasModules, "skipped: the modules of the Go example cannot be had here");
    return "go run .";
  }

  private static Optional<Path> tool(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static boolean ends(Path folder, String command)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private static String printed(String sign, Path folder, String command) throws IOException {
    var process =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .execute(() -> end(process));
    var before = new StringBuilder();
    try (var lines = process.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(sign)) {
          return line;
        }
        before.append(line).append('\n');
      }
    } finally {
      end(process);
    }
    return fail(command + " printed no record with " + sign + ":\n" + before);
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
