package dev.weft.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processors of a running flow, wired. For one thread at a time. */
final class Graph implements AutoCloseable {
  private final Parts parts;
  private final Map<String, AutoCloseable> instances = new LinkedHashMap<>();

  /**
   * What a graph is made of.
   *
   * @param connections all of them; {@code drawn} are those that the author has drawn
   */
  record Parts(
      List<Lane> lanes,
      List<Stage> stages,
      List<QueueStage> queues,
      List<PortStage> ports,
      List<Connection> connections,
      List<Connection> drawn,
      FlowServices services,
      FlowEvents events) {}

  Graph(Parts parts) {
    this.parts = parts;
    parts.lanes().forEach(lane -> instances.put(lane.name(), lane.source()));
    parts.stages().forEach(stage -> instances.put(stage.name(), stage.instance()));
    parts.queues().forEach(stage -> instances.put(stage.name(), stage.processor()));
  }

  List<Lane> lanes() {
    return parts.lanes();
  }

  FlowServices services() {
    return parts.services();
  }

  /** Sources and processors as they were made, by name. */
  Map<String, AutoCloseable> instances() {
    return instances;
  }

  /** The source that is due first, of those that may be asked. */
  Optional<Lane> next() {
    return parts.lanes().stream()
        .filter(Lane::isOpen)
        .min(Comparator.comparingLong(Lane::dueMillis));
  }

  /** When something that waits has to be looked at; {@link Instant#MAX} for never. */
  Instant waitingDue() {
    var due = Instant.MAX;
    for (var stage : parts.queues()) {
      due = due.isBefore(stage.due()) ? due : stage.due();
    }
    for (var connection : parts.connections()) {
      var its = connection.due();
      due = due.isBefore(its) ? due : its;
    }
    return due;
  }

  /** When the next source, or something that waits, is due, if nothing that waits is due now. */
  long dueMillis() {
    var waiting = waitingDue();
    var waitingMillis = waiting.equals(Instant.MAX) ? Long.MAX_VALUE : waiting.toEpochMilli();
    return Math.min(next().map(Lane::dueMillis).orElse(Long.MAX_VALUE), waitingMillis);
  }

  void begin(UnitOfWork unit) {
    parts.ports().forEach(port -> port.begin(unit));
  }

  /** Moves on what waits, until all that is left has to wait. */
  void work(Instant now) {
    var moved = true;
    while (moved) {
      parts.connections().forEach(Connection::deliver);
      moved = false;
      for (var stage : parts.stages()) {
        moved |= stage.join();
      }
      for (var stage : parts.queues()) {
        if (!stage.due().isAfter(now)) {
          stage.call();
          moved = true;
        }
      }
    }
    parts.drawn().forEach(Connection::expire);
  }

  /** Returns when sinks have everything and new fields are classified: ready to commit. */
  void settle() {
    parts.stages().forEach(Stage::flush);
    parts.queues().forEach(QueueStage::flush);
    parts.ports().forEach(PortStage::awaitClassified);
    parts.ports().forEach(PortStage::awaitSealed);
  }

  /** Writes down what waits, with the unit of work; whether anything does. */
  boolean keep(UnitOfWork unit, QueueLog log) {
    parts.events().take().forEach(unit::note);
    var waiting = false;
    for (var connection : parts.drawn()) {
      var changes = connection.changes();
      if (!changes.isEmpty()) {
        log.records(connection, changes).forEach(unit::note);
      }
      waiting |= !connection.isEmpty();
    }
    return waiting;
  }

  void committed() {
    parts.drawn().forEach(Connection::committed);
    parts.stages().forEach(Stage::committed);
  }

  /** Forgets what is on its way; what waited at the last commit waits again. */
  void rollBack() {
    parts.stages().forEach(Stage::rollBack);
    parts.events().forget();
    parts.connections().forEach(Connection::rollBack);
    parts.queues().forEach(QueueStage::rollBack);
  }

  /**
   * Puts what waits back where it waited.
   *
   * @return connections that are not there any more, with what waits in them
   */
  Map<String, List<Waiting>> restore(Map<String, List<Waiting>> waiting) {
    var gone = new HashMap<>(waiting);
    for (var connection : parts.drawn()) {
      var its = gone.remove(connection.id().toString());
      if (its != null) {
        connection.restore(its);
      }
    }
    return gone;
  }

  /** What waits now, at the end of a unit of work. */
  Map<String, List<Waiting>> waiting() {
    var all = new HashMap<String, List<Waiting>>();
    parts
        .drawn()
        .forEach(
            connection -> {
              if (!connection.kept().isEmpty()) {
                all.put(connection.id().toString(), connection.kept());
              }
            });
    return all;
  }

  /** The connection that the author writes like this. For any thread. */
  Optional<Connection> connection(String id) {
    return parts.drawn().stream().filter(each -> each.id().toString().equals(id)).findFirst();
  }

  /** The first connection that leads to a processor. */
  Optional<Connection> into(String processor) {
    return parts.drawn().stream().filter(each -> each.id().to().equals(processor)).findFirst();
  }

  /** The connections that the author has drawn. */
  List<FlowStatus.ConnectionStatus> connections() {
    return parts.drawn().stream().map(Connection::status).toList();
  }

  /** Closes all that the other graph, which takes over, has not. */
  void closeExcept(Graph next) {
    var closing = new ArrayList<>(instances.values());
    closing.removeAll(next.instances.values());
    if (!parts.services().equals(next.parts.services())) {
      closing.add(parts.services());
    }
    closeAll(closing);
  }

  /** Closes every processor and service; the first fault is thrown when all have been closed. */
  @Override
  public void close() {
    var closing = new ArrayList<>(instances.values());
    closing.add(parts.services());
    closeAll(closing);
  }

  private static void closeAll(List<AutoCloseable> closing) {
    RuntimeException first = null;
    for (var each : closing) {
      try {
        each.close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      } catch (Exception e) {
        throw new IllegalStateException("processors throw no checked exceptions at close", e);
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
