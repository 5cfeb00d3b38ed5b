package dev.weft.bench;

import dev.weft.gateway.json.JsonRecords;
import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.policy.CelExpressions;
import dev.weft.registry.quality.Figure;
import dev.weft.registry.quality.Meter;
import dev.weft.registry.quality.Objectives;
import dev.weft.spi.QualityQueries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;

/**
 * What it costs to measure whether contracts keep what they promise: the same records are read by a
 * plain consumer, through the gateway, and then measured for one kind of promise after the other,
 * as the server does it beside all readers. What is measured is held against what it must be.
 */
final class PromisesProgram implements Program {
  private static final int AT_ONCE = 5_000;
  private static final Instant BEGIN = Instant.parse("2026-05-01T12:00:00Z");
  private static final String CONTRACT =
      """
      {'id': 'payments-v1', 'version': '1.0.0', 'status': 'active', 'schema': [{'name': 'payment', %s 'properties': [
        {'name': 'id', 'logicalType': 'integer', 'required': true, 'primaryKey': true},
        {'name': 'region', 'logicalType': 'string', 'required': true %s},
        {'name': 'iban', 'logicalType': 'string', 'required': true},
        {'name': 'holder', 'logicalType': 'string'},
        {'name': 'amount', 'logicalType': 'number', 'required': true},
        {'name': 'booked', 'logicalType': 'timestamp'},
        {'name': 'note', 'logicalType': 'string'}]}]%s}
      """;
  private static final String LEVELS =
      """
      , 'slaProperties': [{'property': 'latency', 'value': 5, 'unit': 'min', 'element': 'payment.booked'},
        {'property': 'freshness', 'value': 15, 'unit': 'min'},
        {'property': 'volume', 'value': 1, 'unit': 'records/h'},
        {'property': 'completeness', 'value': 99, 'unit': 'percent'}]
      """;
  private static final Map<String, String> PROMISES = promises();

  /** In the order in which they are measured: each name with rules and service levels. */
  private static Map<String, String> promises() {
    var all = new LinkedHashMap<String, String>();
    all.put("service levels", CONTRACT.formatted("", "", LEVELS));
    all.put(
        "valid values",
        CONTRACT.formatted(
            "",
            ", 'quality': [{'metric': 'invalidValues', 'mustBe': 0,"
                + " 'arguments': {'validValues': ['north', 'south']}}]",
            ""));
    all.put(
        "no duplicates",
        rules("{'metric': 'duplicateValues', 'mustBe': 0, 'arguments': {'properties': ['id']}}"));
    all.put(
        "a rule in CEL",
        rules(
            "{'type': 'custom', 'engine': 'cel', 'name': 'paid',"
                + " 'implementation': 'record.amount > 0.0 && record.region != \\u0027\\u0027'}"));
    all.put(
        "a rule in SQL",
        rules(
            "{'type': 'sql', 'name': 'sum', 'query': 'SELECT COUNT(*) FROM payment WHERE amount <= 0',"
                + " 'mustBe': 0}"));
    return all;
  }

  private static String rules(String rules) {
    return CONTRACT.formatted("'quality': [" + rules + "],", "", "");
  }

  @Override
  public String name() {
    return "promises";
  }

  @Override
  public String summary() {
    return "What measuring service levels and quality rules costs a record, beside reading it.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("records", "500000", "rounds", "5");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var count = options.count("records");
    var records = new ArrayList<byte[]>(count);
    for (var i = 0; i < count; i++) {
      records.add(Payment.of(i).json());
    }
    var costs = new LinkedHashMap<String, List<Cost>>();
    try (var mesh = new RunningMesh()) {
      var port = mesh.classifiedPort("payments", "promises");
      Topics.fill(mesh.direct(), port.topic(), "lz4", count, i -> records.get((int) i));
      for (var round = 0; round <= options.count("rounds"); round++) {
        note(costs, round, "plain consumer", Topics.read(mesh.direct(), port.topic(), it -> {}));
        note(
            costs,
            round,
            "through the gateway",
            Topics.read(mesh.as(Payments.SEES_ALL), port.topic(), it -> {}));
      }
    }
    for (var round = 0; round <= options.count("rounds"); round++) {
      note(costs, round, "decoded, nothing promised", Cost.of(() -> decoded(records)));
      for (var promise : PROMISES.entrySet()) {
        note(costs, round, promise.getKey(), Cost.of(() -> measured(promise, records)));
      }
    }
    print(costs, report);
  }

  /** The first round warms up and does not count. */
  private static void note(Map<String, List<Cost>> costs, int round, String what, Cost cost) {
    if (round > 0) {
      costs.computeIfAbsent(what, added -> new ArrayList<>()).add(cost);
    }
  }

  private static long decoded(List<byte[]> records) {
    var json = new JsonRecords();
    var fields = 0L;
    for (var record : records) {
      fields += json.read(record, 0, record.length).fields().size();
    }
    if (fields != 8L * records.size()) {
      throw new IllegalStateException(fields + " fields were read");
    }
    return records.size();
  }

  /** As the server does: record by record, and every now and then what that comes to. */
  private static long measured(Map.Entry<String, String> promise, List<byte[]> records) {
    var contract = Json.read(Json.parse(promise.getValue().replace('\'', '"')), Contract.class);
    var queries = ServiceLoader.load(QualityQueries.class).findFirst();
    var objectives = Objectives.of(contract, new CelExpressions(), queries);
    var json = new JsonRecords();
    try (var meter = new Meter(objectives, BEGIN)) {
      meter.coveredSince(BEGIN);
      var now = BEGIN;
      for (var i = 0; i < records.size(); i++) {
        var record = records.get(i);
        meter.record(
            objectives.needRecords()
                ? Optional.of(json.read(record, 0, record.length))
                : Optional.empty(),
            now.toEpochMilli(),
            OptionalLong.empty());
        if (i % AT_ONCE == AT_ONCE - 1) {
          now = now.plus(Duration.ofSeconds(5));
          var unused = meter.figures(now);
        }
      }
      require(promise.getKey(), meter.figures(now), objectives);
    }
    return records.size();
  }

  /** All is measured, and only the payments' old dates break a promise. */
  private static void require(String promise, List<Figure> figures, Objectives objectives) {
    var broken = figures.stream().filter(one -> one.standing() == Figure.Standing.BROKEN).count();
    var expected = promise.equals("service levels") ? 4 : 1;
    if (figures.size() != expected || !objectives.unmeasured().isEmpty() || broken > 1) {
      throw new IllegalStateException(promise + ": " + figures + objectives.unmeasured());
    }
  }

  private static void print(Map<String, List<Cost>> costs, Report report) {
    var table =
        report.table("", "CPU-us/record", "beside decoding", "of a core at 1,000 records/s");
    var decoded = Cost.median(costs.get("decoded, nothing promised"), Cost::cpuMicros);
    costs.forEach(
        (what, rounds) -> {
          var cpu = Cost.median(rounds, Cost::cpuMicros);
          var isPromise = PROMISES.containsKey(what);
          table.row(
              what,
              Report.two(cpu),
              isPromise ? Report.two(cpu - decoded) : "",
              Report.two(cpu / 10) + " %");
        });
    table.print();
  }
}
