package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.Json;
import dev.weft.spi.TraceLog.Hop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at any moment: nothing is lost, nothing comes twice, the trace is exact. */
class CrashIT {
  private static final long SEED = 20_261_123;
  private static final int KILLS = 10;
  private static final int AFTER_THE_LAST = 500;

  @TempDir Path data;

  @Test
  void everyNumberIsInThePortOrItsQuarantineExactlyOnce() throws Exception {
    try (var kafka = EmbeddedKafka.start(data)) {
      var mesh = new Surroundings(kafka.access());
      var port = mesh.port("crash.numbers");
      var random = new Random(SEED);
      for (var i = 0; i < KILLS; i++) {
        killAtSomeMoment(mesh, random);
      }
      var total = highest(mesh) + AFTER_THE_LAST;

      finish(mesh, total);

      var found = new HashMap<Long, Integer>();
      var good = mesh.read(port.topic());
      var bad = mesh.read(port.quarantineTopic());
      good.forEach(record -> found.merge(id(record), 1, Integer::sum));
      bad.forEach(record -> found.merge(position(record), 1, Integer::sum));
      System.out.println(KILLS + " kills, " + good.size() + " + " + bad.size() + " records");
      assertThat(found.values()).containsOnly(1);
      assertThat(found.keySet())
          .containsExactlyInAnyOrderElementsOf(LongStream.range(0, total).boxed().toList());
      assertThat(trace(mesh, port.topic()))
          .isEqualTo(positions(good, CrashIT::id))
          .hasSize(good.size());
      assertThat(trace(mesh, port.quarantineTopic()))
          .isEqualTo(positions(bad, CrashIT::position))
          .hasSize(bad.size());
    }
  }

  /** Some are killed while they start, most while they write. */
  private static void killAtSomeMoment(Surroundings mesh, Random random) throws Exception {
    var process = FlowProcess.start(mesh.kafka, flow(Long.MAX_VALUE));
    if (random.nextInt(10) < 7) {
      var before = highest(mesh);
      Surroundings.await("it writes", () -> highest(mesh) > before);
    }
    new Semaphore(0).tryAcquire(random.nextInt(800), TimeUnit.MILLISECONDS);
    process.kill();
  }

  private static void finish(Surroundings mesh, long total) throws Exception {
    var process = FlowProcess.start(mesh.kafka, flow(total));
    Surroundings.await("the last has written", () -> highest(mesh) >= total);
    process.end();
  }

  private static String flow(long count) {
    return """
        {'name': 'crash', 'product': 'crash', 'processors': [
          {'name': 'read', 'type': 'Numbers',
           'settings': {'count': %d, 'batch': 37, 'badEvery': 10}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': 'crash.numbers'}}],
         'connections': ['read.success -> publish']}
        """
        .formatted(count);
  }

  /** The position that is committed, which is how many numbers are out. */
  private static long highest(Surroundings mesh) {
    return mesh.read(SystemTopics.STATE).stream()
        .filter(record -> text(record.key()).equals("crash/read"))
        .mapToLong(record -> Json.parse(record.value()).get("position").asLong())
        .max()
        .orElse(0);
  }

  private interface Position {
    long of(ConsumerRecord<byte[], byte[]> record);
  }

  private static Map<String, Long> positions(
      Iterable<ConsumerRecord<byte[], byte[]>> records, Position position) {
    var positions = new HashMap<String, Long>();
    records.forEach(
        record -> positions.put(record.partition() + "/" + record.offset(), position.of(record)));
    return positions;
  }

  private static Map<String, Long> trace(Surroundings mesh, String topic) {
    var positions = new HashMap<String, Long>();
    mesh.hops(topic).forEach(hop -> add(hop, positions));
    return positions;
  }

  private static void add(Hop hop, Map<String, Long> positions) {
    for (var run : hop.runs()) {
      for (var i = 0; i < run.count(); i++) {
        positions.put(
            hop.partition() + "/" + (run.offset() + i), run.position() + i * run.stride());
      }
    }
  }

  private static long id(ConsumerRecord<byte[], byte[]> record) {
    return Json.parse(record.value()).get("id").asLong();
  }

  private static long position(ConsumerRecord<byte[], byte[]> record) {
    return Long.parseLong(Surroundings.header(record, "weft.position"));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
