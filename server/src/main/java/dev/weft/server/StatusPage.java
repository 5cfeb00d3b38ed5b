package dev.weft.server;

import dev.weft.catalog.audit.GuardedAudit;
import dev.weft.catalog.log.KafkaMeshLog;
import dev.weft.catalog.log.Role;
import dev.weft.flow.FlowStatus;
import dev.weft.gateway.Gateway;
import dev.weft.model.DataProduct;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortHealth;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.access.Ports;
import dev.weft.server.apply.FlowDeployer;
import dev.weft.server.operations.Operations;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How this process is doing, for people, probes and Prometheus. */
final class StatusPage {
  static final String VERSION =
      Optional.ofNullable(StatusPage.class.getPackage().getImplementationVersion())
          .orElse("0.1.0-SNAPSHOT");

  private final KafkaMeshLog mesh;
  private final Gateway gateway;
  private final FlowDeployer flows;
  private final Instant startedAt;
  private final KafkaAccess kafka;
  private final Supplier<String> gatewayAddress;
  private final Supplier<GuardedAudit.Health> audit;

  StatusPage(
      KafkaMeshLog mesh,
      Gateway gateway,
      FlowDeployer flows,
      Instant startedAt,
      KafkaAccess kafka,
      Supplier<String> gatewayAddress,
      Supplier<GuardedAudit.Health> audit) {
    this.audit = audit;
    this.mesh = mesh;
    this.gateway = gateway;
    this.flows = flows;
    this.startedAt = startedAt;
    this.kafka = kafka;
    this.gatewayAddress = gatewayAddress;
  }

  record Status(
      String version,
      Instant startedAt,
      String role,
      String writer,
      String gateway,
      String kafka,
      String audit,
      int products,
      int ports,
      int flows,
      int flowsFailed,
      int subscriptions,
      int readers) {}

  Object status() {
    var state = mesh.state();
    var role = mesh.role();
    return new Status(
        VERSION,
        startedAt,
        role.match(() -> "writer", follower -> "follower"),
        role.match(() -> "", follower -> follower.writerUrl().orElse("")),
        gatewayAddress.get(),
        kafka.bootstrapServers(),
        audit.get().text(),
        state.all(ResourceKind.DATA_PRODUCT).size(),
        Ports.all(state).size(),
        state.all(ResourceKind.FLOW).size(),
        (int)
            flows.status().stream().filter(one -> one.status() == FlowStatus.State.FAILED).count(),
        (int)
            state.all(ResourceKind.SUBSCRIPTION, Subscription.class).stream()
                .filter(one -> one.status() == Subscription.Status.APPROVED)
                .count(),
        gateway.snapshot().connections());
  }

  /** This process, for its operators. */
  Operations.ServerState state() {
    var memory = Runtime.getRuntime();
    return new Operations.ServerState(
        VERSION,
        startedAt,
        mesh.role().match(() -> "writer", follower -> "follower"),
        gatewayAddress.get(),
        kafka.bootstrapServers(),
        memory.totalMemory() - memory.freeMemory(),
        memory.maxMemory(),
        checks());
  }

  Map<String, String> checks() {
    var checks = new LinkedHashMap<String, String>();
    checks.put(
        "log",
        mesh.role() instanceof Role.Follower follower && follower.writerUrl().isEmpty()
            ? "no server writes at the moment"
            : "ok");
    checks.put("gateway", "ok");
    // Events that are kept elsewhere are an alarm, but this server goes on serving.
    var health = audit.get();
    checks.put("audit", (health.spooled() > 0 ? "warning: " : "") + health.text());
    return checks;
  }

  /** Prometheus text format 0.0.4. */
  String metrics() {
    var text = new StringBuilder();
    var seen = gateway.snapshot();
    gauge(
        text, "weft_gateway_connections", "Open connections of Kafka clients.", seen.connections());
    counter(text, "weft_gateway_requests_total", "Requests of Kafka clients.", seen.requests());
    counter(
        text,
        "weft_gateway_records_delivered_total",
        "Records given to readers.",
        seen.delivered());
    counter(
        text,
        "weft_gateway_records_filtered_total",
        "Records left out by row filters.",
        seen.filtered());
    counter(
        text,
        "weft_gateway_records_withheld_total",
        "Records that could not be decoded.",
        seen.withheld());
    counter(
        text,
        "weft_gateway_bytes_delivered_total",
        "Bytes of records given to readers.",
        seen.bytesDelivered());
    counter(
        text, "weft_gateway_decisions_total", "Questions asked of the policies.", seen.decisions());
    counter(text, "weft_gateway_refusals_total", "Requests refused.", seen.refusals());
    counter(
        text,
        "weft_gateway_logins_failed_total",
        "Failed logins of Kafka clients.",
        seen.loginsFailed());
    var health = audit.get();
    gauge(text, "weft_audit_writable", "1 while the audit takes events.", health.isOk() ? 1 : 0);
    gauge(
        text,
        "weft_audit_spooled_events",
        "Audit events that wait in this server's spool.",
        health.spooled());
    gauge(
        text,
        "weft_mesh_writer",
        "1 if this server writes the mesh log.",
        mesh.role() instanceof Role.Writer ? 1 : 0);
    gauge(
        text, "weft_mesh_revision", "Transactions of the mesh log seen.", mesh.state().revision());
    gauge(
        text,
        "weft_products",
        "Data products.",
        mesh.state().all(ResourceKind.DATA_PRODUCT, DataProduct.class).size());
    flows(text);
    promises(text);
    var memory = Runtime.getRuntime();
    gauge(text, "weft_heap_used_bytes", "Heap in use.", memory.totalMemory() - memory.freeMemory());
    return text.toString();
  }

  private void flows(StringBuilder text) {
    head(text, "weft_flow_records_total", "Records taken by a processor.", "counter");
    for (var flow : flows.status()) {
      for (var processor : flow.processors()) {
        text.append(
            "weft_flow_records_total{flow=\"%s\",processor=\"%s\"} %d\n"
                .formatted(escape(flow.name()), escape(processor.name()), processor.in()));
      }
    }
    head(text, "weft_flow_running", "1 while a flow runs.", "gauge");
    for (var flow : flows.status()) {
      text.append(
          "weft_flow_running{flow=\"%s\"} %d\n"
              .formatted(escape(flow.name()), flow.status() == FlowStatus.State.RUNNING ? 1 : 0));
    }
  }

  private void promises(StringBuilder text) {
    head(text, "weft_promises_broken", "Promises of a port's contract that are broken.", "gauge");
    for (var health : mesh.state().all(ResourceKind.PORT_HEALTH, PortHealth.class)) {
      text.append(
          "weft_promises_broken{port=\"%s\"} %d\n"
              .formatted(escape(health.port()), health.breaches().size()));
    }
  }

  private static void counter(StringBuilder text, String name, String help, long value) {
    head(text, name, help, "counter");
    text.append(name).append(' ').append(value).append('\n');
  }

  private static void gauge(StringBuilder text, String name, String help, long value) {
    head(text, name, help, "gauge");
    text.append(name).append(' ').append(value).append('\n');
  }

  private static void head(StringBuilder text, String name, String help, String type) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static String escape(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
