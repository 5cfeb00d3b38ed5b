package dev.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.MaskChoice;
import dev.weft.model.PolicySpec;
import dev.weft.model.PolicySpec.Excludes;
import dev.weft.model.PolicySpec.Principals;
import dev.weft.model.PolicySpec.Resources;
import dev.weft.model.PolicySpec.Rule;
import dev.weft.model.PolicyValidity;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.policy.ObviousOracle.Asker;
import dev.weft.policy.ObviousOracle.Field;
import dev.weft.policy.ObviousOracle.Grant;
import dev.weft.policy.ObviousOracle.Place;
import dev.weft.spi.AccessContext;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms.FilterOn;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random meshes that change step by step: after every step the engine, with its index and its cache
 * of earlier answers, says what a slow and obvious oracle says, to every reader, for every purpose
 * and from every address.
 */
class ClosedByDefaultTest {
  private static final PortName PORT = new PortName("p", "o");
  private static final List<String> PATHS = List.of("a", "b", "n.x", "n.y");
  private static final List<String> USERS = List.of("u", "v");
  private static final String[] TAGS = {"pii.email", "pii.phone", "open"};
  private static final String[] MASKS = {
    "none", "none", "show-last-4", "hash", "token", "redact", "null", "date-show-year", "blur"
  };
  private static final String[] CONDITIONS = {
    "env.purpose == 'fraud'",
    "env.ip.ipInRange('10.0.0.0/8')",
    "env.hour < 12",
    "user.team == 'o'",
    "user.nothing == 1",
    "tag.name == 'pii.email'",
    "tag.attributes.level == 'high'",
    "resource.field == 'a'",
    "resource.domain == 'd'"
  };

  private final Random random = new Random(20260503);
  private final RecordShop.SettableClock clock =
      new RecordShop.SettableClock(Instant.parse("2026-05-03T10:00:00Z"));
  private final MemoryMesh mesh = new MemoryMesh(clock);
  private final PolicyEngine engine =
      new PolicyEngine(clock, "0123456789abcdef".getBytes(StandardCharsets.UTF_8));

  private final Map<String, PolicySpec> policies = new HashMap<>();
  private final Map<String, Set<String>> groups = new HashMap<>();
  private final Map<String, Map<String, String>> attributes = new HashMap<>();
  private final Map<String, List<Grant>> grants = new HashMap<>();
  private final Map<String, Set<String>> contractTags = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> foundTags = new LinkedHashMap<>();
  private Set<String> portTags = Set.of();
  private boolean groupsAreNested;
  private Set<String> roleGroups = Set.of();
  private String zone = "";
  private boolean ownTagPolicies;
  private int subscriptions;
  private final Map<String, Integer> seen = new TreeMap<>();

  @Test
  void theEngineSaysWhatTheOracleSays() {
    mesh.follow(engine);
    USERS.forEach(this::changeUser);
    changeGroups();
    agentKey();
    changeContract();
    changeProduct();
    for (var step = 0; step < 3_000; step++) {
      var before = engine.epoch();
      change();
      assertThat(engine.epoch()).as("epoch after step " + step).isGreaterThan(before);
      for (var context : contexts()) {
        for (var user : USERS) {
          compare(step, asker("user", user, context), PrincipalId.user(user), context);
        }
        compare(step, asker("agent", "bot", context), PrincipalId.agent("bot"), context);
      }
    }
    assertThat(seen.keySet())
        .contains("allowed", "denied", "show", "withhold", "show-last-4", "hash", "null");
    assertThat(seen.values()).allMatch(times -> times > 30);
  }

  private List<AccessContext> contexts() {
    return List.of(
        AccessContext.NONE,
        new AccessContext(pick("10.1.2.3", "192.168.1.1"), pick("fraud", "sales", "")));
  }

  private Asker asker(String kind, String name, AccessContext context) {
    var all = new HashSet<>(groups.getOrDefault(name, Set.of()));
    if (groupsAreNested && all.contains("h")) {
      all.add("g");
    }
    var roles = all.stream().anyMatch(roleGroups::contains) ? Set.of("inner", "outer") : Set.of();
    return new Asker(
        kind,
        name,
        all,
        roles.stream().map(String::valueOf).collect(Collectors.toSet()),
        attributes.getOrDefault(name, Map.of()),
        context.purpose(),
        context.address());
  }

