package dev.weft.server.apply;

import dev.weft.flow.FlowRunner;
import dev.weft.flow.FlowStatus;
import dev.weft.model.DataProduct;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.connect.HostedFlows;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.AccessContext;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.Decisions;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import dev.weft.spi.flow.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * What people do with flows while these run: stop and start them or single processors, look at what
 * waits, drop it. Only an owner of the flow's product may; all of it is audited.
 */
public final class FlowControls {
  private static final int PREVIEW_BYTES = 64 * 1024;
  private static final int PREVIEW_RECORDS = 100;
  private static final int DONE_SECONDS_MAX = 60;

  private final MeshLog mesh;
  private final FlowRunner runner;
  private final FlowDeployer flows;
  private final Decisions decisions;

  public FlowControls(MeshLog mesh, FlowRunner runner, FlowDeployer flows, Decisions decisions) {
    this.mesh = mesh;
    this.runner = runner;
    this.flows = flows;
    this.decisions = decisions;
  }

  /**
   * A FlowFile that waits, as far as the viewer may see it.
   *
   * @param withheld why its content is not shown; empty when it is
   */
  public record Preview(FlowStatus.Queued flowFile, List<?> records, String text, String withheld) {
    private static Preview withheld(FlowStatus.Queued one, String why) {
      return new Preview(one, List.of(), "", why);
    }
  }

  /** Starts or stops a flow. */
  public void run(Caller caller, String name, boolean running) {
    control(
        caller,
        name,
        running ? "flow.start" : "flow.stop",
        "",
        before -> new FlowDeployer.Control(running, before.paused()));
  }

  /** Pauses or resumes one processor, or all of a group: what comes to it waits meanwhile. */
  public void pause(Caller caller, String name, String processor, boolean paused) {
    var known = flow(mesh.state(), name).processors().stream().map(one -> one.name()).toList();
    var meant =
        known.stream()
            .filter(one -> one.equals(processor) || one.startsWith(processor + "/"))
            .toList();
    if (meant.isEmpty()) {
      throw Problem.missing(
              "no-such-processor",
              "Flow '" + name + "' has no processor or group '" + processor + "'.",
              "Its processors: " + String.join(", ", known) + ".")
          .asException();
    }
    control(
        caller,
        name,
        paused ? "flow.pause" : "flow.resume",
        processor,
        before -> {
          var all = new TreeSet<>(before.paused());
          if (paused) {
            all.addAll(meant);
          } else {
            all.removeAll(meant);
          }
          return new FlowDeployer.Control(before.running(), List.copyOf(all));
        });
  }

  private void control(
      Caller caller,
      String name,
      String action,
      String processor,
      UnaryOperator<FlowDeployer.Control> change) {
    mesh.decide(
        (state, now) -> {
          require(caller, state, name);
          var after = change.apply(FlowDeployer.Control.of(state, name));
          return new MeshLog.Decided<>(
              List.of(MeshLog.Put.of(FlowDeployer.controlKey(name), Json.tree(after), caller.id())),
              List.of(),
              List.of(event(caller, action, name, processor)),
              name);
        });
  }

  static AuditEvent event(Caller caller, String action, String flow, String part) {
    var detail = Json.object();
    if (!part.isEmpty()) {
      detail.put("part", part);
    }
    return new AuditEvent(caller.id(), action, "Flow/" + flow, true, detail);
  }

  /** What waits in a connection, without content, as of the last commit. */
  public List<FlowStatus.Queued> queue(Caller caller, String name, String connection) {
    require(caller, mesh.state(), name);
    HostedFlows.requireInServer(mesh.state(), name);
    return runner.queue(name, connection).orElseThrow(() -> noSuchConnection(name, connection));
  }

