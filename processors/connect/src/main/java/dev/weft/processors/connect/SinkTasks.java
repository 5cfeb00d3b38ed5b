package dev.weft.processors.connect;

import dev.weft.spi.flow.RetryableException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sink connector with its tasks, running. A partition is always with the same task. */
final class SinkTasks implements AutoCloseable, ConnectorContext {
  private static final Logger LOG = LoggerFactory.getLogger(SinkTasks.class);

  private final Plugged plugged;
  private final Map<String, String> config;
  private final int tasksMax;
  private final OwnMetrics metrics;
  private final List<SinkTaskRun> runs = new ArrayList<>();
  private SinkConnector connector;
  private Transforms<SinkRecord> transforms;
  private volatile boolean reconfigure;
  private volatile Exception error;

  private SinkTasks(Plugged plugged, Map<String, String> config, int tasksMax) {
    this.plugged = plugged;
    this.config = Map.copyOf(config);
    this.tasksMax = tasksMax;
    this.metrics = new OwnMetrics(plugged.name());
  }

  static SinkTasks start(Plugged plugged, Map<String, String> config, int tasksMax)
      throws ReflectiveOperationException {
    var tasks = new SinkTasks(plugged, config, tasksMax);
    try {
      tasks.connector = plugged.make(plugged.type().asSubclass(SinkConnector.class));
      tasks.transforms = new Transforms<>(plugged, config);
      tasks.connector.initialize(tasks);
      tasks.connector.start(new LinkedHashMap<>(config));
      tasks.startTasks();
      return tasks;
    } catch (ReflectiveOperationException | RuntimeException e) {
      tasks.close();
      throw e;
    }
  }

  private void startTasks() throws ReflectiveOperationException {
    for (var own : connector.taskConfigs(tasksMax)) {
      var given = new LinkedHashMap<>(own);
      given.put("task.class", connector.taskClass().getName());
      given.putIfAbsent(WeftSettings.TOPICS, config.get(WeftSettings.TOPICS));
      var task = plugged.make(connector.taskClass().asSubclass(SinkTask.class));
      var run = new SinkTaskRun(task, given, metrics);
      runs.add(run);
      run.start();
    }
    if (runs.isEmpty()) {
      throw new IllegalStateException("the connector has no task");
    }
  }

  /** Gives the records to their tasks; those that a task refuses, with the reason. */
  Map<SinkRecord, String> put(List<SinkRecord> records) throws Exception {
    check();
    var sources = new IdentityHashMap<SinkRecord, SinkRecord>();
    var shares = new LinkedHashMap<SinkTaskRun, List<SinkRecord>>();
    for (var record : records) {
      var share = shares.computeIfAbsent(run(record), added -> new ArrayList<>());
      var transformed = transforms.apply(record);
      if (transformed != null) {
        share.add(transformed);
        sources.put(transformed, record);
      }
    }
    var refused = new IdentityHashMap<SinkRecord, String>();
    for (var share : shares.entrySet()) {
      var run = share.getKey();
      run.put(share.getValue());
      if (run.reports() && !run.isFlushed()) {
        run.nudge(); // What it refuses has to be known now.
      }
      for (var one : run.takeRefused()) {
        var source = sources.get(one.record());
        if (source == null) {
          throw new IllegalStateException("The connector refuses a record that it was not given.");
        }
        refused.put(source, one.reason());
      }
    }
    return refused;
  }

  private SinkTaskRun run(SinkRecord record) {
    var hash = 31 * record.topic().hashCode() + record.kafkaPartition();
    return runs.get(Math.floorMod(hash, runs.size()));
  }

  /**
   * Whether all is durable; a task that is not so far may work on. What it asks for again, or
   * refuses after it had taken it, can only be given again from the beginning of the unit of work:
   * then the flow has to start anew.
   */
  boolean isFlushed() throws RetryableException {
    check();
    var all = true;
    for (var run : runs) {
      if (run.takeRewinds()) {
        throw new IllegalStateException("The connector asks for records again.");
      }
      if (!run.isFlushed()) {
        run.nudge();
        all = false;
      }
      if (!run.takeRefused().isEmpty()) {
        throw new IllegalStateException("The connector refuses records that it had taken.");
      }
    }
    return all;
  }

  /** Whether the connector wants other tasks than it has. */
  boolean wantsOthers() {
    return reconfigure;
  }

  private void check() throws RetryableException {
    if (error != null) {
      throw new IllegalStateException(ConnectorSource.words(error), error);
    }
    for (var run : runs) {
      if (run.isPaused()) {
        run.nudge();
      }
      if (run.isPaused()) {
        throw new RetryableException("The connector takes nothing now.", null);
      }
    }
  }

  @Override
  public void requestTaskReconfiguration() {
    reconfigure = true;
  }

  @Override
  public void raiseError(Exception e) {
    error = e;
  }

  @Override
  public PluginMetrics pluginMetrics() {
    return metrics;
  }

  @Override
  public void close() {
    for (var run : runs) {
      quietly("task", run::stop);
    }
    runs.clear();
    if (connector != null) {
      quietly("connector", connector::stop);
    }
    if (transforms != null) {
      quietly("transformation", transforms::close);
    }
    metrics.close();
  }

  private void quietly(String what, Runnable stopping) {
    try {
      plugged.call(
          () -> {
            stopping.run();
            return null;
          });
    } catch (Exception e) {
      LOG.warn("{}: a {} does not stop: {}", config.get("name"), what, e.toString());
    }
  }
}
