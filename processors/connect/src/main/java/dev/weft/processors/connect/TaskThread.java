package dev.weft.processors.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task of a source connector, on a thread of its own as in a Connect worker: a poll may wait as
 * long as it likes. At most one batch of it waits to be taken.
 */
final class TaskThread implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskThread.class);
  private static final long HANDOVER_MILLIS = 100;
  private static final long RETRY_MILLIS = 1_000;

  private final SourceTasks tasks;
  private final Plugged plugged;
  private final SourceTask task;
  private final Map<String, String> config;
  private final Thread thread;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private volatile boolean started;

  TaskThread(
      SourceTasks tasks,
      Plugged plugged,
      SourceTask task,
      Map<String, String> config,
      String name) {
    this.tasks = tasks;
    this.plugged = plugged;
    this.task = task;
    this.config = Map.copyOf(config);
    this.thread = new Thread(this, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(plugged.loader());
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    try (var transforms = new Transforms<SourceRecord>(plugged, config)) {
      task.initialize(new TaskContext(tasks, config));
      started = true;
      task.start(config);
      while (!tasks.isClosing()) {
        pollOnce(transforms);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception | LinkageError e) {
      tasks.failed(e);
    } finally {
      stopTask();
    }
  }

  private void pollOnce(Transforms<SourceRecord> transforms) throws InterruptedException {
    List<SourceRecord> records;
    try {
      records = task.poll();
    } catch (RetriableException | org.apache.kafka.common.errors.RetriableException e) {
      tasks.retries(e);
      tasks.pause(RETRY_MILLIS);
      return;
    }
    if (records == null || records.isEmpty()) {
      return;
    }
    var transformed = new ArrayList<SourceRecord>();
    for (var record : records) {
      var one = transforms.apply(record);
      if (one != null) {
        transformed.add(one);
      }
    }
    var taken = new Taken(this, List.copyOf(records), transformed);
    while (!tasks.isClosing() && !tasks.give(taken, HANDOVER_MILLIS)) {
      // Whoever takes it is busy: it waits here, and the task with it.
    }
  }

  /** All of these records are committed. */
  void committed(List<SourceRecord> records) {
    try {
      plugged.call(
          () -> {
            for (var record : records) {
              // No metadata: a flow makes any number of records of one, in any port.
              task.commitRecord(record, null);
            }
            task.commit();
            return null;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("{}: the connector could not be told of a commit: {}", thread.getName(), words(e));
    }
  }

  private static String words(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** Waits for the end of a poll; true when the thread has ended. */
  boolean ends(long millis) throws InterruptedException {
    thread.join(millis);
    return !thread.isAlive();
  }

  void interrupt() {
    thread.interrupt();
  }

  String name() {
    return thread.getName();
  }

  /** Once, from any thread, as the interface of tasks allows. */
  void stopTask() {
    if (!started || !stopped.compareAndSet(false, true)) {
      return;
    }
    try {
      plugged.call(
          () -> {
            task.stop();
            return null;
          });
    } catch (Exception e) {
      LOG.warn("{}: the task does not stop: {}", thread.getName(), words(e));
    }
  }
}
