package dev.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshLog;
import dev.weft.spi.ReadDecision;
import dev.weft.spi.ReadView;
import dev.weft.testing.MemoryMesh;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * An engine that has followed every change answers as one that has just read everything, and a
 * change of one policy leaves the answers alone that it is not about.
 */
class ChangeByChangeTest {
  private static final int CHANGES = 150;
  private static final List<String> PORTS = List.of("one.out", "two.out", "two.more");
  private static final List<String> USERS = List.of("ada", "bo", "cy", "di");
  private static final List<String> RESOURCES =
      List.of(
          "'ports': ['one.out']",
          "'ports': ['two.*']",
          "'ports': ['{user.home}.out']",
          "'products': ['two']",
          "'domains': ['shop']",
          "'tags': ['pii.*']",
          "'fields': ['two.out.mail', 'one.*.city']",
          "'ports': ['*'], 'excludes': {'ports': ['two.more']}");
  private static final List<String> PRINCIPALS =
      List.of(
          "'users': ['ada', 'bo']",
          "'users': ['cy']",
          "'groups': ['left']",
          "'groups': ['right']",
          "'everyone': true",
          "'owner': true",
          "'products': ['one']");

  private final Random random = new Random(17);
  private final Clock clock = Clock.fixed(Instant.parse("2026-05-03T10:00:00Z"), ZoneOffset.UTC);
  private final MemoryMesh mesh = new MemoryMesh(clock);
  private final PolicyEngine engine = engine();

  ChangeByChangeTest() {
    mesh.follow(engine);
    mesh.put(
        ResourceKind.DOMAIN,
        "shop",
        "{'name': 'shop', 'governance': {'body': ['di'], 'stewards': []}}");
    group("left");
    group("right");
    USERS.forEach(this::user);
    mesh.put(
        ResourceKind.DATA_CONTRACT,
        "c",
        """
        {'id': 'c', 'schema': [{'name': 'c', 'properties': [
          {'name': 'id', 'logicalType': 'integer', 'primaryKey': true},
          {'name': 'city', 'logicalType': 'string'}, {'name': 'mail', 'logicalType': 'string'}]}]}
        """);
    product("one", "out");
    product("two", "out", "more");
    PORTS.forEach(this::fields);
  }

  private PolicyEngine engine() {
    return new PolicyEngine(clock, "0123456789abcdef".getBytes(StandardCharsets.UTF_8));
  }

  private void group(String name) {
    var members = random.nextBoolean() ? "'" + one(USERS) + "'" : "";
    mesh.put(ResourceKind.GROUP, name, "{'name': '%s', 'members': [%s]}".formatted(name, members));
  }

  private void user(String name) {
    mesh.put(
        ResourceKind.USER,
        name,
        "{'name': '%s', 'groups': ['%s'], 'attributes': {'home': '%s'}}"
            .formatted(name, one(List.of("left", "right")), one(List.of("one", "two"))));
  }

  private void product(String name, String... ports) {
    var all = new ArrayList<String>();
    for (var port : ports) {
      all.add("{'name': '%s', 'contractId': 'c'}".formatted(port));
    }
    mesh.put(
        ResourceKind.DATA_PRODUCT,
        name,
        "{'id': '%s', 'domain': 'shop', 'outputPorts': [%s]}"
            .formatted(name, String.join(", ", all)));
  }

  private void fields(String port) {
    var tag = random.nextBoolean() ? "'tags': [{'tag': 'pii.mail', 'status': 'CONFIRMED'}]" : "";
    mesh.put(
        ResourceKind.PORT_FIELDS,
        port,
        "{'port': '%s', 'fields': {'id': {}, 'city': {}, 'mail': {%s}}}".formatted(port, tag));
  }

  private void policy() {
    var name = "policy" + random.nextInt(12);
    if (random.nextInt(4) == 0) {
      delete(new ResourceKey(ResourceKind.POLICY, name));
    } else {
      policy(name, one(RESOURCES), one(PRINCIPALS));
    }
  }

