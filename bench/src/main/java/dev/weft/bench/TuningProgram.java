package dev.weft.bench;

import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One flow, generated records into a port, with one setting after the other changed: what each
 * costs. The figures of {@code docs/tuning.md} are from here.
 */
final class TuningProgram implements Program {
  private static final String USUAL = "as usual: batches of 1,000, 3 partitions, no step";
  private static final int PARTITIONS = 3;

  @Override
  public String name() {
    return "tuning";
  }

  @Override
  public String summary() {
    return "What batches, partitions and steps of a flow cost, one changed at a time.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("records", "300000", "rounds", "3");
  }

  /** The flow with other settings; of small batches fewer records, as they take long. */
  private record Way(int perPoll, int partitions, List<String> steps, int share) {}

  @Override
  public void run(Options options, Report report) throws Exception {
    var costs = new LinkedHashMap<String, List<Cost>>();
    var records = options.count("records");
    try (var mesh = new RunningMesh()) {
      // The first round warms the machine up and is not counted.
      for (var round = 0; round <= options.count("rounds"); round++) {
        for (var way : ways().entrySet()) {
          var name = way.getKey().replaceAll("[^A-Za-z0-9]", "") + round;
          var cost = run(mesh, way.getValue(), Math.max(1, records / way.getValue().share()), name);
          if (round > 0) {
            costs.computeIfAbsent(way.getKey(), added -> new ArrayList<>()).add(cost);
          }
        }
      }
    }
    print(costs, report);
  }

  private static Map<String, Way> ways() {
    var update = "'type': 'UpdateRecord', 'settings': {'set': {'amount': 'record.amount + 1'}}";
    var filter = "'type': 'FilterRecords', 'settings': {'keep': 'record.amount >= 0'}";
    var wait = "'type': 'MonitorActivity', 'settings': {'silenceMax': '1h'}";
    var count =
        "'type': 'AggregateRecord', 'settings': {'time': 'now()', 'window': '1ms',"
            + " 'by': {'id': 'record.id', 'region': 'record.region', 'iban': 'record.iban'},"
            + " 'compute': {'amount': 'sum(record.amount)'}, 'idleAfter': '10ms',"
            + " 'groupsMax': 90000}";
    var ways = new LinkedHashMap<String, Way>();
    ways.put(USUAL, new Way(1_000, PARTITIONS, List.of(), 1));
    ways.put("batches of 10", new Way(10, PARTITIONS, List.of(), 50));
    ways.put("batches of 100", new Way(100, PARTITIONS, List.of(), 10));
    ways.put("batches of 10,000", new Way(10_000, PARTITIONS, List.of(), 1));
    ways.put("1 partition", new Way(1_000, 1, List.of(), 1));
    ways.put("12 partitions", new Way(1_000, 12, List.of(), 1));
    ways.put("one FilterRecords", new Way(1_000, PARTITIONS, List.of(filter), 1));
    ways.put("one UpdateRecord", new Way(1_000, PARTITIONS, List.of(update), 1));
    ways.put("five UpdateRecord", new Way(1_000, PARTITIONS, times(5, update), 1));
    ways.put("one that looks at what waits", new Way(1_000, PARTITIONS, List.of(wait), 1));
    ways.put("AggregateRecord, each its own group", new Way(1_000, PARTITIONS, List.of(count), 10));
    return ways;
  }

  private static List<String> times(int times, String step) {
    return IntStream.range(0, times).mapToObj(i -> step).toList();
  }

  private static Cost run(RunningMesh mesh, Way way, int records, String name) throws Exception {
    var port = mesh.port("results", name, way.partitions());
    var flow = Json.read(Json.parse(flow(way, records, name, port.topic())), FlowSpec.class);
    try {
      return Cost.of(
          () -> {
            mesh.runner().start(flow, Map.of());
            Flows.awaitPublished(mesh.runner(), name, records);
            return records;
          });
    } finally {
      mesh.runner().forget(name);
      mesh.drop(port);
    }
  }

  private static String flow(Way way, int records, String name, String topic) {
    var steps =
        IntStream.range(0, way.steps().size())
            .mapToObj(i -> "{'name': 's" + i + "', " + way.steps().get(i) + "},")
            .collect(Collectors.joining());
    var before = new StringBuilder("make");
    var connections = new ArrayList<String>();
    for (var i = 0; i < way.steps().size(); i++) {
      connections.add("'" + before + ".success -> s" + i + "'");
      before.replace(0, before.length(), "s" + i);
    }
    connections.add("'" + before + ".success -> publish'");
    return """
        {'name': '%s', 'product': 'results', 'processors': [
          {'name': 'make', 'type': 'GenerateRecords', 'settings': {'count': %d, 'perPoll': %d,
           'fields': {'id': 'record.n', 'region': {'type': 'choice', 'of': ['north', 'south']},
                      'iban': {'type': 'text', 'length': 21}, 'amount': {'type': 'integer'},
                      'note': {'type': 'text', 'length': 100}}}},
          %s
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s', 'key': 'id'}}],
         'connections': [%s]}
        """
        .formatted(name, records, way.perPoll(), steps, topic, String.join(",", connections))
        .replace('\'', '"');
  }

  private static void print(Map<String, List<Cost>> costs, Report report) {
    var table = report.table("changed", "records/s", "x as usual", "CPU-us/record");
    var usual = Cost.median(costs.get(USUAL), Cost::perSecond);
    costs.forEach(
        (name, rounds) ->
            table.row(
                name,
                Report.thousands(Cost.median(rounds, Cost::perSecond)),
                Report.two(Cost.median(rounds, Cost::perSecond) / usual),
                Report.two(Cost.median(rounds, Cost::cpuMicros))));
    table.print();
  }
}
