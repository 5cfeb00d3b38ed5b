package dev.weft.server;

import dev.weft.catalog.audit.AuditAnchor;
import dev.weft.catalog.audit.GuardedAudit;
import dev.weft.catalog.audit.KafkaAuditLog;
import dev.weft.catalog.log.KafkaMeshLog;
import dev.weft.catalog.log.MeshLogSettings;
import dev.weft.catalog.log.Role;
import dev.weft.catalog.topics.MeshTopics;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.KafkaAccess;
import dev.weft.server.observe.SeenUses;
import dev.weft.server.parameters.SecretBox;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What everything else stands on: the settings, the clock, Kafka, the audit and the mesh log. */
final class MeshBase {
  private static final long AUDIT_SPOOL_BYTES_MAX = 64L * 1024 * 1024;

  final Settings settings;
  final Consumer<Throwable> onBroken;
  final Parts parts;
  final Clock clock = Clock.systemUTC();
  final SecureRandom random = new SecureRandom();
  final Instant startedAt = clock.instant();
  final DataFolder folder;
  final SecretBox box;
  final int httpPort;
  final KafkaAccess kafka;
  final MeshTopics topics = MeshTopics.STANDARD;
  final KafkaMeshLog mesh;
  final GuardedAudit audit;

  /** Where the portal and REST are, on this machine. */
  final String url;

  /** Whether this process is the one that writes the mesh log, at this moment. */
  final BooleanSupplier writer;

  /**
   * Starts Kafka, if it is not elsewhere, and opens the logs without reading them.
   *
   * @param onBroken is told when a view can no longer follow the log
   * @throws dev.weft.model.ProblemException when an address is taken or the data folder is not good
   */
  MeshBase(Settings settings, Consumer<Throwable> onBroken, Parts parts) {
    this.settings = settings;
    this.onBroken = onBroken;
    this.parts = parts;
    FreePort.require("cannot-listen", "HTTP", "--http", settings.httpHost(), settings.httpPort());
    FreePort.require(
        "gateway-port", "The gateway", "--gateway", settings.gatewayHost(), settings.gatewayPort());
    folder = new DataFolder(settings.data());
    box = new SecretBox(folder.secretKey(random), random);
    httpPort = settings.httpPort() == 0 ? FreePort.find() : settings.httpPort();
    url = "http://" + settings.httpHost() + ":" + httpPort;
    kafka =
        settings.kafka().orElseGet(() -> parts.add(EmbeddedKafka.start(folder.path())).access());
    topics.create(kafka);
    var processId = UUID.randomUUID().toString();
    var kafkaAudit = parts.add(new KafkaAuditLog(kafka, topics, processId, clock, onBroken));
    mesh =
        parts.add(
            new KafkaMeshLog(
                new MeshLogSettings(kafka, topics, publicUrl(), processId, clock),
                kafkaAudit,
                onBroken));
    writer = () -> mesh.role() instanceof Role.Writer;
    kafkaAudit.anchoredBy(
        new AuditAnchor(folder.path().resolve("audit.anchor"), box.derive("audit anchor")));
    kafkaAudit.follow(new SeenUses(mesh, writer, workers("seen-uses", 1))::see);
    kafkaAudit.start();
    audit = parts.add(guarded(kafkaAudit));
  }

  /** Where others find the portal and REST. */
  String publicUrl() {
    return settings.httpUrl().orElse(url);
  }

  Workers workers(String name, int threads) {
    return parts.add(new Workers(name, threads));
  }

  private GuardedAudit guarded(KafkaAuditLog audit) {
    return switch (settings.auditFailure()) {
      case STOP -> GuardedAudit.stopping(audit, clock);
      case SPOOL ->
          GuardedAudit.spooling(
              audit, clock, folder.path().resolve("audit.spool"), AUDIT_SPOOL_BYTES_MAX);
    };
  }
}
