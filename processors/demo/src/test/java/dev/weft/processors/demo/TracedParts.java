package dev.weft.processors.demo;

import dev.weft.spi.HopCodec;
import dev.weft.spi.TraceLog.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Of each record of a topic, as {@code partition/offset}, what it was made of, by the trace. */
final class TracedParts {
  private TracedParts() {}

  static Map<String, List<String>> of(
      String topic, List<ConsumerRecord<byte[], byte[]>> traceRecords) {
    var numbers = new HashMap<String, String>();
    var parts = new HashMap<String, List<String>>();
    for (var record : traceRecords) {
      var hop = HopCodec.decode(record.value());
      for (var run : hop.runs()) {
        if (hop.gathers()) {
          var its =
              parts.computeIfAbsent(hop.topic() + "@" + run.offset(), none -> new ArrayList<>());
          each(run, (i, position) -> its.add(run.source() + "/" + position));
        } else if (hop.topic().equals(topic)) {
          each(
              run,
              (i, position) ->
                  numbers.put(
                      hop.partition() + "/" + (run.offset() + i), run.source() + "@" + position));
        }
      }
    }
    var made = new HashMap<String, List<String>>();
    numbers.forEach((at, number) -> made.put(at, parts.getOrDefault(number, List.of())));
    return made;
  }

  private static void each(Run run, BiConsumer<Integer, Long> position) {
    for (var i = 0; i < run.count(); i++) {
      position.accept(i, run.position() + i * run.stride());
    }
  }
}
