package dev.weft.server.connect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.FlowEgress.Sent;
import dev.weft.flow.host.Beat;
import dev.weft.flow.host.HostedFlow;
import dev.weft.model.ClientKey;
import dev.weft.model.DataProduct;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.apply.FlowDeployer;
import dev.weft.server.apply.FlowDestinations;
import dev.weft.server.identity.HostKeys;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import dev.weft.spi.SourceObserver;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers the hosts that run flows outside the server: what to run, and what is new at its sources.
 * Each host has a key for one flow and hears of nothing else. Safe for any thread.
 */
public final class HostedFlows {
  private static final int EDITION_BYTES = 12;

  private final MeshLog mesh;
  private final HostKeys keys;
  private final FlowParameters parameters;
  private final Decisions decisions;
  private final FlowDestinations destinations;
  private final FieldObserver fields;
  private final HostedSightings sightings;
  private final Clock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, Heard> heard = new ConcurrentHashMap<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();

  /** What a flow's host was told as of a revision of the mesh and an epoch of the decisions. */
  private record Known(long revision, long epoch, HostedFlow flow) {}

  /** The last that a host has said. */
  record Heard(Instant at, Beat beat) {}

  public HostedFlows(
      MeshLog mesh,
      HostKeys keys,
      FlowParameters parameters,
      Decisions decisions,
      FlowDestinations destinations,
      FieldObserver fields,
      SourceObserver sources,
      Clock clock) {
    this.mesh = mesh;
    this.keys = keys;
    this.parameters = parameters;
    this.decisions = decisions;
    this.destinations = destinations;
    this.fields = fields;
    this.sightings = new HostedSightings(mesh, sources);
    this.clock = clock;
  }

  /**
   * Whose request it is.
   *
   * @param authorization the header, of the Basic scheme
   * @throws ProblemException UNAUTHENTICATED when the key is unknown or has ended; REFUSED when the
   *     flow is hosted with another key, or no more
   */
  public ClientKey require(String authorization) {
    var state = mesh.state();
    var key =
        keys.holder(state, authorization, clock.instant())
            .orElseThrow(
                () ->
                    new Problem(
                            Problem.Kind.UNAUTHENTICATED,
                            "flow-key",
                            Place.NOWHERE,
                            "The key of this flow's host is unknown or has ended.",
                            "The flow runs elsewhere now, or nowhere; remove the connector.")
                        .asException());
    if (FlowHost.find(state, key.flow())
        .filter(host -> !host.ended() && host.key().equals(key.id()))
        .isEmpty()) {
      throw Problem.refused(
              "flow-not-hosted",
              "Flow '" + key.flow() + "' is not run with this key.",
              "The server gives its connector another one.")
          .asException();
    }
    return key;
  }

  /** Refuses what can be done only with flows that run in the server. */
  public static void requireInServer(MeshState state, String flow) {
    if (FlowHost.find(state, flow).filter(host -> !host.ended()).isPresent()) {
      throw Problem.conflict(
              "flow-on-connect",
              "Flow '" + flow + "' runs on Kafka Connect, where this cannot be done.",
              "Write 'environment: server' into it and apply it; what waits comes with it.")
          .asException();
    }
  }

  /** Hears how the flow is doing, and says what it is to be. */
  public HostedFlow beat(ClientKey key, Beat beat) {
    heard.put(key.flow(), new Heard(clock.instant(), beat.withoutSighting()));
    var now = current(key.flow());
    var answer = now.edition().equals(beat.edition()) ? HostedFlow.unchanged(now.edition()) : now;
    return beat.sighting() == null
        ? answer
        : answer.withNews(sightings.heard(key.flow(), beat.sighting()));
  }

  /** The last that the flow's host has said; empty: nothing yet, or it has been forgotten. */
  Optional<Heard> heard(String flow) {
    return Optional.ofNullable(heard.get(flow));
  }

  /** Why the flow may not run, as a sentence; empty when it may. */
  String refusal(String flow) {
    return refusals.getOrDefault(flow, "");
  }

  void forget(String flow) {
    refusals.remove(flow);
    heard.remove(flow);
    known.remove(flow);
  }

  /** What a context gives may come from files, which change without the mesh. */
  private HostedFlow current(String name) {
    var state = mesh.state();
    var epoch = decisions.epoch();
    var before = known.get(name);
    if (before != null
        && before.revision == state.revision()
        && before.epoch == epoch
        && before.flow.flow().path("parameterContext").asText().isEmpty()) {
      return before.flow;
    }
    var now = make(state, name);
    known.put(name, new Known(state.revision(), epoch, now));
    return now;
  }

  private HostedFlow make(MeshState state, String name) {
    var resource =
        state
            .get(new ResourceKey(ResourceKind.FLOW, name))
            .orElseThrow(() -> FlowDeployer.noSuchFlow(name));
    var flow = resource.as(FlowSpec.class);
    var ports = new TreeMap<String, HostedFlow.Port>();
    state
        .find(ResourceKind.DATA_PRODUCT, flow.product(), DataProduct.class)
        .ifPresent(
            product ->
                product
                    .outputPorts()
                    .forEach(
                        port -> {
                          var its = product.portName(port);
                          ports.put(its.topic(), port(state, its, port.contractId()));
                        }));
    var values = parameters.of(state, flow);
    var refused = destinations.refused(values);
    var sentence = refused.map(Sent::sentence).orElse("");
    if (!sentence.equals(refusals.put(name, sentence))) {
      refused.ifPresent(sent -> destinations.tell(flow, sent));
    }
    // What may not send anything takes nothing either; the host hears of it with its next beat.
    var held =
        refused.isPresent()
            ? flow.processors().stream().map(FlowSpec.ProcessorSpec::name).toList()
            : FlowDeployer.Control.of(state, name).paused();
    // As if it declared what its contexts give: its host knows of none.
    ObjectNode document = Json.MAPPER.valueToTree(values.flow());
    var whole = new HostedFlow("", document, new TreeMap<>(values.open()), held, ports, List.of());
    return new HostedFlow(
        edition(whole), whole.flow(), whole.parameters(), whole.held(), whole.ports(), List.of());
  }

  private HostedFlow.Port port(MeshState state, PortName port, String contractId) {
    var contract =
        Optional.ofNullable(contractId)
            .flatMap(id -> state.get(new ResourceKey(ResourceKind.DATA_CONTRACT, id)))
            .map(Resource::document)
            .orElse(null);
    var answer = decisions.write(PrincipalId.product(port.product()), port);
    return new HostedFlow.Port(
        contract, answer.allowed(), answer.reason(), fields.known(port).stream().sorted().toList());
  }

  private static String edition(HostedFlow flow) {
    try {
      // Maps keep no order of their own, so that the text is made of sorted ones.
      var text =
          Json.bytes(
              List.of(
                  flow.flow(),
                  new TreeMap<>(flow.parameters()),
                  flow.held(),
                  new TreeMap<>(flow.ports())));
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, EDITION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
