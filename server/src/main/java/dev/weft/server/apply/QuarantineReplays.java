package dev.weft.server.apply;

import dev.weft.flow.FlowRunner;
import dev.weft.flow.Replayed;
import dev.weft.model.FlowSpec;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.server.access.QuarantineReader;
import dev.weft.server.connect.HostedFlows;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.spi.flow.Content;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Gives records of a quarantine to their flow again. Only an owner of the flow's product may, and
 * it is audited.
 */
public final class QuarantineReplays {
  private final MeshLog mesh;
  private final FlowRunner runner;
  private final QuarantineReader quarantines;

  public QuarantineReplays(MeshLog mesh, FlowRunner runner, QuarantineReader quarantines) {
    this.mesh = mesh;
    this.runner = runner;
    this.quarantines = quarantines;
  }

  /**
   * What of a quarantine goes through its flow again.
   *
   * @param into the processor that takes it; empty for the one that refused it, or for the one
   *     before where that was the port
   */
  public record Wanted(String port, int partition, long offset, String into) {}

  /** How many records went through again, and through which processor first. */
  public record Done(int records, String into) {}

  /** Gives a record from quarantine to its flow again, as that flow is now. */
  public Done replay(Caller caller, String name, Wanted request) {
    FlowControls.require(caller, mesh.state(), name);
    HostedFlows.requireInServer(mesh.state(), name);
    var flow = FlowControls.flow(mesh.state(), name);
    var port =
        PortName.parse(request.port() == null ? "" : request.port())
            .filter(one -> one.product().equals(flow.product()))
            .orElseThrow(
                () ->
                    Problem.input(
                            "bad-port",
                            Place.field("port"),
                            "'" + request.port() + "' is not a port of " + flow.product() + ".",
                            "Name the port in whose quarantine the record is.")
                        .asException());
    var record =
        quarantines
            .one(port, request.partition(), request.offset())
            .filter(one -> header(one, "weft.flow").equals(name) && one.value() != null)
            .orElseThrow(
                () ->
                    Problem.missing(
                            "no-such-record",
                            "The quarantine of " + port + " has no such record of this flow.",
                            "'weft quarantine " + port + "' lists them.")
                        .asException());
    var into = into(flow, header(record, "weft.processor"), request.into());
    FlowControls.audit(
        mesh,
        caller,
        "flow.replay",
        name,
        port + "/" + request.partition() + "/" + request.offset() + " into " + into);
    var done = FlowControls.awaited(name, runner.replay(name, into, List.of(replayed(record))));
    return new Done(done, into);
  }

  private static Replayed replayed(ConsumerRecord<byte[], byte[]> record) {
    var position = header(record, "weft.position");
    var origin =
        new Content.Origin(
            header(record, "weft.source"),
            header(record, "weft.key"),
            position.matches("-?\\d{1,18}") ? Long.parseLong(position) : 0);
    var value = record.value();
    return new Replayed(
        new Content.Bytes(() -> new ByteArrayInputStream(value), value.length, origin));
  }

  private static String into(FlowSpec flow, String refusedBy, String wanted) {
    if (wanted != null && !wanted.isEmpty()) {
      return wanted;
    }
    var ports =
        flow.processors().stream()
            .filter(one -> one.type().equals("PublishPort"))
            .map(FlowSpec.ProcessorSpec::name)
            .toList();
    var connections =
        flow.connections().stream()
            .flatMap(text -> FlowSpec.Connection.parse(text).stream())
            .toList();
    if (!ports.contains(refusedBy)) {
      return refusedBy;
    }
    // The one before, unless that is a source, to which nothing leads.
    return connections.stream()
        .filter(one -> one.to().equals(refusedBy))
        .map(FlowSpec.Connection::from)
        .filter(from -> connections.stream().anyMatch(one -> one.to().equals(from)))
        .findFirst()
        .orElse(refusedBy);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
