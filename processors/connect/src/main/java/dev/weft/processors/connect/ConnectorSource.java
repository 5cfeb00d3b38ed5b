package dev.weft.processors.connect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.spi.flow.HeldBatch;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * A source connector. Its position is its offsets; they are committed with what has come of its
 * records, and only then is the connector told. Whenever the runner asks for another position than
 * the connector has reached, its tasks are started anew there.
 */
final class ConnectorSource implements SourceProcessor {
  private static final int RECORDS_MAX = 5_000;
  private static final long WAIT_MILLIS = 50;

  private final Plugged plugged;
  private final Map<String, String> config;
  private final AbstractConfig weft;
  private final ProcessorContext context;
  private final HeldBatch<Taken> held = new HeldBatch<>();
  private final SeenTables tables = new SeenTables();
  private SourceTasks tasks;
  private Offsets reached;
  private boolean doubtTold;

  ConnectorSource(
      Plugged plugged, ConnectorSettings settings, AbstractConfig weft, ProcessorContext context) {
    this.plugged = plugged;
    this.config = settings.config(plugged, context.flow() + "-" + context.processor());
    this.weft = weft;
    this.context = context;
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException, InterruptedException {
    var from = Offsets.of(position);
    if (tasks != null && (!from.equals(reached) || isToChange())) {
      close();
    }
    if (tasks == null) {
      start(from);
    }
    tellDoubt();
    var again = held.batch();
    if (again.isPresent()) {
      return again.get();
    }
    var taken = tasks.take(RECORDS_MAX, WAIT_MILLIS);
    if (!taken.isEmpty()) {
      return held.hold(taken, batch(taken));
    }
    checkFaults();
    return Batch.EMPTY;
  }

  /** Other tasks begin at what is committed, so nothing may be on its way. */
  private boolean isToChange() {
    return tasks.wantsOthers() && held.batch().isEmpty();
  }

  private void start(Offsets from) {
    reached = from;
    tasks = new SourceTasks(plugged, config, weft.getInt(WeftSettings.TASKS_MAX), from);
    tasks.start();
  }

  private Batch batch(List<Taken> taken) {
    var records = new ArrayList<SourceRecord>();
    var transformed = new ArrayList<SourceRecord>();
    for (var one : taken) {
      records.addAll(one.records());
      transformed.addAll(one.transformed());
    }
    tables.look(records).ifPresent(context.tables());
    var files = new SourceFiles(plugged, weft, reached.records()).of(transformed);
    return new Batch(files, Optional.of(reached.after(records).json()), true);
  }

  private void checkFaults() throws RetryableException {
    var fault = tasks.fault();
    if (fault.isPresent()) {
      close();
      throw new IllegalStateException(words(fault.get()), fault.get());
    }
    var trouble = tasks.trouble();
    if (trouble.isPresent()) {
      throw new RetryableException(words(trouble.get()), trouble.get());
    }
  }

  /** What connectors say, and why: the first cause often says more than the last wrapping. */
  static String words(Throwable e) {
    var first = e;
    while (first.getCause() != null && first.getCause() != first) {
      first = first.getCause();
    }
    var own = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return first == e || first.getMessage() == null ? own : own + ": " + first.getMessage();
  }

  private void tellDoubt() {
    if (!doubtTold && !tasks.doubt().isEmpty()) {
      context.bulletins().accept(tasks.doubt());
      doubtTold = true;
    }
  }

  @Override
  public void committed(JsonNode position) {
    var taken = held.committed(position);
    if (taken.isEmpty()) {
      close(); // Not what is held: somebody else has gone on from here.
    }
    reached = Offsets.of(Optional.of(position));
    if (tasks != null) {
      tasks.committed(reached, taken);
    }
  }

  /** What is held is given up too: new tasks begin before it. */
  @Override
  public void close() {
    held.batch().flatMap(Batch::position).ifPresent(held::committed);
    if (tasks != null) {
      tasks.close();
      tasks = null;
    }
  }
}
