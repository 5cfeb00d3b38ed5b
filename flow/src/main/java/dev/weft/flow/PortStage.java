package dev.weft.flow;

import dev.weft.model.Contract;
import dev.weft.model.DataRecord;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The end of a flow in a port: checks each record against the contract, writes it to the port or to
 * its quarantine, and sees that new fields are classified before anybody can read them.
 *
 * <p>Once per unit of work it asks whether the product may write and what the contract is now.
 */
final class PortStage implements Target {
  private static final int CLASSIFY_SECONDS_MAX = 60;

  private final String name;
  private final Gate gate;
  private final String flow;
  private final PortName port;
  private final String topic;
  private final PublishPort.Settings settings;
  private final RunnerServices services;
  private final Predicate<List<String>> topicsExist;
  private final Tally tally;
  private final JsonBytes json = new JsonBytes();
  private final FieldSamples samples = new FieldSamples();
  private volatile int recordBytesMax;
  private UnitOfWork unit;
  private boolean prepared;
  private boolean hasTopics;
  private boolean seals;
  private Contract contract;
  private PortCheck check;

  PortStage(
      Gate gate,
      String flow,
      PublishPort.Settings settings,
      RunnerServices services,
      Predicate<List<String>> topicsExist,
      int recordBytesMax,
      Tally tally) {
    this.gate = gate;
    this.name = gate.processor();
    this.flow = flow;
    this.port = settings.portName();
    this.topic = port.topic();
    this.settings = settings;
    this.services = services;
    this.topicsExist = topicsExist;
    this.recordBytesMax = recordBytesMax;
    this.tally = tally;
  }

  PortName port() {
    return port;
  }

  /** From now on records belong to this unit of work. */
  void begin(UnitOfWork next) {
    unit = next;
    prepared = false;
    samples.forget();
  }

  @Override
  public boolean takes() {
    return gate.isOpen();
  }

  @Override
  public void accept(FlowFile in, List<String> path) {
    prepare();
    var through = new ArrayList<>(path);
    through.add(name);
    tally.in(Target.records(in));
    if (in.content() instanceof Content.Records records) {
      var taken = 0;
      for (var item : records.items()) {
        taken += publish(item, through) ? 1 : 0;
      }
      tally.out(taken);
    } else {
      rejectBytes((Content.Bytes) in.content(), PortCheck.bytes(name), through);
    }
  }

  /** Puts into quarantine what another processor of the flow could not process. */
  void reject(FlowFile in, Rejection rejection, List<String> path) {
    prepare();
    if (in.content() instanceof Content.Records records) {
      for (var item : records.items()) {
        quarantine(json.of(item.record()), null, item.origin(), rejection, path);
      }
    } else {
      rejectBytes((Content.Bytes) in.content(), rejection, path);
    }
  }

  private DataRecord sealed(DataRecord record) {
    if (!seals) {
      return record;
    }
    try {
      return services.sealed().seal(port, record);
    } catch (ProblemException e) {
      throw new UnitAborted("Records of " + port + " cannot be encrypted: " + e.getMessage(), e);
    }
  }

  /** Returns when the keys of what was encrypted are stored: it could never be read before. */
  void awaitSealed() {
    try {
      services.sealed().awaitStored();
    } catch (ProblemException e) {
      throw new UnitAborted("Keys of " + port + " were not stored: " + e.getMessage(), e);
    }
  }

  /** Returns when all fields of the unit's records have been looked at. */
  void awaitClassified() {
    var found = samples.samples();
    if (found.isEmpty()) {
      return;
    }
    try {
      services.fields().seen(port, found).get(CLASSIFY_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new UnitAborted(
          "New fields of " + port + " could not be classified: " + Faults.words(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnitAborted.Stopped();
    }
  }

  private void prepare() {
    if (prepared) {
      return;
    }
    var writer = PrincipalId.product(port.product());
    var answer = services.decisions().write(writer, port);
    if (!answer.allowed()) {
      throw new UnitAborted(writer + " may not write " + port + ": " + answer.reason(), null);
    }
    var now =
        services
            .contracts()
            .apply(port)
            .orElseThrow(() -> new UnitAborted("Port " + port + " has no contract yet.", null));
    if (!now.equals(contract)) {
      contract = now;
      check = new PortCheck(name, now, services.checks(), settings.key(), this::sealed);
    }
    // Asked once: a producer that has to find out by itself blocks for long, and a thread with it.
    if (!hasTopics && !topicsExist.test(List.of(port.topic(), port.quarantineTopic()))) {
      throw new UnitAborted("Port " + port + " has no topic yet.", null);
    }
    hasTopics = true;
    samples.know(services.fields().known(port));
    seals = !services.sealed().of(port).isEmpty();
    prepared = true;
  }

  /** Whether the port has taken it; else its quarantine has. */
  private boolean publish(Traced item, List<String> path) {
    var checked = check.check(item.record(), recordBytesMax);
    if (checked.rejection().isPresent()) {
      var why = checked.rejection().get();
      quarantine(checked.value(), checked.key(), item.origin(), why, path);
      return false;
    }
    samples.look(item.record());
    send(topic, checked.key(), checked.value(), List.of(), item.origin(), path);
    return true;
  }

  private void quarantine(
      byte[] value, byte[] key, Origin origin, Rejection rejection, List<String> path) {
    tally.failed(1);
    tally.count("quarantined", 1);
    tally.count("quarantined." + rejection.rule(), 1);
    var small = key != null && key.length > recordBytesMax ? null : key;
    var fits = value != null && value.length + (small == null ? 0 : small.length) <= recordBytesMax;
    var headers = rejection.headers(flow, origin);
    send(port.quarantineTopic(), small, fits ? value : null, headers, origin, path);
  }

  private void rejectBytes(Content.Bytes content, Rejection rejection, List<String> path) {
    quarantine(readSmall(content), null, content.origin(), rejection, path);
  }

  /** The bytes; null when there are more than a record may have. */
  private byte[] readSmall(Content.Bytes content) {
    try (var in = content.opener().open()) {
      var bytes = in.readNBytes(recordBytesMax + 1);
      return bytes.length > recordBytesMax ? null : bytes;
    } catch (IOException e) {
      throw new UnitAborted("'" + name + "' cannot read: " + Faults.words(e), e);
    }
  }

  private void send(
      String topic,
      byte[] key,
      byte[] value,
      List<Header> headers,
      Origin origin,
      List<String> path) {
    var size = (value == null ? 0 : value.length) + (key == null ? 0 : key.length);
    unit.send(
        new ProducerRecord<>(topic, null, key, value, headers),
        origin,
        path,
        () -> recordBytesMax = Math.max(1, Math.min(recordBytesMax, size - 1)));
  }
}
