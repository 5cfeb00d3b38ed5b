package dev.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.PolicySpec;
import dev.weft.model.PolicySpec.Principals;
import dev.weft.model.PolicySpec.Resources;
import dev.weft.model.PolicySpec.Rule;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.policy.ObviousOracle.Field;
import dev.weft.policy.ObviousOracle.Grant;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import dev.weft.testing.MemoryMesh;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random meshes that change step by step: after every step the engine, with its index and its cache
 * of earlier answers, says what a slow and obvious oracle says.
 */
class ClosedByDefaultTest {
  private static final PortName PORT = new PortName("p", "o");
  private static final List<String> PATHS = List.of("a", "b", "n.x", "n.y");
  private static final List<String> USERS = List.of("u", "v");
  private static final String[] TAGS = {"pii.email", "pii.phone", "open"};
  private static final String[] MASKS = {
    "none", "none", "show-last-4", "hash", "redact", "null", "date-show-year", "blur"
  };

  private final Random random = new Random(20260503);
  private final RecordShop.SettableClock clock =
      new RecordShop.SettableClock(Instant.parse("2026-05-03T10:00:00Z"));
  private final MemoryMesh mesh = new MemoryMesh(clock);
  private final PolicyEngine engine =
      new PolicyEngine(clock, "0123456789abcdef".getBytes(StandardCharsets.UTF_8));

  private final Map<String, PolicySpec> policies = new HashMap<>();
  private final Map<String, Set<String>> groups = new HashMap<>();
  private final Map<String, List<Grant>> grants = new HashMap<>();
  private final Map<String, Set<String>> contractTags = new LinkedHashMap<>();
  private final Map<String, Set<String>> foundTags = new LinkedHashMap<>();
  private Set<String> portTags = Set.of();
  private int subscriptions;
  private final Map<String, Integer> seen = new HashMap<>();

  @Test
  void theEngineSaysWhatTheOracleSays() {
    mesh.follow(engine);
    USERS.forEach(this::changeUser);
    changeContract();
    changeProduct();
    for (var step = 0; step < 2_000; step++) {
      var before = engine.epoch();
      change();
      assertThat(engine.epoch()).as("epoch after step " + step).isGreaterThan(before);
      for (var user : USERS) {
        compare(step, user);
      }
    }
    assertThat(seen.keySet()).contains("show", "withhold", "show-last-4", "hash", "null");
    assertThat(seen.values()).allMatch(times -> times > 30);
  }

  private void compare(int step, String user) {
    var fields = fields();
    var oracle =
        new ObviousOracle(
            List.copyOf(policies.values()),
            portTags,
            fields,
            user,
            groups.get(user),
            grants.getOrDefault(user, List.of()),
            clock.instant());
    var view = engine.read(PrincipalId.user(user), PORT);
    var what = "step " + step + ", " + user + ", " + view + ", " + policies.values();

    assertThat(view.allowed()).as(what).isEqualTo(oracle.allowed());
    if (!view.allowed()) {
      return;
    }
    for (var field : fields) {
      seen.merge(oracle.rule(field), 1, Integer::sum);
      assertThat(RecordShop.word(view.fields().get(field.path())))
          .as(field + " at " + what)
          .isEqualTo(oracle.rule(field));
    }
    assertThat(RecordShop.word(view.otherFields())).as(what).isEqualTo(oracle.ruleOfOthers());
    assertThat(filters(view)).as(what).isEqualTo(oracle.filters());
    var keyShown = view.key() == FieldRule.SHOW;
    assertThat(keyShown).as(what).isEqualTo(RecordShop.word(view.fields().get("a")).equals("show"));
  }

  private static Set<String> filters(ReadView view) {
    return view.filter()
        .map(filter -> Set.of(filter.text().replaceAll("[()]", "").split(" && ")))
        .orElse(Set.of());
  }

  private List<Field> fields() {
    return PATHS.stream()
        .map(
            path -> {
              var tags = new HashSet<>(portTags);
              tags.addAll(contractTags.getOrDefault(path, Set.of()));
              tags.addAll(foundTags.getOrDefault(path, Set.of()));
              return new Field(path, tags, foundTags.containsKey(path));
            })
        .toList();
  }

  private void change() {
    switch (random.nextInt(10)) {
      case 0 -> changeUser(pick(USERS));
      case 1 -> changeContract();
      case 2 -> changeProduct();
      case 3, 4 -> changePortFields();
      case 5 -> changeSubscription();
      case 6 -> {
        // Time passes; the epoch must notice by itself.
        subscribe(pick(USERS), List.of(), Optional.of(clock.instant().plusSeconds(5)));
        clock.advance(Duration.ofSeconds(6));
      }
      default -> changePolicy();
    }
  }

  private void changeUser(String name) {
    groups.put(name, subset("g", "h"));
    mesh.put(
        ResourceKind.USER,
        name,
        "{'name': '%s', 'groups': %s}".formatted(name, array(groups.get(name))));
  }

  private void changeProduct() {
    portTags = random.nextInt(4) == 0 ? Set.of(pick(TAGS)) : Set.of();
    mesh.put(
        ResourceKind.DATA_PRODUCT,
        "p",
        """
        {'id': 'p', 'domain': 'd', 'outputPorts': [{'name': 'o', 'contractId': 'c', 'tags': %s}]}
        """
            .formatted(array(portTags)));
  }

