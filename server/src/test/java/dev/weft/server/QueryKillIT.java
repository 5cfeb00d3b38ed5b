package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.server.WeftProcess.Home;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 while queries work: what they have written, read committed, is exactly what their
 * statements make of what was written to their ports.
 *
 * <p>Another run: {@code -Dweft.kill.seed=N}, more kills {@code -Dweft.query.kills=10}.
 */
class QueryKillIT {
  private static final long SEED = Long.getLong("weft.kill.seed", 20_261_129);
  private static final int KILLS = Integer.getInteger("weft.query.kills", 1);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int BATCH = 20;
  private static final long MILLI = 1_000_000;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final AtomicBoolean isWriting = new AtomicBoolean(true);
  private final AtomicInteger next = new AtomicInteger();
  private Rest admin;
  private Rest olga;
  private Rest rita;

  @Test
  void nothingIsLostAndNothingCountedTwice() throws Exception {
    System.out.println("QueryKillIT: seed " + SEED);
    var home = Home.at(folder.resolve("data"), random);
    var weft = home.start().awaitReady();
    try {
      admin = home.admin();
      var applied = admin.post("/api/v1/apply", MeshFiles.apply("/query/mesh.yaml", Map.of()));
      assertThat(applied.status()).as(applied.text()).isEqualTo(200);
      olga = person("olga");
      rita = person("rita");
      assertThat(isTold("apply", MeshFiles.of(spent(1)))).isTrue();
      var writer = new Thread(this::writeOn, "writer");
      writer.start();
      Eventually.within(PATIENCE, "the first totals", () -> !lines("totals.by_customer").isEmpty());
      for (var kill = 1; kill <= KILLS; kill++) {
        replaceSpent(kill + 1);
        LockSupport.parkNanos((2_000 + random.nextInt(6_000)) * MILLI);
        weft.kill();
        System.out.println("QueryKillIT: kill " + kill + " after " + next.get() + " orders");
        weft = home.start();
        if (random.nextInt(10) < 7) {
          weft.awaitReady();
          LockSupport.parkNanos(random.nextInt(12_000) * MILLI);
        }
      }
      weft.awaitReady();
      LockSupport.parkNanos(3_000 * MILLI);
      isWriting.set(false);
      writer.join();
      check();
    } catch (AssertionError e) {
      System.out.println("QueryKillIT: the last lines of Weft\n" + weft.printedLast(60));
      throw e;
    } finally {
      isWriting.set(false);
      weft.close();
    }
  }

  /**
   * Another statement for {@code spent}, computed beside the one before, is to take its place: the
   * kill comes at whatever that has come to.
   */
  private void replaceSpent(int version) {
    Eventually.within(
        PATIENCE, "another statement", () -> isTold("apply", MeshFiles.of(spent(version))));
    Eventually.within(PATIENCE, "cut over", () -> isTold("queries/spent/cutover", Json.object()));
  }

  private static String spent(int version) {
    return """
        apiVersion: weft.dev/v1
        kind: Query
        name: spent
        product: totals
        into: totals.spent
        sql: |
          SELECT customer, MAX(email) AS contact, COUNT(*) AS orders, SUM(amount) * %d AS amount
          FROM orders.orders WHERE customer <> 'c%d' GROUP BY customer
        execution: {onChange: beside}
        """
        .formatted(version, version % 5);
  }

