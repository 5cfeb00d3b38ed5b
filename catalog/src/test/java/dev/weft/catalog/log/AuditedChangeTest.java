package dev.weft.catalog.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog.Decided;
import dev.weft.spi.MeshLog.Put;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditedChangeTest {
  private static final PrincipalId OLGA = PrincipalId.user("olga");
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private Snapshot state = Snapshot.EMPTY;

  @Test
  void everyKindIsToldWithBeforeAndAfter() {
    for (var kind : ResourceKind.values()) {
      var key = new ResourceKey(kind, "a");
      var created = put(key, "{\"v\": 1}");
      var changed = put(key, "{\"v\": 2}");
      var deleted = run(new Decided<>(List.of(), List.of(key), List.of(), "")).get(0);

      assertThat(created.action()).isEqualTo("resource.create");
      assertThat(created.details().has("after")).isTrue();
      assertThat(changed.action()).isEqualTo("resource.change");
      assertThat(changed.details().has("before")).isTrue();
      assertThat(changed.details().has("after")).isTrue();
      assertThat(deleted.action()).isEqualTo("resource.delete");
      assertThat(deleted.details().has("before")).isTrue();
      assertThat(deleted.details().has("after")).isFalse();
    }
  }

  @Test
  void whatACommandForgotIsAdded() {
    var user = new ResourceKey(ResourceKind.USER, "ada");
    var key = new ResourceKey(ResourceKind.CLIENT_KEY, "ada-1");
    put(user, "{\"name\": \"ada\"}");
    put(key, "{\"revoked\": false, \"salt\": \"s\", \"storedKey\": \"k\", \"serverKey\": \"l\"}");
    var told = new AuditEvent(OLGA, "resource.delete", user.toString(), true, Json.object());

    var events = run(new Decided<>(List.of(), List.of(user, key), List.of(told), ""));

    assertThat(events)
        .extracting(AuditEvent::subject)
        .containsExactly("User/ada", "ClientKey/ada-1");
    assertThat(events).extracting(AuditEvent::actor).containsOnly(OLGA);
    assertThat(events.get(0).details().path("before").path("name").asText()).isEqualTo("ada");
    assertThat(events.get(1).details().toString()).contains("revoked").doesNotContain("\"k\"");
  }

  @Test
  void hashesVerifiersAndSecretsAreNotTold() {
    var all =
        List.of(
            put(new ResourceKey(ResourceKind.PASSWORD, "a"), "{\"hash\": \"hidden\"}"),
            put(new ResourceKey(ResourceKind.CLIENT_KEY, "a"), "{\"storedKey\": \"hidden\"}"),
            put(
                new ResourceKey(ResourceKind.PARAMETERS, "a"),
                "{\"plain\": {\"url\": \"x\"}, \"secrets\": {\"password\": \"hidden\"}}"));

    assertThat(all.toString()).doesNotContain("hidden").contains("password").contains("url");
  }

  @Test
  void whatACommandSaidIsNotSaidTwice() {
    var control = new ResourceKey(ResourceKind.FLOW_CONTROL, "f");
    var told = new AuditEvent(OLGA, "flow.stop", "Flow/f", true, Json.object());

    var events = run(new Decided<>(List.of(put(control)), List.of(), List.of(told), ""));

    assertThat(events).singleElement().extracting(AuditEvent::action).isEqualTo("flow.stop");
    assertThat(events.get(0).details().path("after").path("running").asBoolean(true)).isFalse();
  }

  private static Put put(ResourceKey key) {
    return Put.of(key, Json.object().put("running", false), OLGA);
  }

  private AuditEvent put(ResourceKey key, String document) {
    var node = (ObjectNode) Json.parse(document);
    return run(new Decided<>(List.of(Put.of(key, node, OLGA)), List.of(), List.of(), "")).get(0);
  }

  private List<AuditEvent> run(Decided<String> decided) {
    var plan = Plan.of((before, now) -> decided, state, NOW);
    state = plan.after();
    return plan.audit();
  }
}
