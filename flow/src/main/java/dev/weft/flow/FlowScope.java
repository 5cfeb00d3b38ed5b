package dev.weft.flow;

import dev.weft.spi.FieldObserver;
import dev.weft.spi.FieldObserver.FieldSample;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What belongs to a flow for as long as it runs, while its processors and connections may change:
 * counts, gates, what processors remember, what was told.
 */
final class FlowScope {
  private final Clock clock;
  private final SpillSpace space;
  private final Bulletins bulletins;
  private final Numbering numbering;
  private final Map<String, Tally> tallies = new ConcurrentHashMap<>();
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();
  private final Map<String, ProcessorMemory> memories = new LinkedHashMap<>();
  private final Map<String, Gathered> gathered = new ConcurrentHashMap<>();
  private volatile Map<String, List<PortStage>> reachable = Map.of();

  FlowScope(Clock clock, SpillSpace space) {
    this.clock = clock;
    this.space = space;
    this.bulletins = new Bulletins(clock);
    this.numbering = new Numbering(clock);
  }

  Clock clock() {
    return clock;
  }

  SpillSpace space() {
    return space;
  }

  Bulletins bulletins() {
    return bulletins;
  }

  Numbering numbering() {
    return numbering;
  }

  Tally tally(String processor) {
    return tallies.computeIfAbsent(processor, none -> new Tally(clock));
  }

  Gate gate(String processor) {
    return gates.computeIfAbsent(processor, Gate::new);
  }

  /** What the processor remembers. For the flow's thread. */
  ProcessorMemory memory(String processor) {
    return memories.computeIfAbsent(processor, none -> new ProcessorMemory());
  }

  Map<String, ProcessorMemory> memories() {
    return memories;
  }

  /** What the processor gathers. */
  Gathered gathered(String flow, String processor) {
    return gathered.computeIfAbsent(processor, none -> new Gathered(flow, processor, clock));
  }

  /**
   * A unit of work begins: numbers of what is gathered go on after the last one. For its thread.
   */
  void begin() {
    gathered.forEach((processor, each) -> each.begin(memory(processor)));
  }

  /** Gives the log what was gathered, and keeps the last numbers. For the flow's thread. */
  void writeGathered(Consumer<ProducerRecord<byte[], byte[]>> log) {
    gathered.forEach((processor, each) -> each.write(memory(processor), log));
  }

  /** The ports that what leaves a processor can reach, by processor. */
  void reachable(Map<String, List<PortStage>> ports) {
    reachable = Map.copyOf(ports);
  }

  /** Tells of new fields in the ports that the processor leads to now. */
  Consumer<Map<String, FieldSample>> newFields(String processor, FieldObserver fields) {
    return new NewFields(fields, () -> reachable.getOrDefault(processor, List.of()));
  }

  void commit() {
    tallies.values().forEach(Tally::commit);
    memories.values().forEach(ProcessorMemory::committed);
    space.clear();
  }

  void forget() {
    tallies.values().forEach(Tally::forget);
    memories.values().forEach(ProcessorMemory::rollBack);
    gathered.values().forEach(Gathered::forget);
    space.clear();
  }
}
