package dev.weft.bench;

import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** How much later a single record arrives through the gateway, at a gentle rate. */
final class LatencyProgram implements Program {
  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String summary() {
    return "Time from sending a record to having it, directly and through the gateway.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("rate", "200", "seconds", "10", "rounds", "5");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    try (var mesh = new RunningMesh()) {
      var port = mesh.classifiedPort("payments", "slowly");
      var ways = new LinkedHashMap<String, KafkaAccess>();
      ways.put("direct", mesh.direct());
      ways.put("nothing to mask", mesh.as(Payments.SEES_ALL));
      ways.put("one field masked", mesh.as(Payments.SEES_MASKED));
      var millis = new LinkedHashMap<String, List<Double>>();
      for (var round = 0; round <= options.count("rounds"); round++) {
        for (var way : ways.entrySet()) {
          var found = measure(mesh.direct(), way.getValue(), port, options);
          if (round > 0) {
            millis.computeIfAbsent(way.getKey(), added -> new ArrayList<>()).addAll(found);
          }
        }
      }
      print(millis, report);
    }
  }

  private static List<Double> measure(
      KafkaAccess broker, KafkaAccess access, PortName port, Options options) throws Exception {
    var count = options.count("rate") * options.count("seconds");
    var sending = Executors.newSingleThreadScheduledExecutor();
    try (var consumer = Topics.consumer(access.clientProperties());
        var producer = Topics.producer(broker, "none", 0)) {
      var partition = List.of(new TopicPartition(port.topic(), 0));
      consumer.assign(partition);
      consumer.seekToEnd(partition);
      partition.forEach(consumer::position);
      var next = new int[1];
      var unused =
          sending.scheduleAtFixedRate(
              () -> {
                if (next[0] < count) {
                  next[0]++;
                  var value = Payment.of(System.nanoTime()).json();
                  var unusedAnswer = producer.send(new ProducerRecord<>(port.topic(), value));
                }
              },
              0,
              1_000_000 / options.count("rate"),
              TimeUnit.MICROSECONDS);
      return receive(consumer, count);
    } finally {
      sending.shutdownNow();
    }
  }

  private static List<Double> receive(KafkaConsumer<byte[], byte[]> consumer, int count) {
    var millis = new ArrayList<Double>();
    while (millis.size() < count) {
      for (var record : consumer.poll(Duration.ofSeconds(30))) {
        var arrived = System.nanoTime();
        // Masks leave the id as it is, while a reader from whom something is hidden gets no
        // headers.
        var sent = Json.parse(record.value()).path("id").asLong();
        millis.add((arrived - sent) / 1e6);
      }
    }
    return millis;
  }

  private static void print(Map<String, List<Double>> millis, Report report) {
    var table = report.table("ms from send to poll", "p50", "p99", "added p50", "added p99");
    var first = Percentiles.of(array(millis.values().iterator().next()));
    millis.forEach(
        (name, values) -> {
          var found = Percentiles.of(array(values));
          table.row(
              name,
              Report.two(found.at(0.5)),
              Report.two(found.at(0.99)),
              Report.two(found.at(0.5) - first.at(0.5)),
              Report.two(found.at(0.99) - first.at(0.99)));
        });
    table.print();
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
