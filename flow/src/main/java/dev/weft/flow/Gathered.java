package dev.weft.flow;

import dev.weft.spi.FlowTopics;
import dev.weft.spi.HopCodec;
import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Gathering;
import dev.weft.spi.flow.ProcessorState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What one processor of a running flow gathers in the open unit of work. Its numbers grow for ever:
 * the last one is remembered with what the processor remembers, and the first is taken from the
 * clock, so that a flow which is deleted and comes again does not begin with those of the old one.
 *
 * <p>Parts are numbers of a few bytes and are packed when there are many, so that a unit of any
 * size needs about two bytes a record.
 */
final class Gathered implements Gathering {
  /** Under this key the last number is remembered; processors do not see it. */
  static final String LAST = "\0gathered";

  private final String flow;
  private final String processor;
  private final String name;
  private final Clock clock;
  private final GatheredParts parts = new GatheredParts();
  private final List<byte[]> packed = new ArrayList<>();
  private long last = -1;
  private long known = -1;

  Gathered(String flow, String processor, Clock clock) {
    this.flow = flow;
    this.processor = processor;
    this.name = FlowTopics.gathering(flow, processor);
    this.clock = clock;
  }

  @Override
  public synchronized Origin begin() {
    return new Origin(name, Origin.GATHERED, ++last);
  }

  @Override
  public synchronized Origin beginContent() {
    last = (last / Origin.PLACES + 1) * Origin.PLACES;
    var made = new Origin(name, Origin.GATHERED, last);
    last += Origin.PLACES - 1;
    return made;
  }

  @Override
  public synchronized void add(Origin made, Origin part) {
    parts.add(made.position(), part);
    if (parts.isFull()) {
      pack();
    }
  }

  private void pack() {
    var hop = new Hop(flow, List.of(processor), name, 0, parts.take(), clock.millis());
    packed.add(HopCodec.encode(hop));
  }

  /** Goes on after the last number that the log knows. */
  synchronized void begin(ProcessorState memory) {
    known = memory.get(LAST).map(Long::parseLong).orElse(clock.millis() << 8);
    last = known;
    forget();
  }

  /** Writes down what was gathered, and the last number. */
  synchronized void write(ProcessorState memory, Consumer<ProducerRecord<byte[], byte[]>> log) {
    if (last != known) {
      memory.put(LAST, Long.toString(last));
      known = last;
    }
    if (!parts.isEmpty()) {
      pack();
    }
    var key = (name + "/0").getBytes(StandardCharsets.UTF_8);
    packed.forEach(hop -> log.accept(new ProducerRecord<>(FlowTopics.TRACE, key, hop)));
    packed.clear();
  }

  /** The unit of work is given up. */
  synchronized void forget() {
    parts.take();
    packed.clear();
  }
}
