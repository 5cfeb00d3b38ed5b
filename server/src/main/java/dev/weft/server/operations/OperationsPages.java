package dev.weft.server.operations;

import static java.util.stream.Collectors.toSet;

import dev.weft.flow.FlowStatus;
import dev.weft.gateway.GatewayMetrics;
import dev.weft.model.Environment;
import dev.weft.model.Erasure;
import dev.weft.model.FlowSpec;
import dev.weft.model.PortHealth;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.server.operations.Operations.EnvironmentState;
import dev.weft.server.operations.Operations.FlowState;
import dev.weft.server.operations.Operations.GroupState;
import dev.weft.server.operations.Operations.QueryState;
import dev.weft.server.operations.Operations.ServerState;
import dev.weft.server.operations.Operations.Storage;
import dev.weft.server.operations.Operations.TopicState;
import dev.weft.server.operations.Operations.Work;
import dev.weft.server.query.QueryStatus;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Puts together what operators see. Administrators and auditors see all of it, others the topics,
 * flows and queries of the products that they answer for, and their own consumer groups.
 */
public final class OperationsPages {
  private static final String QUARANTINE = ".quarantine";
  private static final List<String> OWN = List.of("_weft.", "__");

  private final MeshLog mesh;
  private final Sources sources;
  private final BrokerTopics topics;
  private final DecisionTimes decisions;
  private final Path data;
  private final Clock clock;

  /** Where the parts of the page come from, each asked anew for each page. */
  public record Sources(
      Supplier<ServerState> server,
      Supplier<GatewayMetrics> gateway,
      Supplier<List<FlowStatus>> flows,
      Supplier<List<QueryStatus>> queries,
      Supplier<List<Work>> work) {}

  public OperationsPages(
      MeshLog mesh,
      Sources sources,
      BrokerTopics topics,
      DecisionTimes decisions,
      Path data,
      Clock clock) {
    this.mesh = mesh;
    this.sources = sources;
    this.topics = topics;
    this.decisions = decisions;
    this.data = data;
    this.clock = clock;
  }

  /** The mesh as it is now, as far as the caller may see it. */
  public Operations page(Caller caller) {
    var state = mesh.state();
    var sees = scope(state, caller);
    var broker = topics.seen();
    var known = broker.topics().stream().map(OperationsPages::topic).toList();
    var storage = storage(known, broker.problem());
    var flows =
        sources.flows().get().stream()
            .filter(flow -> sees.test(flow.product()))
            .map(OperationsPages::flow)
            .toList();
    var queries =
        sources.queries().get().stream()
            .filter(query -> sees.test(query.product()))
            .map(OperationsPages::query)
            .toList();
    var server = sources.server().get();
    var work = caller.isAuditor() ? sources.work().get() : List.<Work>of();
    var left = caller.isAuditor() ? interrupted(state, work) : List.<Erasure>of();
    return new Operations(
        clock.instant(),
        caller.isAuditor(),
        server,
        sources.gateway().get(),
        decisions.times(),
        storage,
        known.stream().filter(topic -> isSeen(topic, sees, caller)).toList(),
        groups(broker, sees, caller),
        flows,
        queries,
        environments(state),
        work,
        Alerts.of(server.checks(), storage, flows, queries, promises(state, sees), left));
  }

  /** Those that have begun, and at which nobody works any more. */
  private static List<Erasure> interrupted(MeshState state, List<Work> work) {
    return state.all(ResourceKind.ERASURE, Erasure.class).stream()
        .filter(one -> one.status() == Erasure.Status.APPLYING)
        .filter(one -> work.stream().noneMatch(now -> now.name().equals(one.id())))
        .toList();
  }

  /** The products whose state this person may see: those that he answers for. */
  static Predicate<String> scope(MeshState state, Caller caller) {
    if (caller.isAuditor()) {
      return product -> true;
    }
    var rights = new Rights(state);
    return product -> rights.answersFor(caller, product);
  }

  private static boolean isSeen(TopicState topic, Predicate<String> sees, Caller caller) {
    return caller.isAuditor()
        || topic.port().flatMap(PortName::parse).map(PortName::product).filter(sees).isPresent();
  }

  private static TopicState topic(BrokerTopics.Topic topic) {
    var name = topic.name();
    var isQuarantine = name.endsWith(QUARANTINE);
    var port =
        isOwn(name)
            ? Optional.<PortName>empty()
            : PortName.parse(
                isQuarantine ? name.substring(0, name.length() - QUARANTINE.length()) : name);
    var kind =
        isOwn(name) ? "own" : port.isEmpty() ? "other" : isQuarantine ? "quarantine" : "port";
    return new TopicState(
        name,
        kind,
        port.map(PortName::toString),
        topic.partitions(),
        topic.records(),
        topic.bytes());
  }

