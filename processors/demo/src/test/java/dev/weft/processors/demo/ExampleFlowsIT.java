package dev.weft.processors.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.flow.FlowRunner;
import dev.weft.model.Json;
import dev.weft.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
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
