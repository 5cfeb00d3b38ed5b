package dev.weft.processors.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.flow.FlowRunner;
import dev.weft.model.Json;
import dev.weft.testing.PostgresServer;
import dev.weft.testing.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flows of the examples, from their sources into real topics. */
class ExampleFlowsIT {
  @TempDir static Path data;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(data);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void theBankFillsItsPortsOnceAcrossARestart() throws Exception {
    var bank = new MeshOnKafka(kafka.access(), Path.of("../../examples/bank"));
    try (var runner = bank.runner()) {
      start(runner, bank, Map.of());
      await("some transactions are there", () -> out(runner, "payments-ingest") >= 3_000);
    }

    try (var runner = bank.runner()) {
      start(runner, bank, Map.of());
      await("all transactions are there", () -> bank.read("payments.transactions").size() > 20_005);
      await("large ones follow", () -> bank.read("watchlist.large_payments").size() > 100);
      await("cards are there", () -> bank.read("cards.cards").size() >= 4_000);
    }

    assertThat(bank.read("customer-master.customers")).hasSize(2_000);
    assertThat(bank.read("accounts.accounts")).hasSize(3_000);
    assertThat(bank.read("cards.cards")).hasSize(4_000);
    assertThat(bank.read("payments.transactions"))
        .extracting(each -> Json.parse(each.value()).path("transaction_id").asLong())
        .doesNotHaveDuplicates();
    for (var port :
        new String[] {
          "customer-master.customers", "payments.transactions", "watchlist.large_payments"
        }) {
      assertThat(bank.read(port + ".quarantine")).as(port).isEmpty();
    }
  }

  @Test
  void chinookArrivesAndSoDoesWhatIsNew() throws Exception {
    var mesh = besideTheProject("mesh-chinook");
    Assumptions.assumeTrue(Files.exists(mesh), "skipped: no Chinook beside the project");
    var chinook = new MeshOnKafka(kafka.access(), mesh);
    try (var postgres = PostgresServer.startOrSkip();
        var runner = chinook.runner()) {
      postgres.run(besideTheProject("data/chinook-postgres.sql"));
      var parameters =
          Map.of("jdbcUrl", postgres.url("chinook"), "jdbcPassword", postgres.password());
      start(runner, chinook, parameters);
      await("all customers are there", () -> chinook.read("customers.customers").size() == 59);
      await("all invoices are there", () -> chinook.read("sales.invoices").size() == 412);

      execute(
          postgres,
          "ALTER TABLE customer ADD COLUMN mobile text;"
              + "UPDATE customer SET mobile = '+43 664 1234567'");
      await(
          "the new column is looked at",
          () -> chinook.fields("customers.customers").contains("mobile"));
      execute(
          postgres,
          "INSERT INTO customer (customer_id, first_name, last_name, email, country)"
              + " VALUES (60, 'New', 'One', 'new@example.com', 'USA')");
      await("the new customer is there", () -> chinook.read("customers.customers").size() == 60);
    }

    assertThat(chinook.read("customers.customers.quarantine")).isEmpty();
    assertThat(chinook.read("customers.customers"))
        .extracting(each -> Json.parse(each.value()))
        .anyMatch(
            each ->
                each.path("customer_id").asLong() == 60
                    && each.path("country").asText().equals("United States"));
  }

  @Test
  void theServerIsWatchedAndItsAttackersAreCounted(@TempDir Path logs) throws Exception {
    var security = new MeshOnKafka(kafka.access(), Path.of("../../examples/security"));
    var parameters = Map.of("logs", logs.toString());
    try (var runner = security.runner()) {
      start(runner, security, parameters);
      await("there are alerts", () -> security.read("login-alerts.alerts").size() >= 5);
    }

    assertThat(security.read("sshd.logins.quarantine")).isEmpty();
    assertThat(security.read("login-alerts.failures.quarantine")).isEmpty();
    assertThat(security.read("login-alerts.alerts"))
        .extracting(each -> Json.parse(each.value()))
        .allSatisfy(
            each -> {
              assertThat(each.path("failures").asInt()).isGreaterThanOrEqualTo(5);
              assertThat(each.path("severity").asText()).isIn("warning", "critical");
              // People mistype too, but not so often.
              assertThat(each.path("address").asText()).doesNotStartWith("10.");
            });
  }