  private static boolean isOwn(String topic) {
    return OWN.stream().anyMatch(topic::startsWith);
  }

  private static List<GroupState> groups(
      BrokerTopics.Seen broker, Predicate<String> sees, Caller caller) {
    return broker.lags().stream()
        .map(
            lag -> {
              var whose = BrokerGroup.of(lag.group());
              return new GroupState(
                  whose.map(BrokerGroup::principal).orElse(""),
                  whose.map(BrokerGroup::group).orElse(lag.group()),
                  lag.topic(),
                  lag.lag());
            })
        .filter(
            group ->
                caller.isAuditor()
                    || group.principal().equals(caller.id().toString())
                    || PortName.parse(group.topic())
                        .map(PortName::product)
                        .filter(sees)
                        .isPresent())
        .toList();
  }

  private Storage storage(List<TopicState> known, String problem) {
    long total = 0;
    long usable = 0;
    try {
      var store = Files.getFileStore(data);
      total = store.getTotalSpace();
      usable = store.getUsableSpace();
    } catch (IOException e) {
      problem = "The data folder's disk does not say how full it is: " + e.getMessage();
    }
    return new Storage(
        total,
        usable,
        bytes(known, Set.of("port", "quarantine")),
        bytes(known, Set.of("own")),
        bytes(known, Set.of("other")),
        problem);
  }

  private static long bytes(List<TopicState> topics, Set<String> kinds) {
    return topics.stream()
        .filter(topic -> kinds.contains(topic.kind()))
        .mapToLong(TopicState::bytes)
        .sum();
  }

  /** How many records have come into a flow. */
  public static long into(FlowStatus flow) {
    return flow(flow).in();
  }

  private static FlowState flow(FlowStatus flow) {
    var processors = flow.processors();
    var connections = flow.connections();
    var fed = connections.stream().map(FlowStatus.ConnectionStatus::to).collect(toSet());
    var feeding = connections.stream().map(FlowStatus.ConnectionStatus::from).collect(toSet());
    return new FlowState(
        flow.name(),
        flow.product(),
        flow.status().toString(),
        flow.since(),
        flow.message(),
        sum(processors, fed::contains, one -> Math.max(one.in(), one.out())),
        sum(processors, feeding::contains, one -> one.out() > 0 ? one.out() : one.in()),
        processors.stream().mapToLong(FlowStatus.ProcessorStatus::failed).sum(),
        connections.stream().mapToLong(FlowStatus.ConnectionStatus::queued).sum(),
        connections.stream().mapToDouble(OperationsPages::fullness).max().orElse(0));
  }

  /** Of the processors at the flow's ends: those that are not among the inner ones. */
  private static long sum(
      List<FlowStatus.ProcessorStatus> processors,
      Predicate<String> isInner,
      ToLongFunction<FlowStatus.ProcessorStatus> records) {
    return processors.stream().filter(one -> !isInner.test(one.name())).mapToLong(records).sum();
  }

  private static double fullness(FlowStatus.ConnectionStatus connection) {
    return Math.min(
        1,
        Math.max(
            share(connection.queued(), connection.recordsMax()),
            share(connection.bytes(), connection.bytesMax())));
  }

  private static double share(long now, long most) {
    return most > 0 ? (double) now / most : 0;
  }

  private static QueryState query(QueryStatus query) {
    return new QueryState(
        query.name(),
        query.product(),
        query.state().name(),
        query.since(),
        query.message(),
        query.numbers().recordsIn(),
        query.numbers().recordsOut(),
        query.numbers().lag(),
        query.numbers().busy(),
        query
            .next()
            .map(
                next ->
                    new Operations.Beside(
                        next.state().name(), next.since(), next.numbers().lag(), next.caughtUp())));
  }

  private static List<EnvironmentState> environments(MeshState state) {
    var flows = state.all(ResourceKind.FLOW, FlowSpec.class);
    return state.all(ResourceKind.ENVIRONMENT, Environment.class).stream()
        .map(
            one ->
                new EnvironmentState(
                    one.name(),
                    one.description(),
                    one.connect().map(Environment.Connect::url).orElse(""),
                    one.flink().map(Environment.Flink::url).orElse(""),
                    (int) flows.stream().filter(flow -> runsIn(flow, one.name())).count()))
        .toList();
  }

  private static boolean runsIn(FlowSpec flow, String environment) {
    return flow.environment().equals(environment)
        || (flow.environment().isEmpty() && environment.equals(FlowSpec.DEFAULT_ENVIRONMENT));
  }

  private static List<PortHealth> promises(MeshState state, Predicate<String> sees) {
    return state.all(ResourceKind.PORT_HEALTH, PortHealth.class).stream()
        .filter(
            health -> PortName.parse(health.port()).map(PortName::product).filter(sees).isPresent())
        .toList();
  }
}
