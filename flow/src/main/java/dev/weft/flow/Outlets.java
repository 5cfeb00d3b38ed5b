package dev.weft.flow;

import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What leaves one processor. Emitted FlowFiles wait in their connections until the call that emits
 * them has returned, so that a call which is tried again leaves nothing behind; unless a connection
 * is full before: then what waits goes on at once, and the call can no longer be tried again alone.
 */
final class Outlets implements Processor.Output, Calls.Emitted {
  private final String processor;
  private final Tally tally;
  private final Recorder recorder;
  private final Map<String, List<Connection>> connections = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();
  private List<String> path = List.of();
  private boolean delivered;
  private long out;
  private long failed;

  Outlets(String processor, List<String> relationships, Tally tally, Recorder recorder) {
    this.processor = processor;
    this.tally = tally;
    this.recorder = recorder;
    relationships.forEach(each -> connections.put(each, new ArrayList<>()));
  }

  void connect(String relationship, Connection connection) {
    connections.get(relationship).add(connection);
  }

  List<String> relationships() {
    return List.copyOf(connections.keySet());
  }

  boolean isConnected(String relationship) {
    return !connections.get(relationship).isEmpty();
  }

  @Override
  public void emit(String relationship, FlowFile flowFile) {
    var leading = connections.get(relationship);
    if (leading == null) {
      throw new IllegalStateException(
          "'" + processor + "' emits on '" + relationship + "', which it has not announced");
    }
    var through = recorder.emitted(relationship, flowFile, path);
    for (var connection : leading) {
      if (!connection.hasRoomFor(flowFile) && connection.target().takes()) {
        delivered = true;
        connection.deliver();
      }
      connection.add(flowFile, through);
    }
    used.add(relationship);
    var records = Target.records(flowFile);
    out += records;
    failed += relationship.equals("failure") ? records : 0;
  }

  @Override
  public void count(String counter, long by) {
    tally.count(counter, by);
  }

  /** A call begins: nothing has been emitted. */
  void begin(List<String> pathWithProcessor) {
    recorder.begin();
    path = pathWithProcessor;
    delivered = false;
    clear();
    connections.values().forEach(each -> each.forEach(Connection::mark));
  }

  /** The call is about this one; from now on what is emitted has been through these. */
  void took(FlowFile flowFile, List<String> pathWithProcessor) {
    path = pathWithProcessor;
    recorder.took(flowFile, pathWithProcessor);
  }

  /** As in {@link #again}, and what it has taken it takes again. */
  void anew() {
    recorder.again(true);
  }

  /** Whether the current call has emitted something there. */
  boolean hasEmitted(String relationship) {
    return used.contains(relationship);
  }

  /** The call is made again: what it has emitted is taken back. */
  @Override
  public void again() {
    recorder.again(false);
    clear();
    connections.values().forEach(each -> each.forEach(Connection::backToMark));
  }

  /** Whether something of the current call has gone on already. */
  @Override
  public boolean hasDelivered() {
    return delivered;
  }

  /** The call has returned: all that it emitted goes on. */
  void deliver() {
    tally.out(out - failed);
    tally.failed(failed);
    out = 0;
    failed = 0;
    recorder.end();
    connections.values().forEach(each -> each.forEach(Connection::deliver));
  }

  private void clear() {
    used.clear();
    out = 0;
    failed = 0;
  }
}
