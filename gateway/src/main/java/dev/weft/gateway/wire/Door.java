package dev.weft.gateway.wire;

import dev.weft.gateway.GatewayMetrics;
import dev.weft.gateway.GatewaySettings;
import dev.weft.gateway.access.Counters;
import dev.weft.gateway.access.FailedLogins;
import dev.weft.gateway.access.GroupsSeen;
import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.Credentials;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening socket and the event loops behind it. */
public final class Door implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Door.class);
  private static final Duration BROKER_WAIT = Duration.ofSeconds(20);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(250);
  private static final String CLIENT_ID = "weft-gateway";

  private final GatewaySettings settings;
  private final ServerSocketChannel listener;
  private final Counters counters = new Counters();
  private final List<EventLoop> loops;
  private final Thread acceptor = new Thread(this::accept, "weft-gateway-accept");
  private volatile OfferedApis offered;

  private Door(
      GatewaySettings settings,
      ServerSocketChannel listener,
      KafkaAccess broker,
      Decisions decisions,
      Credentials credentials,
      AccessObserver observer,
      FieldObserver fields,
      Clock clock) {
    this.settings = settings;
    this.listener = listener;
    var port = listener.socket().getLocalPort();
    var advertised =
        new Shared.Advertised(
            settings.advertisedHost().orElse(settings.host()),
            settings.advertisedPort() == 0 ? port : settings.advertisedPort());
    var shared =
        new Shared(
            settings,
            advertised,
            new BrokerLink(broker),
            () -> offered,
            new TopicIds(),
            decisions,
            credentials,
            observer,
            fields,
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
  }

  /**
   * Opens the door; returns when clients may come.
   *
   * @throws dev.weft.model.ProblemException with an ENVIRONMENT problem when the port is taken or
   *     the broker cannot be reached
   */
  public static Door open(
      GatewaySettings settings,
      KafkaAccess broker,
      Decisions decisions,
      Credentials credentials,
      AccessObserver observer,
      FieldObserver fields,
      Clock clock) {
    var listener = listen(settings);
    var door =
        new Door(settings, listener, broker, decisions, credentials, observer, fields, clock);
    try {
      door.start();
    } catch (RuntimeException e) {
      door.close();
      throw e;
    }
    return door;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(settings.host(), listener.socket().getLocalPort());
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
    try {
      listener.close();
    } catch (IOException e) {
      log.warn("The gateway's port did not close: {}", e.getMessage());
    }
    loops.forEach(EventLoop::close);
  }

  private void start() {
    loops.forEach(EventLoop::start);
    offered =
        new OfferedApis(
            ask(new ApiVersionsRequest.Builder().build(), ApiVersionsResponse.class).data());
    var nothing = new MetadataRequestData().setTopics(List.of()).setAllowAutoTopicCreation(false);
    var version = offered.newest(ApiKeys.METADATA);
    requireOneBroker(ask(new MetadataRequest(nothing, version), MetadataResponse.class));
    acceptor.setDaemon(true);
    acceptor.start();
  }

  private static ServerSocketChannel listen(GatewaySettings settings) {
    try {
      var listener = ServerSocketChannel.open();
      try {
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        return listener.bind(new InetSocketAddress(settings.host(), settings.port()));
      } catch (IOException e) {
        listener.close();
        throw e;
      }
    } catch (IOException e) {
      throw Problem.environment(
              "gateway-port",
              "The gateway cannot listen on "
                  + settings.host()
                  + ":"
                  + settings.port()
                  + ": "
                  + e.getMessage(),
              "Stop what listens there, or choose another port.")
          .asException();
    }
  }

  /** Asks until the broker answers, for a while. */
  private <T extends AbstractResponse> T ask(AbstractRequest question, Class<T> type) {
    var deadline = System.nanoTime() + BROKER_WAIT.toNanos();
    while (true) {
      try {
        return type.cast(tryToAsk(question).get(BROKER_WAIT.toSeconds(), TimeUnit.SECONDS));
      } catch (ExecutionException | TimeoutException e) {
        if (System.nanoTime() > deadline) {
          throw unreachable();
        }
        LockSupport.parkNanos(RETRY_PAUSE.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unreachable();
      }
    }
  }

  private CompletableFuture<AbstractResponse> tryToAsk(AbstractRequest question) {
    var loop = loops.get(0);
    var answered = new CompletableFuture<AbstractResponse>();
    loop.execute(
        () -> {
          try {
            var upstream =
                loop.connect(
                    () -> answered.completeExceptionally(new IOException("connection lost")));
            upstream.ask(
                question,
                CLIENT_ID,
                (answer, receive) -> {
                  answered.complete(answer);
                  Exchange.release(receive);
                  loop.close(upstream);
                });
          } catch (RuntimeException e) {
            answered.completeExceptionally(e);
          }
        });
    return answered;
  }

  /** Each client's requests go to one broker, which must therefore lead all partitions. */
  private static void requireOneBroker(MetadataResponse answer) {
    var brokers = answer.data().brokers().size();
    if (brokers > 1) {
      throw Problem.environment(
              "kafka-many-brokers",
              "The Kafka behind the gateway has " + brokers + " brokers; it can serve one.",
              "Use a cluster of one broker for now.")
          .asException();
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

  private void accept() {
    var next = 0;
    while (listener.isOpen()) {
      try {
        var channel = listener.accept();
        if (admit(channel)) {
          loops.get(next).accept(channel);
          next = (next + 1) % loops.size();
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        log.warn("A connection could not be accepted: {}", e.getMessage());
      }
    }
  }

  private boolean admit(SocketChannel channel) throws IOException {
    if (counters.connections.incrementAndGet() > settings.maxConnections()) {
      counters.connections.decrementAndGet();
      channel.close();
      log.warn("Refused a connection: {} are open already.", settings.maxConnections());
      return false;
    }
    counters.accepted.increment();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    return true;
  }
}