  /**
   * One FlowFile that waits. Its content is shown to whoever may read the ports that it can reach
   * whole and unmasked; to others it is withheld, for here no mask is applied.
   */
  public Preview preview(
      Caller caller, String name, String connection, long number, AccessContext context) {
    var one =
        queue(caller, name, connection).stream()
            .filter(each -> each.number() == number)
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.missing(
                            "no-such-flowfile", "FlowFile " + number + " waits no longer.", "")
                        .asException());
    var ports = ports(name, connection);
    if (ports.isEmpty()) {
      return Preview.withheld(one, "It leads to no port, so nothing says who may see it.");
    }
    for (var port : ports) {
      if (!decisions.read(caller.id(), port, context).showsAll()) {
        return Preview.withheld(
            one, "Only who may read all of " + port + " unmasked sees what is on its way there.");
      }
    }
    audit(mesh, caller, "flow.preview", name, connection + " " + number);
    return runner
        .waiting(name, connection, number)
        .map(flowFile -> shown(one, flowFile.content()))
        .orElseGet(() -> Preview.withheld(one, "It waits no longer."));
  }

  private static Preview shown(FlowStatus.Queued one, Content content) {
    if (content instanceof Content.Records records) {
      return new Preview(
          one,
          records.items().stream()
              .limit(PREVIEW_RECORDS)
              .map(item -> item.record().fields())
              .toList(),
          "",
          "");
    }
    try (var in = ((Content.Bytes) content).opener().open()) {
      var text = new String(in.readNBytes(PREVIEW_BYTES), StandardCharsets.UTF_8);
      return new Preview(one, List.of(), text, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<PortName> ports(String name, String connection) {
    var flow = flow(mesh.state(), name);
    return FlowSpec.Connection.parse(connection)
        .map(one -> portsAhead(flow, one.to()))
        .orElse(List.of());
  }

  /** The ports that what comes to a processor can reach, its own included. */
  static List<PortName> portsAhead(FlowSpec flow, String processor) {
    var next = new ArrayList<String>(List.of(processor));
    for (var i = 0; i < next.size(); i++) {
      var from = next.get(i);
      flow.connections().stream()
          .flatMap(text -> FlowSpec.Connection.parse(text).stream())
          .filter(one -> one.from().equals(from) && !next.contains(one.to()))
          .forEach(one -> next.add(one.to()));
    }
    return flow.processors().stream()
        .filter(one -> next.contains(one.name()) && one.type().equals("PublishPort"))
        .flatMap(one -> PortName.parse(one.settings().path("port").asText()).stream())
        .toList();
  }

  /** Drops what waits in a connection; how many records that were. */
  public int drop(Caller caller, String name, String connection) {
    queue(caller, name, connection);
    audit(mesh, caller, "flow.drop", name, connection);
    return awaited(name, runner.drop(name, connection));
  }

  static int awaited(String name, Future<Integer> done) {
    try {
      return done.get(DONE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(name);
    } catch (ExecutionException | TimeoutException e) {
      throw busy(name);
    }
  }

  static void audit(MeshLog mesh, Caller caller, String action, String name, String part) {
    mesh.decide(
        (state, now) -> {
          require(caller, state, name);
          return new MeshLog.Decided<>(
              List.of(), List.of(), List.of(event(caller, action, name, part)), name);
        });
  }

  private static ProblemException busy(String name) {
    return Problem.environment(
            "flow-busy",
            "Flow '" + name + "' has not done it within a minute.",
            "'weft flow show " + name + "' says what it does; it may do it yet.")
        .asException();
  }

  private static ProblemException noSuchConnection(String flow, String connection) {
    return Problem.missing(
            "no-such-connection",
            "Flow '" + flow + "' does not run here, or has no connection '" + connection + "'.",
            "'weft flow show " + flow + "' lists them: FROM.RELATIONSHIP -> TO.")
        .asException();
  }

  /**
   * What each of its processors did in the last five minutes; throws when there is no such flow.
   */
  public List<FlowStatus.History> history(String name) {
    status(name);
    return flows.history(name);
  }

  /** The flow's status; throws when there is none. */
  public FlowStatus status(String name) {
    return flows.status(name).orElseThrow(() -> FlowDeployer.noSuchFlow(name));
  }

  static FlowSpec flow(MeshState state, String name) {
    return state
        .find(ResourceKind.FLOW, name, FlowSpec.class)
        .orElseThrow(() -> FlowDeployer.noSuchFlow(name));
  }

  static void require(Caller caller, MeshState state, String name) {
    var flow = flow(state, name);
    var allowed =
        state
            .find(ResourceKind.DATA_PRODUCT, flow.product(), DataProduct.class)
            .map(product -> new Rights(state).mayChange(caller, product))
            .orElse(caller.isAdmin());
    caller.require(
        allowed,
        "not-an-owner",
        "Only an owner of " + flow.product() + " controls its flows.",
        "'weft describe product " + flow.product() + "' names the owners.");
  }
}
