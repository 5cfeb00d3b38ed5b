package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.weft.gateway.json.Stars;
import dev.weft.model.PortName;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import dev.weft.spi.RecordCheck.Violation;
import dev.weft.spi.RowFilter;
import dev.weft.spi.WriteChecks.OnViolation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that are not Kafka's own: kafkajs, which npm installs into {@code target}, and kcat
 * (librdkafka) if the machine has it. Skipped where they cannot be had.
 */
class OtherClientsIT {
  private static final Path KAFKAJS = Path.of("target", "kafkajs").toAbsolutePath();
  private static final String KAFKAJS_VERSION = "kafkajs@2.2.4";
  private static Rig rig;

  /** What a program printed and how it ended. */
  private record Run(int exit, List<String> lines, String errors) {}

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = Rig.start(folder);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void kafkajsReadsMaskedAndFiltered() {
    var port = portOfManyRows();

    var run = kafkajs(port, "ada-key", "js", 201);

    assertThat(run.lines).as(run.errors).hasSize(201);
    assertThat(run.lines.get(1)).isEqualTo("5 {\"id\":5,\"email\":\"***\",\"country\":\"Canada\"}");
    assertThat(run.lines.get(200)).isEqualTo("5000 {\"id\":\"last\",\"country\":\"Canada\"}");
  }

  @Test
  void kafkajsIsToldThatItMayNot() {
    var port = portOfManyRows();

    var run = kafkajs(port, "bo-key", "js", 1);

    assertThat(run.exit).isEqualTo(3);
    assertThat(run.errors).containsIgnoringCase("not authorized");
  }

  @Test
  void kcatReadsMaskedAndFiltered() {
    var port = portOfManyRows();

    var run = kcat("ada-key", "-C", "-t", port.topic(), "-o", "beginning", "-e", "-q");

    assertThat(run.lines).as(run.errors).hasSize(201);
    assertThat(run.lines.get(1)).isEqualTo("{\"id\":5,\"email\":\"***\",\"country\":\"Canada\"}");
  }

  @Test
  void kcatReadsInAGroup() {
    var port = portOfManyRows();

    var run =
        kcat(
            "ada-key",
            "-X",
            "auto.offset.reset=earliest",
            "-c",
            "201",
            "-q",
            "-G",
            "cats",
            port.topic());

    assertThat(run.lines).as(run.errors).hasSize(201);
  }

  @Test
  void kcatIsToldThatItMayNot() {
    var port = portOfManyRows();

    var run = kcat("bo-key", "-C", "-t", port.topic(), "-o", "beginning", "-e", "-q");

    assertThat(run.lines).isEmpty();
    assertThat(run.errors).containsIgnoringCase("authorization failed");
  }

  @Test
  void kafkajsWritesOnWhenSomeOfItsRecordsGoToQuarantine() {
    var port = portThatWantsNumbers(OnViolation.QUARANTINE);

    var run = kafkajs("write.js", port, "shop-key", "60");

    assertThat(run.lines).as(run.errors).containsExactly("0", "10", "20", "30", "40", "50");
    try (var reader = rig.reader("ada-key", port)) {
      assertThat(Rig.poll(reader, 40)).hasSize(40).noneMatch(each -> each.offset() % 3 == 0);
    }
  }

  @Test
  void kcatWritesOnWhenSomeOfItsRecordsGoToQuarantine() throws IOException {
    var port = portThatWantsNumbers(OnViolation.QUARANTINE);
    var lines = Files.createTempFile("lines", ".txt");
    Files.write(
        lines,
        IntStream.range(0, 1_000).mapToObj(i -> i % 3 == 0 ? "{}" : "{\"n\":" + i + "}").toList());

    var run =
        kcat(
            "shop-key",
            "-X",
            "enable.idempotence=true",
            "-X",
            "batch.num.messages=50",
            "-z",
            "lz4",
            "-P",
            "-l",
            "-t",
            port.topic(),
            lines.toString());

    assertThat(run.exit).as(run.errors).isZero();
    try (var reader = rig.reader("ada-key", port)) {
      assertThat(Rig.poll(reader, 666)).hasSize(666).noneMatch(each -> each.offset() % 3 == 0);
    }
    Files.delete(lines);
  }

