package dev.weft.policy;

import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
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
import java.util.Optional;
import java.util.Random;

/** A small mesh of which anything may change at any time, and an engine that follows it. */
final class RandomMesh {
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
          "'products': ['one']",
          "'agents': ['robot']");

  private final Random random;
  private final Clock clock = Clock.fixed(Instant.parse("2026-05-03T10:00:00Z"), ZoneOffset.UTC);
  final MemoryMesh mesh = new MemoryMesh(clock);
  final PolicyEngine engine = engine();

  RandomMesh(long seed) {
    random = new Random(seed);
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

  /** One that knows nothing yet. */
  PolicyEngine engine() {
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

  /** A policy of a random kind and effect. */
  void policy(String name, String resources, String principals) {
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

  /** An agent is known by its keys, and by its subscriptions. */
  private void key() {
    var name = "key-of-robot";
    if (random.nextBoolean()) {
      delete(new ResourceKey(ResourceKind.CLIENT_KEY, name));
    } else {
      mesh.put(
          ResourceKind.CLIENT_KEY,
          name,
          "{'id': '%s', 'principal': 'agent:robot', 'revoked': %s}"
              .formatted(name, random.nextBoolean()));
    }
  }

  private void subscription() {
    var id = "subscription" + random.nextInt(4);
    if (random.nextBoolean()) {
      delete(new ResourceKey(ResourceKind.SUBSCRIPTION, id));
    } else {
      var who = random.nextBoolean() ? PrincipalId.agent("robot") : PrincipalId.user(one(USERS));
      var di = PrincipalId.user("di");
      var now = clock.instant();
      mesh.put(
          ResourceKind.SUBSCRIPTION,
          id,
          Json.tree(
              Subscription.request(
                      id, who, one(ports()), "to see", List.of(), Optional.empty(), who, now)
                  .approve(di, now)));
    }
  }

  private void delete(ResourceKey key) {
    mesh.decide((state, now) -> new MeshLog.Decided<>(List.of(), List.of(key), List.of(), ""));
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Something becomes other than it was. */
  void change() {
    switch (random.nextInt(14)) {
      case 0 -> group(one(List.of("left", "right")));
      case 1 -> user(one(USERS));
      case 2 -> fields(one(PORTS));
      case 3 -> {
        delete(new ResourceKey(ResourceKind.DATA_PRODUCT, "one"));
        product("one", "out");
      }
      case 4 -> key();
      case 5 -> subscription();
      default -> policy();
    }
  }

  /** What everybody may see everywhere, as this engine says. */
  List<String> answers(PolicyEngine by) {
    var all = new ArrayList<String>();
    for (var reader : readers()) {
      for (var port : ports()) {
        all.add(reader + ", " + port + ": " + said(by.read(reader, port)));
      }
    }
    return all;
  }

  /** What everybody may see everywhere, as one says that has just read everything. */
  List<String> answersAnew() {
    var fresh = engine();
    mesh.follow(fresh);
    return answers(fresh);
  }

  static List<PrincipalId> readers() {
    var all = new ArrayList<PrincipalId>();
    USERS.forEach(name -> all.add(PrincipalId.user(name)));
    all.add(PrincipalId.product("one"));
    all.add(PrincipalId.agent("robot"));
    return all;
  }

  static List<PortName> ports() {
    return PORTS.stream().map(name -> PortName.parse(name).orElseThrow()).toList();
  }

  private static String said(ReadView view) {
    return view.allowed() + " " + view.reason() + " " + ReadDecision.of(view) + " " + view.terms();
  }
}
