package dev.weft.bench;

import dev.weft.catalog.audit.KafkaAuditLog;
import dev.weft.catalog.topics.MeshTopics;
import dev.weft.classification.Classifiers;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.flow.FlowLimits;
import dev.weft.flow.FlowRunner;
import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.RunnerServices;
import dev.weft.flow.Tracing;
import dev.weft.gateway.Gateway;
import dev.weft.gateway.GatewaySettings;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.policy.CelExpressions;
import dev.weft.policy.PolicyEngine;
import dev.weft.registry.ContractChecks;
import dev.weft.registry.schema.Draft;
import dev.weft.registry.schema.RegisteredSchemas;
import dev.weft.registry.schema.SubjectName;
import dev.weft.registry.schema.Subjects;
import dev.weft.server.access.ContractsAtTheDoor;
import dev.weft.server.access.PortContracts;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.SessionKeys;
import dev.weft.server.observe.AccessAudit;
import dev.weft.server.observe.FieldRegistry;
import dev.weft.server.observe.ReadLedger;
import dev.weft.spi.AccessContext;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.Decisions;
import dev.weft.spi.ReadView;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.testing.MemoryMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Broker, policies, gateway, audit and runner in this process, as the server joins them; the mesh
 * log is in memory. Its folder is a temporary one, removed with {@link #close}.
 */
final class RunningMesh implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Path folder;
  private final MemoryMesh mesh;
  private final Payments payments;
  private final KafkaAccess broker;
  private final Admin admin;
  private final PolicyEngine policy;
  private final SessionKeys sessions;
  private final RunnerServices services;
  private final FlowRunner runner;
  private FlowRunner untraced;

  RunningMesh() throws IOException {
    this(decisions -> decisions, observer -> observer);
  }

  /** One whose gateway asks and tells through these, which change nothing but may look on. */
  RunningMesh(UnaryOperator<Decisions> decisions, UnaryOperator<AccessObserver> observer)
      throws IOException {
    folder = Files.createTempDirectory("weft-bench-");
    parts.push(() -> delete(folder));
    var clock = Clock.systemUTC();
    var random = new SecureRandom();
    broker = add(EmbeddedKafka.start(folder)).access();
    MeshTopics.STANDARD.create(broker);
    var audit = add(new KafkaAuditLog(broker, MeshTopics.STANDARD, "bench", clock, this::broken));
    audit.start();
    admin = add(Admin.create(broker.clientProperties()));

    mesh = new MemoryMesh(clock);
    policy = new PolicyEngine(clock, random.generateSeed(32));
    mesh.follow(policy);
    var schemas = new RegisteredSchemas();
    mesh.follow(schemas);
    payments = new Payments(mesh);

    var address = new AtomicReference<>("");
    var transport = Map.of("security.protocol", "SASL_PLAINTEXT");
    sessions = new SessionKeys(policy, address::get, transport, clock, random);
    var classifying = Executors.newFixedThreadPool(2);
    parts.push(classifying::shutdown);
    var fields = new FieldRegistry(mesh, Classifiers.installed()::classify, classifying);
    var checks = new ContractChecks(new CelExpressions());
    var gateway =
        add(
            Gateway.start(
                GatewaySettings.loopback(0),
                broker,
                decisions.apply(policy),
                sessions,
                observer.apply(new AccessAudit(audit, new ReadLedger(clock), clock)),
                fields,
                schemas,
                new ContractsAtTheDoor(
                    mesh, new PortContracts(mesh, schemas::rules), checks, classifying),
                clock));
    address.set("127.0.0.1:" + gateway.address().getPort());
    services =
        RunnerServices.plain(
            broker,
            sessions::product,
            new ProcessorTypes(installed()),
            new CelExpressions(),
            checks,
            fields,
            policy,
            port -> Ports.contract(mesh.state(), port),
            clock);
    runner = add(new FlowRunner(services));
  }

  /** The broker behind the gateway. */
  KafkaAccess direct() {
    return broker;
  }

  /** Through the gateway, as this user. */
  KafkaAccess as(String user) {
    return sessions.open(PrincipalId.user(user), AccessContext.NONE).access();
  }

  /** Through the gateway, as this product. */
  KafkaAccess asProduct(String product) {
    return sessions.product(product);
  }

  ReadView view(String user, PortName port) {
    return policy.read(PrincipalId.user(user), port);
  }

  FlowRunner runner() {
    return runner;
  }

  /** Writes no trace. */
  FlowRunner untraced() {
    if (untraced == null) {
      untraced = add(new FlowRunner(services, FlowLimits.DEFAULT, new Random(), Tracing.OFF));
    }
    return untraced;
  }

  Admin admin() {
    return admin;
  }

  /** What policies and products are written to. */
  MemoryMesh log() {
    return mesh;
  }

  /** The topic of a port that somebody else makes, of one partition. */
  void topic(PortName port) throws ExecutionException, InterruptedException {
    var topic = new NewTopic(port.topic(), Optional.of(1), Optional.empty());
    admin.createTopics(List.of(topic)).all().get();
  }

  /** As if the classifier had looked at the port. */
  void classify(PortName port) {
    payments.classified(port);
  }

  /** A new port of payments, with its topics. */
  PortName port(String product, String name, int partitions)
      throws ExecutionException, InterruptedException {
    var port = new PortName(product, name);
    var one = Optional.<Short>empty();
    var topic = new NewTopic(port.topic(), Optional.of(partitions), one);
    var quarantine = new NewTopic(port.quarantineTopic(), Optional.of(1), one);
    admin.createTopics(List.of(topic, quarantine)).all().get();
    payments.addPort(port);
    return port;
  }

  /** A new port of one partition whose fields are known, IBANs tagged. */
  PortName classifiedPort(String product, String name)
      throws ExecutionException, InterruptedException {
    var port = port(product, name, 1);
    payments.classified(port);
    return port;
  }

  /** From now on the ports hold this format; returns the id of the schema, 0 for JSON. */
  int writes(String format) {
    if (format.equals("json")) {
      return 0;
    }
    payments.contract(format);
    var draft =
        format.equals("avro")
            ? new Draft("AVRO", Payment.SCHEMA.toString())
            : new Draft("PROTOBUF", Payment.PROTO);
    return new Subjects(mesh, new CelExpressions())
        .register(SubjectName.parse("payments.payments-value"), draft, PrincipalId.WEFT)
        .schema()
        .id();
  }

  /** Frees the space of its records. */
  void drop(PortName port) throws ExecutionException, InterruptedException {
    admin.deleteTopics(List.of(port.topic(), port.quarantineTopic())).all().get();
  }

  private static List<ProcessorType<?>> installed() {
    var found = new ArrayList<ProcessorType<?>>();
    for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class)) {
      found.add(type);
    }
    return found;
  }

  private void broken(Throwable cause) {
    throw new IllegalStateException("The audit is broken", cause);
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  private static void delete(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("Stopping went wrong", e);
      }
    }
  }
}
