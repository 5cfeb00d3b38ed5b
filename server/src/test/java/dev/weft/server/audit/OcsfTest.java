package dev.weft.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.server.Fixture;
import dev.weft.server.MemoryAudit;
import dev.weft.server.observe.AccessAudit;
import dev.weft.server.observe.ReadLedger;
import dev.weft.spi.AccessObserver.Amounts;
import dev.weft.spi.AccessObserver.Authentication;
import dev.weft.spi.AccessObserver.ReadRange;
import dev.weft.spi.AccessObserver.Reader;
import dev.weft.spi.AccessObserver.Refusal;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.ReadDecision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against the attributes, requirements and enumerations of OCSF 1.8.0. */
public class OcsfTest {
  private static final PortName PORT = new PortName("shop", "orders");
  private static final Reader ADA =
      new Reader("s", PrincipalId.user("ada"), "ada-1", "client", "group", "127.0.0.1:4711");

  private final Fixture.HandClock clock = new Fixture.HandClock();
  private final MemoryAudit audit = new MemoryAudit(clock);
  private final AccessAudit access = new AccessAudit(audit, new ReadLedger(clock), clock);
  private final Ocsf ocsf = new Ocsf("1.0");

  /** What is wrong with these lines, by the schema. */
  public static List<String> faults(String line) {
    return schema().validate(line, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  @Test
  void readsAreDatastoreActivity() {
    var decision =
        new ReadDecision(
            Map.of("email", "p-1"),
            Map.of("email", "hash"),
            List.of(),
            List.of(),
            "show",
            "mask",
            "record.x",
            List.of("p-1"),
            "fraud");
    access
        .readClosed(
            new ReadRange(
                ADA,
                PORT,
                0,
                0,
                9,
                new Amounts(9, 1, 0, 900),
                decision,
                clock.instant(),
                clock.instant()))
        .join();

    var event = last();
    assertThat(event.path("type_uid").asInt()).isEqualTo(600_501);
    assertThat(event.path("time").asLong()).isEqualTo(clock.millis());
    assertThat(event.path("table").path("name").asText()).isEqualTo("shop.orders");
    assertThat(event.path("src_endpoint").path("port").asInt()).isEqualTo(4711);
    assertThat(event.path("unmapped").path("masks").path("email").asText()).isEqualTo("hash");
  }

  @Test
  void refusalsAreDenied() {
    access.refused(new Refusal(ADA, PORT, "write", "Only its product may.", 7)).join();

    var event = last();
    assertThat(event.path("type_uid").asInt()).isEqualTo(600_505);
    assertThat(event.path("action").asText()).isEqualTo("Denied");
    assertThat(event.path("count").asInt()).isEqualTo(7);
  }

  @Test
  void loginsAreAuthentication() {
    access
        .authenticated(
            new Authentication("k", Optional.empty(), "", "127.0.0.1:9", false, "Wrong.", 1))
        .join();

    assertThat(last().path("type_uid").asInt()).isEqualTo(300_201);
    assertThat(last().path("status_detail").asText()).isEqualTo("Wrong.");
  }

  @Test
  void grantsAreUserAccess() {
    var details = Json.object().put("port", "shop.orders");
    details.set("after", Json.object().put("principal", "ada"));
    note("olga", "subscription.approve", "Subscription/s-1", details);

    var event = last();
    assertThat(event.path("type_uid").asInt()).isEqualTo(300_501);
    assertThat(event.path("user").path("name").asText()).isEqualTo("ada");
    assertThat(event.path("actor").path("user").path("name").asText()).isEqualTo("olga");
  }

  @Test
  void everythingElseIsApiActivity() {
    for (var action :
        List.of(
            "resource.create",
            "resource.change",
            "resource.delete",
            "flow.start",
            "key.create",
            "audit.chain",
            "password.set",
            "audit.ask",
            "subscription.reject")) {
      note("olga", action, "Policy/p-1", Json.object());
      assertThat(last().path("class_uid").asInt()).isEqualTo(6003);
    }
  }

  private void note(String who, String action, String subject, ObjectNode details) {
    audit.append(new AuditEvent(PrincipalId.user(who), action, subject, true, details)).join();
  }

  private JsonNode last() {
    var events = audit.events();
    var event = ocsf.of(events.get(events.size() - 1));
    assertThat(faults(Json.text(event))).isEmpty();
    return event;
  }

  private static Schema schema() {
    try (var in = OcsfTest.class.getResourceAsStream("/ocsf/ocsf-1.8.0.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
