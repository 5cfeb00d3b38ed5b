package dev.weft.processors.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source connector with its tasks, running. It begins on a thread of its own, as starting one may
 * take long; when one of them fails, all of them are to be closed and made anew.
 */
final class SourceTasks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceTasks.class);
  private static final long POLL_ENDS_MILLIS = 1_000;
  private static final long STOP_ENDS_MILLIS = 8_000;
  private static final long INTERRUPT_ENDS_MILLIS = 1_000;

  private final Plugged plugged;
  private final Map<String, String> config;
  private final int tasksMax;
  private final OwnMetrics metrics;
  private final Thread starter;
  private final List<TaskThread> threads = new ArrayList<>();
  private final BlockingQueue<Taken> waiting = new LinkedBlockingQueue<>();
  private final Semaphore room;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicReference<Throwable> fault = new AtomicReference<>();
  private final AtomicReference<Throwable> trouble = new AtomicReference<>();
  private volatile Offsets committed;
  private volatile boolean reconfigure;
  private volatile String doubt = "";
  private volatile SourceConnector connector;

  SourceTasks(Plugged plugged, Map<String, String> config, int tasksMax, Offsets committed) {
    this.plugged = plugged;
    this.config = Map.copyOf(config);
    this.tasksMax = tasksMax;
    this.committed = committed;
    this.metrics = new OwnMetrics(plugged.name());
    this.room = new Semaphore(tasksMax);
    this.starter = new Thread(this::begin, "connect " + config.get("name"));
    starter.setDaemon(true);
    starter.setContextClassLoader(plugged.loader());
  }

  void start() {
    starter.start();
  }

  private void begin() {
    try {
      connector = plugged.make(plugged.type().asSubclass(SourceConnector.class));
      connector.initialize(new Context());
      connector.start(new LinkedHashMap<>(config));
      doubt = doubt(connector.exactlyOnceSupport(new LinkedHashMap<>(config)));
      var configs = connector.taskConfigs(tasksMax);
      for (var i = 0; i < configs.size() && !isClosing(); i++) {
        startTask(i, configs.get(i));
      }
    } catch (Exception | LinkageError e) {
      failed(e);
    }
  }

  private void startTask(int number, Map<String, String> own) throws ReflectiveOperationException {
    var given = new LinkedHashMap<>(own);
    given.put("task.class", connector.taskClass().getName());
    // A worker takes these from the connector, whatever its tasks are given.
    config.forEach(
        (key, value) -> {
          if (key.startsWith(WeftSettings.TRANSFORMS) || key.startsWith(WeftSettings.PREDICATES)) {
            given.putIfAbsent(key, value);
          }
        });
    var task = plugged.make(connector.taskClass().asSubclass(SourceTask.class));
    var thread = new TaskThread(this, plugged, task, given, starter.getName() + "-" + number);
    synchronized (threads) {
      threads.add(thread);
    }
    thread.start();
  }

  private String doubt(ExactlyOnceSupport support) {
    return support == ExactlyOnceSupport.SUPPORTED
        ? ""
        : "The connector "
            + plugged.name()
            + " does not promise to go on exactly at its offsets: after a crash some records may"
            + " come twice.";
  }

  /** Why records may come twice after a crash; empty when they may not, or nothing is known yet. */
  String doubt() {
    return doubt;
  }

  /** A task has something; false when nobody has taken the last within this time. */
  boolean give(Taken taken, long withinMillis) throws InterruptedException {
    return room.tryAcquire(withinMillis, TimeUnit.MILLISECONDS) && waiting.add(taken);
  }

  /** What tasks have given, until there are this many records. */
  List<Taken> take(int recordsMax, long withinMillis) throws InterruptedException {
    var all = new ArrayList<Taken>();
    var records = 0;
    var next = waiting.poll(withinMillis, TimeUnit.MILLISECONDS);
    while (next != null) {
      room.release();
      all.add(next);
      records += next.records().size();
      next = records < recordsMax ? waiting.poll() : null;
    }
    return all;
  }

  void committed(Offsets now, List<Taken> taken) {
    committed = now;
    var byTask = new LinkedHashMap<TaskThread, List<SourceRecord>>();
    for (var one : taken) {
      byTask.computeIfAbsent(one.task(), added -> new ArrayList<>()).addAll(one.records());
    }
    byTask.forEach(TaskThread::committed);
  }

  void failed(Throwable e) {
    if (!isClosing()) {
      fault.compareAndSet(null, e);
    }
  }

  void retries(Throwable e) {
    trouble.set(e);
  }

  /** Why it has failed. */
  Optional<Throwable> fault() {
    return Optional.ofNullable(fault.get());
  }

  /** Why a task waits and tries again; told once. */
  Optional<Throwable> trouble() {
    return Optional.ofNullable(trouble.getAndSet(null));
  }

  /** Whether the connector wants other tasks than it has. */
  boolean wantsOthers() {
    return reconfigure;
  }

  boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Waits, or until it is closed. */
  void pause(long millis) throws InterruptedException {
    var ended = closing.await(millis, TimeUnit.MILLISECONDS);
    if (ended) {
      LOG.debug("{} ends in a pause", starter.getName());
    }
  }

  OffsetStorageReader reader() {
    return committed.reader();
  }

  PluginMetrics metrics() {
    return metrics;
  }

  private final class Context implements SourceConnectorContext {
    @Override
    public void requestTaskReconfiguration() {
      reconfigure = true;
    }

    @Override
    public void raiseError(Exception e) {
      failed(e);
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
      return reader();
    }

    @Override
    public PluginMetrics pluginMetrics() {
      return metrics;
    }
  }

  /** Stops the tasks, then the connector. A task that does not obey is left behind, with a word. */
  @Override
  public void close() {
    closing.countDown();
    try {
      starter.join(STOP_ENDS_MILLIS);
      List<TaskThread> all;
      synchronized (threads) {
        all = List.copyOf(threads);
      }
      for (var thread : all) {
        if (!thread.ends(POLL_ENDS_MILLIS)) {
          thread.stopTask();
        }
      }
      for (var thread : all) {
        end(thread);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stopConnector();
    metrics.close();
  }

  private static void end(TaskThread thread) throws InterruptedException {
    if (thread.ends(STOP_ENDS_MILLIS)) {
      return;
    }
    thread.interrupt();
    if (!thread.ends(INTERRUPT_ENDS_MILLIS)) {
      LOG.error("{} does not stop; its thread is left behind", thread.name());
    }
  }

  private void stopConnector() {
    if (connector == null) {
      return;
    }
    try {
      plugged.call(
          () -> {
            connector.stop();
            return null;
          });
    } catch (Exception e) {
      LOG.warn("{}: the connector does not stop: {}", starter.getName(), e.toString());
    }
  }
}