  @Test
  void kcatIsToldThatItsRecordBreaksTheContract() throws IOException {
    var port = portThatWantsNumbers(OnViolation.REFUSE);
    var lines = Files.createTempFile("lines", ".txt");
    Files.write(lines, List.of("{\"n\":\"one\"}"));

    var run = kcat("shop-key", "-P", "-l", "-t", port.topic(), lines.toString());

    assertThat(run.errors).containsIgnoringCase("failed to validate record");
    Files.delete(lines);
  }

  private static PortName portThatWantsNumbers(OnViolation onViolation) {
    var port = rig.port(1);
    rig.create(port.quarantineTopic(), 1);
    rig.rulings.letWrite(Rig.SHOP, port);
    rig.rulings.grantAll(Rig.ADA, port);
    rig.promises.hold(
        port,
        onViolation,
        record ->
            record.get("n") instanceof Long
                ? List.of()
                : List.of(new Violation("n", "type", "'n' must be a whole number.")));
    return port;
  }

  /** Rows of which ada may see one in five; then many of which she may see none; then one more. */
  private static PortName portOfManyRows() {
    var port = rig.port(1);
    rig.write(port, rows(0, 1_000, i -> i % 5 == 0 ? "Canada" : "Brazil"));
    rig.write(port, rows(1_000, 4_000, i -> "Brazil"));
    rig.write(port, "{\"id\":\"last\",\"country\":\"Canada\"}");
    rig.rulings.rule(
        Rig.ADA,
        new ReadView(
            port,
            true,
            "Granted.",
            Map.of("email", new FieldRule.Masked(new Stars(), "p-17", "pii.email")),
            FieldRule.SHOW,
            FieldRule.SHOW,
            Optional.of(new Canada()),
            Optional.empty(),
            List.of("p-17")));
    return port;
  }

  private static String[] rows(
      int from, int count, java.util.function.IntFunction<String> country) {
    return IntStream.range(from, from + count)
        .mapToObj(
            i ->
                "{\"id\":"
                    + i
                    + ",\"email\":\""
                    + i
                    + "@x.org\",\"country\":\""
                    + country.apply(i)
                    + "\"}")
        .toArray(String[]::new);
  }

  private static Run kafkajs(PortName port, String key, String group, int count) {
    return kafkajs("read.js", port, key, group, Integer.toString(count));
  }

  private static Run kafkajs(String program, PortName port, String key, String... more) {
    if (!Files.isDirectory(KAFKAJS.resolve("node_modules/kafkajs"))) {
      var install =
          run(
              List.of(
                  "npm", "install", "--no-save", "--prefix", KAFKAJS.toString(), KAFKAJS_VERSION));
      if (install.exit != 0) {
        abort("kafkajs cannot be installed here: " + install.errors);
      }
    }
    try {
      var script = KAFKAJS.resolve(program);
      try (var source = OtherClientsIT.class.getResourceAsStream("/clients/" + program)) {
        Files.write(script, source.readAllBytes());
      }
      var command =
          new ArrayList<>(
              List.of("node", script.toString(), broker(), key, Rig.SECRET, port.topic()));
      command.addAll(List.of(more));
      return run(command);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Run kcat(String key, String... arguments) {
    // Debian 12's librdkafka cannot do SCRAM (its own bug), so it logs in with PLAIN.
    var command =
        new ArrayList<>(
            List.of(
                "kcat",
                "-b",
                broker(),
                "-X",
                "security.protocol=SASL_PLAINTEXT",
                "-X",
                "sasl.mechanisms=PLAIN",
                "-X",
                "sasl.username=" + key,
                "-X",
                "sasl.password=" + Rig.SECRET));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static String broker() {
    return "127.0.0.1:" + rig.gateway.address().getPort();
  }

  private static Run run(List<String> command) {
    try {
      var output = Files.createTempFile("client", ".out");
      var errors = Files.createTempFile("client", ".err");
      try {
        var process =
            new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
        return new Run(
            process.exitValue(),
            Files.readAllLines(output),
            Files.readString(errors, StandardCharsets.UTF_8));
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      return abort(command.get(0) + " is not on this machine: " + e.getMessage());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Canada implements RowFilter {
    @Override
    public Set<String> fields() {
      return Set.of("country");
    }

    @Override
    public boolean passes(Values values) {
      return "Canada".equals(values.get("country"));
    }

    @Override
    public String text() {
      return "record.country == 'Canada'";
    }
  }
}
