package dev.weft.bench;

import dev.weft.model.PortName;
import dev.weft.spi.MeshLog.Decided;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A crowd of open connections and thousands of policies that change all the time: no wrong record,
 * bounded memory, how soon a change shows at an open connection, and how much later a record comes
 * through the gateway than from the broker meanwhile.
 *
 * <p>The same records of another port are read at the same time by probes at the gateway, for whom
 * a field is masked, and by as many at the broker.
 */
final class ReadersProgram implements Program {
  private static final long HEAP_GROWTH_MAX = 200L * 1024 * 1024;
  private static final long MIB = 1024 * 1024;
  private static final Duration BEGIN_MAX = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "readers";
  }

  @Override
  public String summary() {
    return "Many open connections while policies change: right records, memory, added latency.";
  }

  @Override
  public Map<String, String> options() {
    var all = new HashMap<String, String>();
    all.put("readers", "1000");
    all.put("ports", "20");
    all.put("policies", "10000");
    all.put("seconds", "60");
    all.put("warm-up", "10");
    all.put("changes", "100");
    all.put("changes-for-all", "1");
    all.put("rate", "2");
    all.put("watched-rate", "50");
    all.put("probes", "2");
    all.put("probe-rate", "100");
    return all;
  }

  /** What was counted from when the measuring began until it ended. */
  private record Counted(long changes, long heapBefore, long heapGrown, Map<String, Double> cpu) {}

  @Override
  public void run(Options options, Report report) throws Exception {
    var effects = new Effects();
    var door = new WatchedDoor(effects, Crowd::watcher);
    try (var mesh = new RunningMesh(door::decisions, door::observer)) {
      var others = new ManyPolicies(options.count("policies"));
      mesh.log().decide((state, now) -> new Decided<>(others.puts(), List.of(), List.of(), ""));
      var crowd = crowd(mesh, effects, options.count("readers"), options.count("ports"));
      var probed = mesh.classifiedPort("payments", "probed");
      var readers = new ArrayList<CrowdReader>();
      for (var i = 0; i < options.count("readers"); i++) {
        readers.add(new CrowdReader(i, crowd, mesh.as(Crowd.name(i))));
      }
      try (var reading = new CrowdReading(readers, crowd.effects());
          var probes = new Probes(mesh, probed, options.count("probes"))) {
        var thread = new Thread(reading, "crowd");
        thread.start();
        probes.awaitReady();
        awaitAll(reading, readers.size());
        var counted = measure(options, mesh, crowd, probed, probes);
        reading.stop();
        thread.join();
        reading.check();
        report.machine();
        print(options, reading, counted, report);
        print(crowd.effects(), report);
        probes.print(report);
        require(reading, counted);
      }
    }
  }

  private static Counted measure(
      Options options, RunningMesh mesh, Crowd crowd, PortName probed, Probes probes)
      throws Exception {
    var before = usedBytes();
    var changed = new AtomicLong();
    var clock = clock("sender");
    var changer = clock("changer");
    try (var producer = Topics.producer(mesh.direct(), "none", 0)) {
      repeat(clock, options.count("rate"), () -> send(producer, crowd.crowded()));
      repeat(clock, options.count("watched-rate"), () -> send(producer, crowd.watched()));
      repeat(clock, options.count("probe-rate"), () -> send(producer, List.of(probed)));
      repeat(changer, options.count("changes"), () -> change(crowd, changed));
      repeat(changer, options.countOrNone("changes-for-all"), crowd::changeForAll);
      pause(Duration.ofSeconds(options.count("warm-up")));
      probes.forget();
      crowd.effects().forget();
      changed.set(0);
      var shares = new ThreadShares();
      pause(Duration.ofSeconds(options.count("seconds")));
      var cpu = shares.seconds();
      var changes = changed.get();
      end(changer);
      end(clock);
      pause(Duration.ofSeconds(1)); // What is on its way arrives.
      return new Counted(changes, before, usedBytes() - before, cpu);
    }
  }

  private static ScheduledExecutorService clock(String name) {
    return Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, name));
  }

  /** Logging in and the gateway's own connections are not part of what is measured. */
  private static void awaitAll(CrowdReading reading, int readers) throws Exception {
    var end = System.nanoTime() + BEGIN_MAX.toNanos();
    while (reading.begun() < readers) {
      reading.check();
      if (System.nanoTime() > end) {
        throw new IllegalStateException(reading.begun() + " of " + readers + " got an answer");
      }
      pause(Duration.ofMillis(20));
    }
  }

  private static Crowd crowd(RunningMesh mesh, Effects effects, int readers, int ports)
      throws Exception {
    var crowd = new Crowd(mesh.log(), effects, readers, ports);
    for (var port : crowd.ports()) {
      mesh.topic(port);
      mesh.classify(port);
    }
    return crowd;
  }

  private static void change(Crowd crowd, AtomicLong changed) {
    crowd.changeOne();
    changed.incrementAndGet();
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, List<PortName> ports) {
    for (var port : ports) {
      var value = Payment.of(System.nanoTime()).json();
      var unused = producer.send(new ProducerRecord<>(port.topic(), value));
    }
  }

  /** Nothing, when it is none a second. */
  private static void repeat(ScheduledExecutorService by, int perSecond, Runnable what) {
    if (perSecond > 0) {
      var unused = by.scheduleAtFixedRate(what, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }
  }

  private static void end(ScheduledExecutorService executor) throws InterruptedException {
    executor.shutdownNow();
    executor.awaitTermination(10, TimeUnit.SECONDS);
  }

  private static void pause(Duration time) {
    var end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private static void print(Options options, CrowdReading reading, Counted counted, Report report) {
    var seconds = options.count("seconds");
    var table = report.table("in " + seconds + " s", "");
    table.row("open connections", Report.thousands((double) options.count("readers")));
    table.row("policies besides theirs", Report.thousands((double) options.count("policies")));
    table.row("policy changes a second", Report.two(counted.changes / (double) seconds));
    table.row("records delivered and checked", Report.thousands((double) reading.delivered()));
    table.row("of them wrong", Report.thousands((double) reading.wrong().size()));
    table.row("fetches refused", Report.thousands((double) reading.denied()));
    table.row("connections cut by a change", Report.thousands((double) reading.cut()));
    table.row("heap before, MiB", Report.thousands(counted.heapBefore / (double) MIB));
    table.row("heap grown, MiB", Report.thousands(counted.heapGrown / (double) MIB));
    table.print();
    var cpu = report.table("CPU in " + seconds + " s", "seconds");
    counted.cpu.forEach((part, used) -> cpu.row(part, Report.two(used)));
    cpu.print();
  }

  private static void print(Effects effects, Report report) {
    var table = report.table("ms from a change until", "changes", "p50", "p99", "max");
    for (var stage : Effects.Stage.values()) {
      var millis = effects.millis(stage);
      if (millis.length > 0) {
        var found = Percentiles.of(millis);
        table.row(
            stage.words,
            Report.thousands(millis.length),
            Report.two(found.at(0.5)),
            Report.two(found.at(0.99)),
            Report.two(found.at(1)));
      }
    }
    table.print();
  }

  private static void require(CrowdReading reading, Counted counted) {
    if (!reading.wrong().isEmpty()) {
      throw new IllegalStateException("Wrong records: " + reading.wrong());
    }
    if (reading.delivered() == 0 || counted.changes == 0 || reading.denied() == 0) {
      throw new IllegalStateException("Nothing was read, changed or refused: " + counted);
    }
    if (counted.heapGrown > HEAP_GROWTH_MAX) {
      throw new IllegalStateException("The heap grew by " + counted.heapGrown / MIB + " MiB");
    }
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** The probes of both sides. */
  private static final class Probes implements AutoCloseable {
    private final List<Probe> direct = new ArrayList<>();
    private final List<Probe> gateway = new ArrayList<>();

    Probes(RunningMesh mesh, PortName port, int each) {
      for (var i = 0; i < each; i++) {
        direct.add(new Probe(mesh.direct(), port));
        gateway.add(new Probe(mesh.as(Payments.SEES_MASKED), port));
      }
    }

    void awaitReady() {
      while (!direct.stream().allMatch(Probe::isReady)
          || !gateway.stream().allMatch(Probe::isReady)) {
        pause(Duration.ofMillis(10));
      }
    }

    void forget() {
      direct.forEach(probe -> probe.arrivals().clear());
      gateway.forEach(probe -> probe.arrivals().clear());
    }

    void print(Report report) {
      var straight = latencies(direct);
      var through = latencies(gateway);
      var added = Percentiles.of(added());
      var table = report.table("ms from send to poll", "records", "p50", "p99");
      row(table, "direct", straight);
      row(table, "through the gateway, one field masked", through);
      table.row(
          "added, record by record", "", Report.two(added.at(0.5)), Report.two(added.at(0.99)));
      table.print();
      var before = Percentiles.of(straight);
      var after = Percentiles.of(through);
      report.line(
          "p99 of the added latency %.2f ms; p99 through the gateway is %.2f x direct, p50 %.2f x",
          added.at(0.99), after.at(0.99) / before.at(0.99), after.at(0.5) / before.at(0.5));
    }

    private static void row(Report.Table table, String name, double[] values) {
      var found = Percentiles.of(values);
      table.row(
          name,
          Report.thousands(values.length),
          Report.two(found.at(0.5)),
          Report.two(found.at(0.99)));
    }

    private static double[] latencies(List<Probe> probes) {
      return probes.stream()
          .flatMap(probe -> probe.arrivals().entrySet().stream())
          .mapToDouble(each -> (each.getValue() - each.getKey()) / 1e6)
          .toArray();
    }

    /** How much later each record came through the gateway, pair by pair. */
    private double[] added() {
      var added = new ArrayList<Double>();
      for (var i = 0; i < direct.size(); i++) {
        var straight = new TreeMap<>(direct.get(i).arrivals());
        gateway
            .get(i)
            .arrivals()
            .forEach(
                (sent, arrived) -> {
                  if (straight.containsKey(sent)) {
                    added.add((arrived - straight.get(sent)) / 1e6);
                  }
                });
      }
      return added.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public void close() {
      direct.forEach(Probe::close);
      gateway.forEach(Probe::close);
    }
  }
}
