package dev.weft.server.quality;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.registry.quality.Meter;
import dev.weft.registry.quality.Objectives;
import dev.weft.server.access.ChangedProducts;
import dev.weft.server.access.Ports;
import dev.weft.spi.Expressions;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import dev.weft.spi.QualityQueries;
import dev.weft.spi.RecordDecoder;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what comes to the ports whose contracts promise something that can be measured, on the
 * server that writes the mesh log. One thread, half of a core at most: what it cannot keep up with
 * is skipped, and then counts as not seen.
 */
public final class QualityWatch implements Fold, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(QualityWatch.class);
  private static final Set<String> UNBOUND = Set.of("draft", "proposed", "retired");
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration TICK = Duration.ofSeconds(5);

  private final MeshLog mesh;
  private final WatchedTopics topics;
  private final RecordDecoder decoder;
  private final Expressions expressions;
  private final Optional<QualityQueries> queries;
  private final Breaches breaches;
  private final BooleanSupplier writer;
  private final Clock clock;
  private final Map<PortName, PortMeter> meters = new ConcurrentHashMap<>();

  /** Ports that promise nothing that can be measured, by the version of their contract. */
  private final Map<PortName, Long> unmeasured = new HashMap<>();

  private final ChangedProducts changed = new ChangedProducts();
  private final Thread thread = new Thread(this::run, "weft-quality");
  private volatile boolean closing;

  /** Does nothing yet: {@link #start()} does. */
  public QualityWatch(
      KafkaAccess kafka,
      MeshLog mesh,
      RecordDecoder decoder,
      Expressions expressions,
      Optional<QualityQueries> queries,
      BooleanSupplier writer,
      Clock clock) {
    this.mesh = mesh;
    this.topics = new WatchedTopics(kafka, clock);
    this.decoder = decoder;
    this.expressions = expressions;
    this.queries = queries;
    this.breaches = new Breaches(mesh);
    this.writer = writer;
    this.clock = clock;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void apply(List<Change> changes) {
    changed.note(changes);
  }

  /** How a port is measured; empty when it promises nothing that is, or another server does it. */
  Optional<PortMeter> of(PortName port) {
    return Optional.ofNullable(meters.get(port));
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closing) {
        if (writer.getAsBoolean()) {
          watch();
        }
        Thread.sleep(POLL.toMillis());
      }
    } catch (InterruptedException | InterruptException e) {
      log.debug("The promises of ports are no longer measured here");
    }
  }

  /** Until this is not the writer any more, or Kafka refuses; then it is begun again. */
  private void watch() throws InterruptedException {
    forget(Set.copyOf(meters.keySet()));
    changed.noteAll();
    try (var consumer = topics.consumer()) {
      var judged = clock.instant();
      while (!closing && writer.getAsBoolean()) {
        if (!changed.isEmpty()) {
          refresh();
        }
        topics.follow(consumer, meters.values());
        step(consumer);
        if (!clock.instant().isBefore(judged.plus(TICK))) {
          judged = clock.instant();
          judge(consumer);
        }
      }
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException | ProblemException e) {
      log.warn("What contracts promise could not be measured and is begun again: {}", e.toString());
    } finally {
      forget(Set.copyOf(meters.keySet()));
    }
  }

  private void step(KafkaConsumer<byte[], byte[]> consumer) throws InterruptedException {
    if (consumer.assignment().isEmpty()) {
      Thread.sleep(POLL.toMillis());
      return;
    }
    var records = consumer.poll(POLL);
    var began = System.nanoTime();
    take(records);
    if (records.count() == WatchedTopics.RECORDS_AT_ONCE) {
      // There is more: let others have the core for as long.
      Thread.sleep(Math.min(POLL.toMillis(), (System.nanoTime() - began) / 1_000_000));
    }
  }

  /** What comes in a full batch was readable before: it says nothing of latency. */
  private void take(ConsumerRecords<byte[], byte[]> records) {
    var isLive = records.count() < WatchedTopics.RECORDS_AT_ONCE;
    var now = OptionalLong.of(clock.millis());
    for (var record : records) {
      var port = WatchedTopics.port(record.topic());
      port.flatMap(this::of)
          .ifPresent(
              meter ->
                  meter.take(
                      record, decoder, isLive && meter.isCaughtUp() ? now : OptionalLong.empty()));
    }
  }

  private void judge(KafkaConsumer<byte[], byte[]> consumer) {
    var now = clock.instant();
    topics.catchUp(consumer, meters.values());
    meters.values().forEach(meter -> meter.judge(now));
    breaches.note(List.copyOf(meters.values()), now);
  }

  private void refresh() {
    var state = mesh.state();
    var part = changed.take();
    var products = part.names(state);
    var gone = new HashSet<PortName>();
    for (var port : meters.keySet()) {
      if (part.isAll() || products.contains(port.product())) {
        gone.add(port);
      }
    }
    for (var name : products) {
      state.find(ResourceKind.DATA_PRODUCT, name, DataProduct.class).stream()
          .flatMap(product -> product.outputPorts().stream().map(product::portName))
          .filter(port -> isMeasured(state, port))
          .forEach(gone::remove);
    }
    forget(gone);
  }

  /** Whether it is from now on, as its contract says now. */
  private boolean isMeasured(MeshState state, PortName port) {
    var meter =
        contract(state, port)
            .filter(contract -> !UNBOUND.contains(contract.as(Contract.class).status()))
            .flatMap(contract -> meter(port, contract));
    meter.ifPresent(
        now -> {
          var before = meters.put(port, now);
          if (before != null && before != now) {
            before.meter().close();
          }
        });
    return meter.isPresent();
  }

  private void forget(Set<PortName> gone) {
    gone.forEach(port -> meters.remove(port).meter().close());
  }

  private static Optional<Resource> contract(MeshState state, PortName port) {
    return Ports.contract(state, port)
        .flatMap(contract -> state.get(new ResourceKey(ResourceKind.DATA_CONTRACT, contract.id())));
  }

  /** That of before where the contract is the same; empty where nothing can be measured. */
  private Optional<PortMeter> meter(PortName port, Resource contract) {
    var before = meters.get(port);
    if (before != null && before.contractVersion() == contract.version()) {
      return Optional.of(before);
    }
    if (Objects.equals(unmeasured.get(port), contract.version())) {
      return Optional.empty();
    }
    unmeasured.remove(port);
    try {
      var objectives = Objectives.of(contract.as(Contract.class), expressions, queries);
      if (objectives.measured().isEmpty()) {
        unmeasured.put(port, contract.version());
        return Optional.empty();
      }
      return Optional.of(
          new PortMeter(port, contract.version(), new Meter(objectives, contract.changedAt())));
    } catch (ProblemException e) {
      log.warn("The promises of {} cannot be measured: {}", port, e.getMessage());
      return Optional.empty();
    }
  }
}