  private void compare(int step, Asker asker, PrincipalId who, AccessContext context) {
    var fields = fields();
    var tags = new HashMap<String, String>();
    portTags.forEach(tag -> tags.put(tag, ""));
    var oracle =
        new ObviousOracle(
            List.copyOf(policies.values()),
            new Place(zone, ownTagPolicies, tags),
            fields,
            asker,
            grants.getOrDefault(asker.name(), List.of()),
            clock.instant());
    var view = engine.read(who, PORT, context);
    var what = "step " + step + ", " + asker + ", " + view + ", " + policies.values();

    assertThat(view.allowed()).as(what).isEqualTo(oracle.allowed());
    seen.merge(view.allowed() ? "allowed" : "denied", 1, Integer::sum);
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
    assertThat(view.terms().filterOn() == FilterOn.RAW).isEqualTo(oracle.filtersSeeRaw());
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
              var tags = new HashMap<String, String>();
              foundTags.getOrDefault(path, Map.of()).forEach(tags::put);
              contractTags.getOrDefault(path, Set.of()).forEach(tag -> tags.put(tag, ""));
              portTags.forEach(tag -> tags.put(tag, ""));
              return new Field(path, tags, foundTags.containsKey(path));
            })
        .toList();
  }

  private void change() {
    switch (random.nextInt(14)) {
      case 0 -> changeUser(pick(USERS));
      case 1 -> changeContract();
      case 2 -> changeProduct();
      case 3, 4 -> changePortFields();
      case 5 -> changeSubscription();
      case 6 -> {
        // Time passes; the epoch must notice by itself.
        subscribe(pick(USERS), List.of(), Optional.of(clock.instant().plusSeconds(5)), "fraud");
        clock.advance(Duration.ofSeconds(6));
      }
      case 7 -> {
        // Windows and conditions on time must turn without any change in the mesh.
        clock.advance(Duration.ofMinutes(random.nextInt(600)));
        changeUser(pick(USERS));
        clock.advance(Duration.ofMinutes(random.nextInt(180)));
      }
      case 8 -> {
        changeGroups();
        changeZone();
      }
      default -> changePolicy();
    }
  }

  private void changeUser(String name) {
    groups.put(name, subset("g", "h"));
    attributes.put(name, random.nextInt(3) == 0 ? Map.of() : Map.of("team", pick("o", "x")));
    mesh.put(
        ResourceKind.USER,
        name,
        "{'name': '%s', 'groups': %s, 'attributes': %s}"
            .formatted(
                name, array(groups.get(name)), Json.text(attributes.get(name)).replace('"', '\'')));
  }

  /** Members of h are members of g, or not; and g and h are part of each other in a circle. */
  private void changeGroups() {
    groupsAreNested = random.nextBoolean();
    roleGroups = subset("g", "h");
    var nested = groupsAreNested ? "'groups': ['h', 'k']" : "'groups': ['k']";
    mesh.put(ResourceKind.GROUP, "g", "{'name': 'g', " + nested + "}");
    mesh.put(ResourceKind.GROUP, "h", "{'name': 'h'}");
    mesh.put(ResourceKind.GROUP, "k", "{'name': 'k', 'groups': ['g']}");
    mesh.put(
        ResourceKind.ROLE,
        "inner",
        "{'name': 'inner', 'roles': ['outer'], 'groups': " + array(roleGroups) + "}");
    mesh.put(ResourceKind.ROLE, "outer", "{'name': 'outer', 'roles': ['inner']}");
  }

  private void changeZone() {
    var inside = random.nextInt(3) == 0;
    var twice = random.nextInt(5) == 0;
    ownTagPolicies = inside && !twice && random.nextBoolean();
    zone = inside && !twice ? "z" : "";
    mesh.put(
        ResourceKind.ZONE,
        "z",
        "{'name': 'z', 'resources': {'ports': ['%s']}, 'tagPolicies': '%s'}"
            .formatted(inside ? "p.*" : "q.*", ownTagPolicies ? "own" : "mesh"));
    mesh.put(
        ResourceKind.ZONE,
        "y",
        "{'name': 'y', 'resources': {'domains': ['%s']}}".formatted(inside && twice ? "d" : "e"));
  }

  private void agentKey() {
    mesh.put(
        ResourceKind.CLIENT_KEY,
        "k-1",
        """
        {'id': 'k-1', 'principal': 'agent:bot', 'iterations': 1, 'createdAt': '2026-05-03T10:00:00Z'}
        """);
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
        var tags = new HashMap<String, String>();
        var field = found.putObject(path).put("type", "string");
        var list = field.putArray("tags");
        for (var tag : subset(TAGS)) {
          var rejected = random.nextInt(3) == 0;
          var level = pick("high", "low", "");
          if (!rejected) {
            tags.put(tag, level);
          }
          var document = list.addObject().put("tag", tag).put("confidence", 1);
          document.put("status", rejected ? "REJECTED" : "CONFIRMED");
          if (!level.isEmpty()) {
            document.putObject("attributes").put("level", level);
          }
        }
        foundTags.put(path, tags);
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
    subscribe(user, List.copyOf(subset("a", "b", "n")), until, pick("fraud", "sales"));
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

  private void subscribe(
      String user, List<String> fields, Optional<Instant> until, String purpose) {
    var id = "s-" + ++subscriptions;
    var who = PrincipalId.user(user);
    var now = clock.instant();
    var approved =
        Subscription.request(id, who, PORT, purpose, fields, until, who, now)
            .approve(PrincipalId.WEFT, now);
    grants.computeIfAbsent(user, any -> new ArrayList<>()).add(new Grant(fields, until, purpose));
    mesh.put(ResourceKind.SUBSCRIPTION, id, Json.tree(approved));
  }

  private void changePolicy() {
    var type = List.of(PolicySpec.Type.values()).get(random.nextInt(3));
    var name = "policy-" + random.nextInt(7);
    var rules = new ArrayList<Rule>();
    for (var i = random.nextInt(3); i >= 0; i--) {
      rules.add(rule(type));
    }
    var policy =
        new PolicySpec(
            name,
            "",
            type,
            resources(),
            rules,
            random.nextInt(10) > 0,
            random.nextInt(4) == 0 ? PolicySpec.Priority.OVERRIDE : PolicySpec.Priority.NORMAL,
            random.nextInt(3) == 0 ? "z" : "",
            validity(),
            condition(),
            "",
            type == PolicySpec.Type.ACCESS && random.nextInt(10) == 0
                ? PolicySpec.Otherwise.DENY
                : PolicySpec.Otherwise.NOTHING,
            random.nextBoolean() ? PolicySpec.FilterOn.RAW : PolicySpec.FilterOn.MASKED,
            null,
            null);
    policies.put(name, policy);
    mesh.put(ResourceKind.POLICY, name, Json.tree(policy));
  }

  private List<PolicyValidity> validity() {
    var now = clock.instant();
    return switch (random.nextInt(12)) {
      case 0 -> List.of(new PolicyValidity(now.plusSeconds(20).toString(), "", "", null));
      case 1 -> List.of(new PolicyValidity("", now.plusSeconds(20).toString(), "", null));
      case 2 ->
          List.of(
              new PolicyValidity(
                  now.minusSeconds(5).toString(), now.plusSeconds(5).toString(), "", null),
              new PolicyValidity(now.plusSeconds(30).toString(), "", "UTC", null));
      case 3 ->
          List.of(
              new PolicyValidity(
                  "",
                  "",
                  "",
                  new PolicyValidity.Recurrence("", "8", "", "mon-sun", "", "", "10h")));
      default -> List.of();
    };
  }

  private String condition() {
    return random.nextInt(5) == 0 ? pick(CONDITIONS) : "";
  }

  private Rule rule(PolicySpec.Type type) {
    var read = List.of("read");
    var deny = type == PolicySpec.Type.ACCESS && random.nextInt(4) == 0;
    return new Rule(
        principals(random.nextInt(4) == 0),
        type == PolicySpec.Type.ACCESS && !deny ? read : null,
        deny ? read : null,
        type == PolicySpec.Type.MASK ? MaskChoice.named(pick(MASKS)) : null,
        type == PolicySpec.Type.ROW_FILTER ? "record.a == '" + random.nextInt(4) + "'" : null,
        random.nextInt(5) == 0 ? principals(false) : null,
        condition(),
        null,
        false,
        null,
        null,
        null);
  }

  private Principals principals(boolean everyone) {
    return new Principals(
        List.copyOf(subset("u")),
        List.copyOf(subset("g")),
        random.nextInt(4) == 0 ? List.of("outer") : null,
        null,
        List.copyOf(subset("bot")),
        everyone,
        false);
  }

  private Resources resources() {
    return switch (random.nextInt(8)) {
      case 0 -> new Resources(List.of("d"), null, null, null, null, excludes());
      case 1 -> new Resources(null, List.of("p*"), null, null, null, excludes());
      case 2 -> new Resources(null, null, List.of("p.o"), null, null, excludes());
      case 3 -> new Resources(null, null, List.of("p.{user.team}"), null, null, excludes());
      case 4, 5 ->
          new Resources(
              null,
              null,
              null,
              List.of(pick("p.o.a", "p.o.*", "*.b", "p.o.n", "q.o.a")),
              null,
              excludes());
      default ->
          new Resources(
              null, null, null, null, List.of(pick("pii.*", "pii.email", "open", "*")), excludes());
    };
  }

  private Excludes excludes() {
    return switch (random.nextInt(12)) {
      case 0 -> new Excludes(null, null, List.of(pick("p.o", "p.z")), null, null);
      case 1 -> new Excludes(null, null, null, List.of(pick("p.o.a", "p.o.n", "q.o.a")), null);
      case 2 -> new Excludes(null, null, null, null, List.of(pick(TAGS)));
      default -> null;
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
