package dev.weft.processors.connect;

import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.RetryableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A sink connector. Its tasks take turns on the runner's thread, each with partitions of its own.
 * Before positions are committed, every task must say that what it was given is durable (its {@code
 * preCommit}); one that keeps records back lets the flow wait.
 */
final class ConnectorSink implements Processor {
  private static final int BYTES_MAX = 16 << 20;
  private static final int STEP_MILLIS = 100;

  private final Plugged plugged;
  private final Map<String, String> config;
  private final AbstractConfig weft;
  private final String name;
  private final SinkRecords records;
  private final Semaphore pause = new Semaphore(0);
  private SinkTasks tasks;

  ConnectorSink(
      Plugged plugged, ConnectorSettings settings, AbstractConfig weft, ProcessorContext context) {
    this.plugged = plugged;
    this.weft = weft;
    this.name = context.processor();
    this.config = settings.config(plugged, context.flow() + "-" + name);
    this.config.putIfAbsent(WeftSettings.TOPICS, name);
    this.records = new SinkRecords(weft, name);
  }

  @Override
  public void process(FlowFile in, Output out) throws RetryableException {
    if (in.content() instanceof Records content) {
      content.items().forEach(item -> records.learn(item, in.attributes()));
      var given = new ArrayList<SinkRecord>();
      content.items().forEach(item -> given.add(records.of(item, in.attributes())));
      put(in, content.items(), given, out);
    } else {
      putBytes(in, (Bytes) in.content(), out);
    }
  }

  private void putBytes(FlowFile in, Bytes content, Output out) throws RetryableException {
    SinkRecord record;
    try {
      record = records.of(content, in.attributes(), BYTES_MAX);
    } catch (IOException e) {
      out.emit(
          "failure", in.with("error.message", "Its content cannot be read: " + e.getMessage()));
      return;
    }
    var refused = refused(List.of(record));
    var reason = refused.get(record);
    out.emit(
        reason == null ? "success" : "failure",
        reason == null ? in : in.with("error.message", reason));
  }

  private void put(FlowFile in, List<Traced> items, List<SinkRecord> given, Output out)
      throws RetryableException {
    var refused = refused(given);
    var taken = new ArrayList<Traced>();
    var failed = new LinkedHashMap<String, List<Traced>>();
    for (var i = 0; i < given.size(); i++) {
      var reason = refused.get(given.get(i));
      if (reason == null) {
        taken.add(items.get(i));
      } else {
        failed.computeIfAbsent(reason, added -> new ArrayList<>()).add(items.get(i));
      }
    }
    if (!taken.isEmpty()) {
      out.emit("success", in.with(new Records(taken)));
    }
    failed.forEach(
        (reason, some) ->
            out.emit("failure", in.with(new Records(some)).with("error.message", reason)));
  }

  /** Gives the records to the tasks; those that they do not take, with the reason. */
  private Map<SinkRecord, String> refused(List<SinkRecord> given) throws RetryableException {
    return calling(() -> tasks().put(given));
  }

  private SinkTasks tasks() throws ReflectiveOperationException {
    if (tasks == null) {
      tasks = SinkTasks.start(plugged, config, weft.getInt(WeftSettings.TASKS_MAX));
    }
    return tasks;
  }

  @Override
  public void flush() throws RetryableException {
    if (tasks == null) {
      return;
    }
    var tries = weft.getInt(WeftSettings.FLUSH_SECONDS) * 1_000 / STEP_MILLIS;
    for (var i = 0; i < tries; i++) {
      if (calling(tasks::isFlushed)) {
        if (tasks.wantsOthers()) {
          close(); // Nothing is on its way now: the next record finds the new ones.
        }
        return;
      }
      await();
    }
    throw new RetryableException(
        "The connector keeps records back: it does not say that all it was given is stored. Let it"
            + " store them sooner, such as by the size of its files.",
        null);
  }

  private void await() throws RetryableException {
    try {
      if (pause.tryAcquire(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody releases this");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("The flow is being stopped.", e);
    }
  }

  private <T> T calling(Callable<T> code) throws RetryableException {
    try {
      return plugged.call(code);
    } catch (RetriableException e) {
      throw new RetryableException(ConnectorSource.words(e), e);
    } catch (RetryableException e) {
      throw e;
    } catch (Exception e) {
      close(); // Connect never goes on with a task that has failed.
      throw new IllegalStateException(ConnectorSource.words(e), e);
    }
  }

  @Override
  public void close() {
    var open = tasks;
    tasks = null;
    if (open != null) {
      open.close();
    }
  }
}