  private void changeContract() {
    for (var path : PATHS) {
      contractTags.put(path, random.nextInt(5) == 0 ? Set.of(pick(TAGS)) : Set.of());
    }
    mesh.put(
        ResourceKind.DATA_CONTRACT,
        "c",
        """
        {'id': 'c', 'schema': [{'name': 's', 'properties': [
          {'name': 'a', 'primaryKey': true, 'tags': %s}, {'name': 'b', 'tags': %s},
          {'name': 'n', 'logicalType': 'object', 'properties': [
            {'name': 'x', 'tags': %s}, {'name': 'y', 'tags': %s}]}]}]}
        """
            .formatted(PATHS.stream().map(path -> array(contractTags.get(path))).toArray()));
  }

  private void changePortFields() {
    foundTags.clear();
    var found = Json.object();
    for (var path : PATHS) {
      if (random.nextInt(4) > 0) {
        var rejected = random.nextInt(3) == 0;
        var tag = pick(TAGS);
        foundTags.put(path, rejected ? Set.of() : Set.of(tag));
        found.set(
            path,
            Json.parse(
                "{\"type\": \"string\", \"tags\": ["
                    + RecordShop.tag(tag, rejected ? "REJECTED" : "CONFIRMED").replace('\'', '"')
                    + "]}"));
      }
    }
    var document = Json.object();
    document.put("port", "p.o");
    document.set("fields", found);
    mesh.put(ResourceKind.PORT_FIELDS, "p.o", document);
  }

  private void changeSubscription() {
    var until =
        random.nextBoolean()
            ? Optional.<Instant>empty()
            : Optional.of(clock.instant().plusSeconds(random.nextInt(60) - 5L));
    var user = pick(USERS);
    if (random.nextInt(3) == 0) {
      grants.put(user, new ArrayList<>());
      for (var i = 0; i <= subscriptions; i++) {
        revoke("s-" + i, user);
      }
    }
    subscribe(user, List.copyOf(subset("a", "b", "n")), until);
  }

  private void revoke(String id, String user) {
    mesh.state()
        .find(ResourceKind.SUBSCRIPTION, id, Subscription.class)
        .filter(one -> one.principal().name().equals(user))
        .filter(one -> one.status() == Subscription.Status.APPROVED)
        .ifPresent(
            one ->
                mesh.put(
                    ResourceKind.SUBSCRIPTION,
                    id,
                    Json.tree(one.revoke(PrincipalId.WEFT, clock.instant(), "test"))));
  }

  private void subscribe(String user, List<String> fields, Optional<Instant> until) {
    var id = "s-" + ++subscriptions;
    var who = PrincipalId.user(user);
    var now = clock.instant();
    var approved =
        Subscription.request(id, who, PORT, "test", fields, until, who, now)
            .approve(PrincipalId.WEFT, now);
    grants.computeIfAbsent(user, any -> new ArrayList<>()).add(new Grant(fields, until));
    mesh.put(ResourceKind.SUBSCRIPTION, id, Json.tree(approved));
  }

  private void changePolicy() {
    var type = List.of(PolicySpec.Type.values()).get(random.nextInt(3));
    var name = "policy-" + random.nextInt(6);
    var rules = new ArrayList<Rule>();
    for (var i = random.nextInt(3); i >= 0; i--) {
      rules.add(rule(type));
    }
    var policy = new PolicySpec(name, "", type, resources(), rules);
    policies.put(name, policy);
    mesh.put(ResourceKind.POLICY, name, Json.tree(policy));
  }

  private Rule rule(PolicySpec.Type type) {
    var everyone = random.nextInt(4) == 0;
    var who =
        new Principals(
            List.copyOf(subset("u")), List.copyOf(subset("g")), null, null, everyone, false);
    var read = List.of("read");
    return switch (type) {
      case ACCESS ->
          random.nextInt(4) == 0
              ? new Rule(who, null, read, null, null)
              : new Rule(who, read, null, null, null);
      case MASK -> new Rule(who, null, null, pick(MASKS), null);
      case ROW_FILTER -> new Rule(who, null, null, null, "record.a == '" + random.nextInt(4) + "'");
    };
  }

  private Resources resources() {
    return switch (random.nextInt(7)) {
      case 0 -> new Resources(List.of("d"), null, null, null, null);
      case 1 -> new Resources(null, List.of("p*"), null, null, null);
      case 2 -> new Resources(null, null, List.of("p.o"), null, null);
      case 3, 4 ->
          new Resources(
              null, null, null, List.of(pick("p.o.a", "p.o.*", "*.b", "p.o.n", "q.o.a")), null);
      default ->
          new Resources(null, null, null, null, List.of(pick("pii.*", "pii.email", "open", "*")));
    };
  }

  private Set<String> subset(String... from) {
    var all = new HashSet<String>();
    for (var one : from) {
      if (random.nextBoolean()) {
        all.add(one);
      }
    }
    return all;
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String array(Set<String> words) {
    return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(",", "[", "]"));
  }
}