  private boolean isTold(String path, ObjectNode what) {
    try {
      return olga.post("/api/v1/" + path, what).status() < 300;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Rows of {@code spent} by its last statement, when nothing is beside it any more. */
  private boolean isSpentRight(Map<String, BigDecimal> orders) {
    var wanted = new HashMap<String, BigDecimal>();
    orders.forEach(
        (customer, amount) -> wanted.put(customer, amount.multiply(BigDecimal.valueOf(KILLS + 1))));
    wanted.remove("c" + (KILLS + 1) % 5);
    return isSame(spent(), wanted);
  }

  private Map<String, BigDecimal> spent() {
    var all = new HashMap<String, BigDecimal>();
    rita.get("/api/v1/ports/totals.spent/rows")
        .body()
        .path("items")
        .forEach(
            row ->
                all.put(row.path("key").asText(), row.path("value").path("amount").decimalValue()));
    return all;
  }

  /** What was written is the oracle: of a request that was cut off nobody knows what became. */
  private void check() {
    var orders = lines("orders.orders");
    var visits = lines("orders.visits");
    assertThat(orders).hasSizeGreaterThan(BATCH);
    var wanted = new HashMap<String, BigDecimal>();
    for (var order : orders) {
      wanted.merge(
          order.path("customer").asText(), order.path("amount").decimalValue(), BigDecimal::add);
    }
    Eventually.within(
        PATIENCE,
        () -> "totals of " + orders.size() + " orders; now " + totals() + " wanted " + wanted,
        () -> isSame(totals(), wanted));
    Eventually.within(
        PATIENCE,
        () -> visits.size() + " pages; now " + lines("totals.pages").size(),
        () -> lines("totals.pages").size() >= visits.size());

    Eventually.within(
        PATIENCE,
        () -> "spent as its last statement says; now " + spent() + " of " + wanted,
        () -> isSpentRight(wanted));
    var pages = lines("totals.pages");
    assertThat(pages).as("pages, none twice").hasSize(visits.size());
    assertThat(new HashSet<>(ids(pages))).isEqualTo(new HashSet<>(ids(visits)));
    var totals = lines("totals.by_customer");
    assertThat(totals).as("each order has changed its row once").hasSize(orders.size());
    var count = new HashMap<String, Integer>();
    for (var row : totals) {
      var customer = row.path("customer").asText();
      assertThat(row.path("orders").asInt()).isEqualTo(count.merge(customer, 1, Integer::sum));
    }
  }

  private static boolean isSame(Map<String, BigDecimal> one, Map<String, BigDecimal> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream()
            .allMatch(each -> each.getValue().compareTo(other.get(each.getKey())) == 0);
  }

  private Map<String, BigDecimal> totals() {
    var all = new HashMap<String, BigDecimal>();
    lines("totals.by_customer")
        .forEach(row -> all.put(row.path("customer").asText(), row.path("amount").decimalValue()));
    return all;
  }

  private static List<Integer> ids(List<JsonNode> records) {
    return records.stream().map(one -> one.path("id").asInt()).toList();
  }

  private List<JsonNode> lines(String port) {
    try {
      var answer = rita.get("/api/v1/ports/" + port + "/records");
      return answer.status() != 200
          ? List.of()
          : answer.text().lines().filter(line -> !line.isBlank()).map(Json::parse).toList();
    } catch (UncheckedIOException e) {
      return List.of();
    }
  }

  private void writeOn() {
    while (isWriting.get()) {
      var first = next.getAndAdd(BATCH);
      try {
        post("orders.orders", first, QueryKillIT::order);
        post("orders.visits", first, QueryKillIT::visit);
      } catch (UncheckedIOException e) {
        LockSupport.parkNanos(200 * MILLI); // It was killed, or is about to start.
      }
      LockSupport.parkNanos(150 * MILLI);
    }
  }

  private void post(String port, int first, IntFunction<String> record) {
    var unused =
        olga.send(
            "POST",
            "/api/v1/ports/" + port + "/records",
            IntStream.range(first, first + BATCH)
                .mapToObj(record)
                .collect(Collectors.joining("\n")));
  }

  private static String order(int id) {
    return Json.text(
        Json.object()
            .put("id", id)
            .put("customer", "c" + id % 5)
            .put("email", "c" + id % 5 + "@example.com")
            .put("amount", new BigDecimal("0.30"))
            .put("at", "2026-05-01T12:00:00Z"));
  }

  private static String visit(int id) {
    return Json.text(Json.object().put("id", id).put("page", "home"));
  }

  private Rest person(String name) {
    var password = "a long password of " + name;
    admin.send(
        "PUT",
        "/api/v1/users/" + name + "/password",
        Json.text(Json.object().put("password", password)));
    return admin.login(name, password);
  }
}
