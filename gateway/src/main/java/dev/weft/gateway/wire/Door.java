package dev.weft.gateway.wire;

import dev.weft.gateway.GatewayMetrics;
import dev.weft.gateway.GatewaySettings;
import dev.weft.gateway.access.Counters;
import dev.weft.gateway.access.FailedLogins;
import dev.weft.gateway.access.GroupsSeen;
import dev.weft.gateway.access.Quotas;
import dev.weft.gateway.wire.Nodes.Seen;
import dev.weft.gateway.write.Quarantine;
import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.Credentials;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.Schemas;
import dev.weft.spi.SealedFields;
import dev.weft.spi.WriteChecks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;

/** The ports that clients come to, and the event loops behind them. */
public final class Door implements AutoCloseable {
  private static final Duration BROKER_WAIT = Duration.ofSeconds(20);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

  private final GatewaySettings settings;
  private final Counters counters = new Counters();
  private final Entrance entrance;
  private final Listeners listeners;
  private final Listeners.Port main;
  private final Nodes nodes;
  private final Quarantine quarantine;
  private final List<EventLoop> loops;
  private final AtomicInteger next = new AtomicInteger();
  private final Inquiry inquiry;
  private final NodeWatch watch;
  private volatile OfferedApis offered;

  private Door(
      GatewaySettings settings,
      KafkaAccess broker,
      Decisions decisions,
      Credentials credentials,
      AccessObserver observer,
      FieldObserver fields,
      Schemas schemas,
      WriteChecks writes,
      SealedFields sealed,
      Clock clock) {
    this.settings = settings;
    this.entrance = new Entrance(settings.limits(), counters, System::nanoTime);
    var link = new BrokerLink(broker);
    this.nodes = new Nodes(link.addresses());
    this.listeners = new Listeners(settings.listening().host(), entrance, this::accept);
    this.main = listen();
    this.quarantine = new Quarantine(broker);
    var shared =
        new Shared(
            settings,
            nodes,
            link,
            entrance,
            () -> offered,
            new TopicIds(),
            decisions,
            credentials,
            observer,
            fields,
            schemas,
            writes,
            sealed,
            quarantine,
            new Quotas(System::nanoTime),
            new GroupsSeen(),
            new FailedLogins(clock),
            new Decoys(new SecureRandom()),
            counters,
            clock);
    var table = new HandlerTable();
    this.loops =
        IntStream.range(0, settings.eventLoops())
            .mapToObj(number -> new EventLoop(number, shared, table))
            .toList();
    this.inquiry = new Inquiry(loops.get(0));
    var doors = new BrokerDoors(settings.listening(), listeners, main.number());
    this.watch = new NodeWatch(nodes, doors, this::roll, System::nanoTime);
  }

  /**
   * Opens the door; returns when clients may come.
   *
   * @throws dev.weft.model.ProblemException with an ENVIRONMENT problem when a port is taken or the
   *     broker cannot be reached
   */
  public static Door open(
      GatewaySettings settings,
      KafkaAccess broker,
      Decisions decisions,
      Credentials credentials,
      AccessObserver observer,
      FieldObserver fields,
      Schemas schemas,
      WriteChecks writes,
      SealedFields sealed,
      Clock clock) {
    var door =
        new Door(
            settings,
            broker,
            decisions,
            credentials,
            observer,
            fields,
            schemas,
            writes,
            sealed,
            clock);
    try {
      door.start();
    } catch (RuntimeException e) {
      door.close();
      throw e;
    }
    return door;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(settings.listening().host(), main.number());
  }

  public GatewayMetrics snapshot() {
    return new GatewayMetrics(
        counters.connections.get(),
        counters.accepted.sum(),
        counters.loginsFailed.sum(),
        counters.requests.sum(),
        counters.refusals.sum(),
        counters.delivered.sum(),
        counters.filtered.sum(),
        counters.withheld.sum(),
        counters.bytesDelivered.sum(),
        counters.decisions.sum(),
        counters.rewriteNanos.sum());
  }

  @Override
  public void close() {
    watch.close();
    listeners.close();
    loops.forEach(EventLoop::close);
    quarantine.close();
  }

  private void start() {
    loops.forEach(EventLoop::start);
    offered =
        new OfferedApis(
            insist(new ApiVersionsRequest.Builder().build(), ApiVersionsResponse.class).data());
    watch.start(seen(insist(whichBrokers(), MetadataResponse.class)));
    listeners.start();
  }

  private Listeners.Port listen() {
    var listening = settings.listening();
    try {
      return listeners.open(listening.port(), Route.ANY);
    } catch (IOException e) {
      listeners.close();
      throw Problem.environment(
              "gateway-port",
              "The gateway cannot listen on "
                  + listening.host()
                  + ":"
                  + listening.port()
                  + ": "
                  + e.getMessage(),
              "Stop what listens there, or choose another port.")
          .asException();
    }
  }

  private void accept(SocketChannel channel, Route route, Entrance.Place place) {
    loops.get(Math.floorMod(next.getAndIncrement(), loops.size())).accept(channel, route, place);
  }

  private Collection<Seen> roll() throws IOException {
    return seen(inquiry.ask(whichBrokers(), MetadataResponse.class, BROKER_WAIT));
  }

  private MetadataRequest whichBrokers() {
    return new MetadataRequest(
        new MetadataRequestData().setTopics(List.of()).setAllowAutoTopicCreation(false),
        offered.newest(ApiKeys.METADATA));
  }

  private static Collection<Seen> seen(MetadataResponse answer) {
    return answer.data().brokers().stream().map(Seen::of).toList();
  }

  /** Asks until a broker answers, for a while. */
  private <T extends AbstractResponse> T insist(AbstractRequest question, Class<T> type) {
    var deadline = System.nanoTime() + BROKER_WAIT.toNanos();
    while (true) {
      try {
        return inquiry.ask(question, type, BROKER_WAIT);
      } catch (IOException e) {
        if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
          throw unreachable();
        }
        LockSupport.parkNanos(RETRY_PAUSE.toNanos());
      }
    }
  }

  private static RuntimeException unreachable() {
    return Problem.environment(
            "kafka-unreachable",
            "The Kafka behind the gateway did not answer within "
                + BROKER_WAIT.toSeconds()
                + " seconds.",
            "Check its address and the gateway's credentials there; the log says more.")
        .asException();
  }
}
