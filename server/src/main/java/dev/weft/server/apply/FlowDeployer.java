package dev.weft.server.apply;

import dev.weft.flow.FlowRunner;
import dev.weft.flow.FlowStatus;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.FlowSpec;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.connect.ConnectHosts;
import dev.weft.server.connect.FlowPlaces;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.server.parameters.FlowValues;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the runner's flows as the resources say: started when applied, started anew when the flow,
 * its parameters or a plug-in that it uses change, stopped when told or removed. A flow that lacks
 * a parameter waits for it; one whose plug-in is gone has failed until it is back.
 */
public final class FlowDeployer {
  private static final Logger LOG = LoggerFactory.getLogger(FlowDeployer.class);

  private static final String AWAY =
      "It runs on the server that writes; GET /api/v1/status names it.";

  private final FlowRunner runner;
  private final FlowParameters parameters;
  private final ProcessorTypes types;
  private final FlowPlaces places;
  private final ConnectHosts hosts;
  private final Clock clock;

  /** Flow to the versions of flow, parameters and plug-ins that were started. */
  private final Map<String, String> started = new HashMap<>();

  /** Flows that are stopped and of which nothing is open any more. */
  private final Set<String> released = new HashSet<>();

  /** Flow to its status, for those that the runner does not have. */
  private final Map<String, FlowStatus> waiting = new LinkedHashMap<>();

  public FlowDeployer(
      FlowRunner runner,
      FlowParameters parameters,
      ProcessorTypes types,
      FlowPlaces places,
      ConnectHosts hosts,
      Clock clock) {
    this.runner = runner;
    this.parameters = parameters;
    this.types = types;
    this.places = places;
    this.hosts = hosts;
    this.clock = clock;
  }

  /**
   * What people want of a flow; running, with all its processors, unless somebody has stopped it.
   *
   * @param paused processors that shall not run
   */
  public record Control(boolean running, List<String> paused) {
    /** Nobody has wanted anything. */
    public static final Control RUNNING = new Control(true, List.of());

    public Control {
      paused = paused == null ? List.of() : List.copyOf(paused);
    }

    /** What people want of this flow now. */
    public static Control of(MeshState state, String flow) {
      return state.get(controlKey(flow)).map(one -> one.as(Control.class)).orElse(RUNNING);
    }
  }

  public static ResourceKey controlKey(String flow) {
    return new ResourceKey(ResourceKind.FLOW_CONTROL, flow);
  }

  public synchronized void deploy(MeshState state) {
    var wanted = new HashSet<String>();
    waiting.clear();
    for (var resource : state.all(ResourceKind.FLOW)) {
      wanted.add(resource.name());
      deploy(state, resource);
    }
    for (var name : Set.copyOf(started.keySet())) {
      if (!wanted.contains(name)) {
        stop(name);
      }
    }
    for (var name : hosts.hosted()) {
      if (!wanted.contains(name)) {
        halt(name);
      }
    }
  }

  /** Another server writes: flows run there, and this one says so. */
  public synchronized void leave(MeshState state) {
    Set.copyOf(started.keySet()).forEach(this::stop);
    hosts.forget();
    released.clear();
    waiting.clear();
    state
        .all(ResourceKind.FLOW, FlowSpec.class)
        .forEach(flow -> waiting.put(flow.name(), status(flow, FlowStatus.State.WAITING, AWAY)));
  }

  /** What each processor of a flow did in the last five minutes, wherever it runs. */
  List<FlowStatus.History> history(String name) {
    var here = runner.history(name);
    return here.isEmpty() ? hosts.history(name) : here;
  }

  /** Every flow's status, by name. */
  public synchronized List<FlowStatus> status() {
    var all = new ArrayList<FlowStatus>(runner.status());
    all.addAll(waiting.values());
    all.addAll(hosts.status());
    all.sort(Comparator.comparing(FlowStatus::name));
    return all;
  }