  @Test
  void theAttacksOfARealLogAreCounted(@TempDir Path logs) throws Exception {
    var log = besideTheProject("data/openssh-2k.log");
    Assumptions.assumeTrue(Files.exists(log), "skipped: no OpenSSH log beside the project");
    Files.copy(log, logs.resolve("auth.log"));
    Files.writeString(logs.resolve("auth.log"), "\nno line of syslog\n", StandardOpenOption.APPEND);
    var security =
        new MeshOnKafka(
            kafka.access(),
            Path.of("../../examples/security"),
            text -> text.replace("sshd", "real").replace("login-alerts", "real-alerts"));
    var parameters = Map.of("logs", logs.toString(), "window", "1m", "idle", "3s");
    var expected = OpenSshLog.failuresByMinute(log);
    try (var runner = security.runner()) {
      security.flows().stream()
          .filter(flow -> !flow.name().equals("real-log"))
          .forEach(flow -> runner.start(flow, parameters));
      await(
          "all is counted", () -> security.read("real-alerts.failures").size() >= expected.size());
    }

    assertThat(OpenSshLog.counted(security.read("real-alerts.failures"))).isEqualTo(expected);
    assertThat(security.read("real-alerts.failures.quarantine")).as("late").isEmpty();
    assertThat(security.read("real.logins.quarantine")).as("no syslog").hasSize(1);
    assertThat(OpenSshLog.counted(security.read("real-alerts.alerts")))
        .isEqualTo(OpenSshLog.atLeast(5, expected));
    eachCountLeadsToWhatWasCounted(security);
  }

  /** The records that the trace tells of a count give that count again. */
  private static void eachCountLeadsToWhatWasCounted(MeshOnKafka security) {
    var parts = TracedParts.of("real-alerts.failures", security.read("_weft.trace"));
    var attempts = new HashMap<String, Long>();
    for (var login : security.read("real.logins")) {
      var at = login.topic() + "/" + login.partition() + "/" + login.offset();
      attempts.put(at, Json.parse(login.value()).path("attempts").asLong());
    }
    assertThat(security.read("real-alerts.failures"))
        .allSatisfy(
            count ->
                assertThat(
                        parts.get(count.partition() + "/" + count.offset()).stream()
                            .mapToLong(attempts::get)
                            .sum())
                    .isEqualTo(Json.parse(count.value()).path("failures").asLong()));
  }

  @Test
  void sensorsAreCleanedAndSummedUp(@TempDir Path folder) throws Exception {
    var plant = new MeshOnKafka(kafka.access(), Path.of("../../examples/iot"));
    var port = ServerProcess.freePort();
    var settings =
        Files.writeString(
            folder.resolve("mosquitto.conf"),
            "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
    var program = ServerProcess.program("mosquitto", "mosquitto").toString();
    var parameters =
        Map.of(
            "mqtt",
            "mqtt://127.0.0.1:" + port,
            "rate",
            "300",
            "window",
            "2s",
            "idle",
            "3s",
            "hot",
            "90.0");
    try (var mosquitto =
            ServerProcess.start(
                folder.resolve("log"), port, List.of(program, "-c", settings.toString()));
        var runner = plant.runner()) {
      start(runner, plant, parameters);
      await("there are alarms", () -> !plant.read("machine-health.alarms").isEmpty());
      await("a broken sensor is found", () -> !plant.read("sensors.readings.quarantine").isEmpty());
      assertThat(mosquitto.port()).isEqualTo(port);
    }

    assertThat(plant.read("sensors.readings"))
        .extracting(each -> Json.parse(each.value()).path("celsius").asDouble())
        .hasSizeGreaterThan(100)
        .allMatch(each -> each > 15 && each < 130);
    assertThat(plant.read("machine-health.alarms"))
        .extracting(each -> Json.parse(each.value()).path("line").asText())
        .containsOnly("press");
    assertThat(plant.read("machine-health.minutes.quarantine")).isEmpty();
  }

  private static void start(FlowRunner runner, MeshOnKafka mesh, Map<String, String> parameters) {
    mesh.flows().forEach(flow -> runner.start(flow, parameters));
  }

  private static long out(FlowRunner runner, String flow) {
    return runner.status(flow).orElseThrow().processors().stream()
        .filter(each -> each.name().equals("publish"))
        .mapToLong(each -> each.out())
        .sum();
  }

  private static void execute(PostgresServer postgres, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                postgres.url("chinook"), postgres.user(), postgres.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** In the nearest folder above that has a neighbour called shared: a checkout may lie deeper. */
  private static Path besideTheProject(String file) {
    var here = Path.of("").toAbsolutePath();
    while (here.getParent() != null && !Files.isDirectory(here.resolveSibling("shared"))) {
      here = here.getParent();
    }
    return here.resolveSibling("shared").resolve(file);
  }

  /** Waits until it is so, for a minute at most. */
  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    var deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    var pause = new Semaphore(0);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      pause.tryAcquire(200, TimeUnit.MILLISECONDS);
    }
  }
}
