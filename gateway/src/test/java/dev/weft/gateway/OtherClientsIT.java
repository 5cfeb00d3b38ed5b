package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.gateway.Program.Run;
import dev.weft.gateway.json.Stars;
import dev.weft.model.PortName;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import dev.weft.spi.RecordCheck.Violation;
import dev.weft.spi.WriteChecks.OnViolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static Rig rig;

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

    assertThat(run.lines()).as(run.errors()).hasSize(201);
    assertThat(run.lines().get(1))
        .isEqualTo("5 {\"id\":5,\"email\":\"***\",\"country\":\"Canada\"}");
    assertThat(run.lines().get(200)).isEqualTo("5000 {\"id\":\"last\",\"country\":\"Canada\"}");
  }

  @Test
  void kafkajsIsToldThatItMayNot() {
    var port = portOfManyRows();

    var run = kafkajs(port, "bo-key", "js", 1);

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.errors()).containsIgnoringCase("not authorized");
  }

  @Test
  void kcatReadsMaskedAndFiltered() {
    var port = portOfManyRows();

    var run = kcat("ada-key", "-C", "-t", port.topic(), "-o", "beginning", "-e", "-q");

    assertThat(run.lines()).as(run.errors()).hasSize(201);
    assertThat(run.lines().get(1)).isEqualTo("{\"id\":5,\"email\":\"***\",\"country\":\"Canada\"}");
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

    assertThat(run.lines()).as(run.errors()).hasSize(201);
  }

  @Test
  void kcatIsToldThatItMayNot() {
    var port = portOfManyRows();

    var run = kcat("bo-key", "-C", "-t", port.topic(), "-o", "beginning", "-e", "-q");

    assertThat(run.lines()).isEmpty();
    assertThat(run.errors()).containsIgnoringCase("authorization failed");
  }

  @Test
  void kafkajsWritesOnWhenSomeOfItsRecordsGoToQuarantine() {
    var port = portThatWantsNumbers(OnViolation.QUARANTINE);

    var run = kafkajs("write.js", port, "shop-key", "60");

    assertThat(run.lines()).as(run.errors()).containsExactly("0", "10", "20", "30", "40", "50");
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

    assertThat(run.exit()).as(run.errors()).isZero();
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

    assertThat(run.errors()).containsIgnoringCase("failed to validate record");
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
    var arguments = new ArrayList<>(List.of(broker(), key, Rig.SECRET, port.topic()));
    arguments.addAll(List.of(more));
    return Program.kafkajs(program, arguments.toArray(String[]::new));
  }

  private static Run kcat(String key, String... arguments) {
    return Program.kcat(broker(), key, arguments);
  }

  private static String broker() {
    return "127.0.0.1:" + rig.gateway.address().getPort();
  }
}