  private void deploy(MeshState state, Resource resource) {
    var flow = resource.as(FlowSpec.class);
    var control = Control.of(state, flow.name());
    if (!control.running()) {
      halt(flow.name());
      release(flow.name());
      waiting.put(flow.name(), status(flow, FlowStatus.State.STOPPED, "Somebody stopped it."));
      return;
    }
    var gone = goneTypes(flow);
    if (!gone.isEmpty()) {
      fail(flow, gone);
      return;
    }
    var place = places.of(state, flow);
    if (!place.problem().isEmpty()) {
      fail(flow, place.problem());
      return;
    }
    try {
      var values = parameters.of(state, flow);
      var missing = values.missing();
      if (!missing.isEmpty()) {
        halt(flow.name());
        waiting.put(flow.name(), status(flow, FlowStatus.State.WAITING, missingText(missing)));
      } else if (place.connect().isPresent()) {
        stop(flow.name());
        released.remove(flow.name());
        hosts.host(flow, place.connect().get());
      } else {
        run(flow, resource.version(), values, Set.copyOf(control.paused()));
      }
    } catch (ProblemException e) {
      fail(flow, e.getMessage());
      LOG.warn("Flow {} does not start: {}", flow.name(), e.getMessage());
    } catch (IllegalStateException e) {
      fail(flow, e.getMessage());
      LOG.warn("Flow {} does not start", flow.name(), e);
    }
  }

  /** One that runs already becomes the new one: what has not changed in it is not interrupted. */
  private void run(FlowSpec flow, long written, FlowValues values, Set<String> paused) {
    // Before it starts here: it is never in two places. Its start ends what may be open of it.
    var unused = hosts.leave(flow.name());
    var version = written + "/" + values.edition() + "/" + editions(flow);
    if (version.equals(started.get(flow.name()))) {
      runner.hold(flow.name(), paused);
      return;
    }
    released.remove(flow.name());
    runner.start(values.flow(), values.open(), paused);
    started.put(flow.name(), version);
  }

  private void fail(FlowSpec flow, String message) {
    halt(flow.name());
    waiting.put(flow.name(), status(flow, FlowStatus.State.FAILED, message));
  }

  /** What a flow runs with of plug-ins: it starts anew with every new edition. */
  private String editions(FlowSpec flow) {
    return Stream.concat(
            flow.processors().stream()
                .map(one -> types.edition(String.valueOf(one.type())).orElse("")),
            flow.services().stream()
                .map(one -> types.serviceEdition(String.valueOf(one.type())).orElse("")))
        .filter(edition -> !edition.isEmpty())
        .distinct()
        .collect(Collectors.joining(","));
  }

  /** Says which plug-ins a flow lacks that were here; empty when none. */
  private String goneTypes(FlowSpec flow) {
    return flow.processors().stream()
        .flatMap(
            processor ->
                types.gone(String.valueOf(processor.type())).stream()
                    .map(
                        plugin ->
                            "'%s' is a %s, which the plug-in %s gave; that has been removed or is broken. Put it back: 'weft plugins' says what is there."
                                .formatted(processor.name(), processor.type(), plugin)))
        .collect(Collectors.joining(" "));
  }

  private FlowStatus status(FlowSpec flow, FlowStatus.State state, String message) {
    return new FlowStatus(flow.name(), flow.product(), state, clock.instant(), message);
  }

  private void stop(String name) {
    if (started.remove(name) != null) {
      runner.forget(name);
    }
  }

  /** It runs nowhere any more. */
  private void halt(String name) {
    stop(name);
    if (hosts.leave(name)) {
      release(name);
    }
  }

  /** The process that ran it before may have been killed between the order to stop and the stop. */
  private void release(String name) {
    if (released.add(name)) {
      runner.release(name);
    }
  }

  private static String missingText(Set<String> missing) {
    return "It waits for "
        + String.join(", ", missing)
        + ": weft apply --set NAME=VALUE, or --set-secret for secrets.";
  }

  /** The problem of a flow that nobody knows. */
  public static ProblemException noSuchFlow(String name) {
    return Problem.missing(
            "no-such-flow", "There is no flow '" + name + "'.", "'weft flow list' lists them.")
        .asException();
  }

  public Optional<FlowStatus> status(String name) {
    return status().stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