  private void policy(String name, String resources, String principals) {
    var type = one(List.of("access", "access", "mask", "row-filter"));
    var effect =
        switch (type) {
          case "access" ->
              one(List.of("'allow': ['read']", "'allow': ['read']", "'deny': ['read']"));
          case "mask" -> "'mask': '" + one(List.of("redact", "none", "hash")) + "'";
          default -> "'filter': 'record.city == \\\"" + one(List.of("Bern", "Basel")) + "\\\"'";
        };
    var otherwise = type.equals("access") && random.nextInt(9) == 0 ? ", 'else': 'deny'" : "";
    var priority = random.nextInt(5) == 0 ? ", 'priority': 'override'" : "";
    mesh.put(
        ResourceKind.POLICY,
        name,
        "{'name': '%s', 'type': '%s', 'resources': {%s}, 'rules': [{'principals': {%s}, %s}]%s%s}"
            .formatted(name, type, resources, principals, effect, otherwise, priority));
  }

  private void delete(ResourceKey key) {
    mesh.decide((state, now) -> new MeshLog.Decided<>(List.of(), List.of(key), List.of(), ""));
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void change() {
    switch (random.nextInt(12)) {
      case 0 -> group(one(List.of("left", "right")));
      case 1 -> user(one(USERS));
      case 2 -> fields(one(PORTS));
      case 3 -> {
        delete(new ResourceKey(ResourceKind.DATA_PRODUCT, "one"));
        product("one", "out");
      }
      default -> policy();
    }
  }

  @Test
  void whoHasFollowedEveryChangeAnswersAsWhoHasJustReadEverything() {
    var allowed = 0;
    for (var i = 0; i < CHANGES; i++) {
      change();
      var fresh = engine();
      mesh.follow(fresh);
      for (var reader : readers()) {
        for (var port : ports()) {
          var view = engine.read(reader, port);
          assertThat(said(view))
              .as("%s, %s", reader, port)
              .isEqualTo(said(fresh.read(reader, port)));
          allowed += view.allowed() ? 1 : 0;
        }
      }
    }
    assertThat(allowed).isBetween(CHANGES, CHANGES * readers().size() * ports().size() - CHANGES);
  }

  @Test
  void aPolicyLeavesTheAnswersAloneThatItIsNotAbout() {
    policy("for-all", "'ports': ['*']", "'everyone': true");
    var before = views();

    mesh.put(
        ResourceKind.POLICY,
        "for-cy",
        "{'name': 'for-cy', 'type': 'access', 'resources': {'ports': ['one.out']},"
            + " 'rules': [{'principals': {'users': ['cy']}, 'deny': ['read']}]}");

    var after = views();
    for (var i = 0; i < before.size(); i++) {
      var isAbout = before.get(i).port().topic().equals("one.out") && i / PORTS.size() == 2;
      if (isAbout) {
        assertThat(after.get(i)).as("%d", i).isNotSameAs(before.get(i));
      } else {
        assertThat(after.get(i)).as("%d", i).isSameAs(before.get(i));
      }
    }
  }

  private List<ReadView> views() {
    var all = new ArrayList<ReadView>();
    for (var reader : readers()) {
      ports().forEach(port -> all.add(engine.read(reader, port)));
    }
    return all;
  }

  private static List<PrincipalId> readers() {
    var all = new ArrayList<PrincipalId>();
    USERS.forEach(name -> all.add(PrincipalId.user(name)));
    all.add(PrincipalId.product("one"));
    return all;
  }

  private static List<PortName> ports() {
    return PORTS.stream().map(name -> PortName.parse(name).orElseThrow()).toList();
  }

  private static String said(ReadView view) {
    return view.allowed() + " " + view.reason() + " " + ReadDecision.of(view) + " " + view.terms();
  }
}
