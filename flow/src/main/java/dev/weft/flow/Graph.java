package dev.weft.flow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The processors of a running flow, wired. For one thread at a time. */
final class Graph implements AutoCloseable {
  private final List<Lane> lanes;
  private final List<ProcessorStage> stages;
  private final List<PortStage> ports;
  private final List<Connection> connections;

  Graph(
      List<Lane> lanes,
      List<ProcessorStage> stages,
      List<PortStage> ports,
      List<Connection> connections) {
    this.lanes = List.copyOf(lanes);
    this.stages = List.copyOf(stages);
    this.ports = List.copyOf(ports);
    this.connections = List.copyOf(connections);
  }

  List<Lane> lanes() {
    return lanes;
  }

  /** The source that is due first. */
  Lane next() {
    return lanes.stream().min(Comparator.comparingLong(Lane::dueMillis)).orElseThrow();
  }

  void begin(UnitOfWork unit) {
    ports.forEach(port -> port.begin(unit));
  }

  /** Returns when sinks have everything and new fields are classified: ready to commit. */
  void settle() {
    stages.forEach(ProcessorStage::flush);
    ports.forEach(PortStage::awaitClassified);
  }

  /** Forgets what is on its way. */
  void clear() {
    lanes.forEach(Lane::clear);
    stages.forEach(ProcessorStage::clear);
  }

  /** The connections that the author has drawn. */
  List<FlowStatus.ConnectionStatus> connections() {
    return connections.stream().map(Connection::status).toList();
  }

  /** Closes every processor; the first fault is thrown when all have been closed. */
  @Override
  public void close() {
    var closing = new ArrayList<Runnable>();
    lanes.forEach(lane -> closing.add(lane.source()::close));
    stages.forEach(stage -> closing.add(stage::close));
    RuntimeException first = null;
    for (var each : closing) {
      try {
        each.run();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
