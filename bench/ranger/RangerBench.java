import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.policy.ranger.RangerImport;
import dev.weft.policy.ranger.Sources;
import dev.weft.policy.rules.PolicySet;
import dev.weft.policy.rules.Request;
import dev.weft.policy.rules.Resource;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.ranger.authorization.hadoop.config.RangerPluginConfig;
import org.apache.ranger.plugin.policyengine.RangerAccessRequestImpl;
import org.apache.ranger.plugin.policyengine.RangerAccessResourceImpl;
import org.apache.ranger.plugin.policyengine.RangerPluginContext;
import org.apache.ranger.plugin.policyengine.RangerPolicyEngineImpl;
import org.apache.ranger.plugin.util.RangerRoles;
import org.apache.ranger.plugin.util.ServicePolicies;

/**
 * Decisions per second of Ranger's engine and of ours: the same generated policies over databases,
 * tables and columns, the same requests, one thread, one process. Both answers are compared.
 */
public final class RangerBench {
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  private static final String MATCHER =
      "org.apache.ranger.plugin.resourcematcher.RangerDefaultResourceMatcher";
  private static final int REQUESTS = 4_000;

  private record Asked(String user, Set<String> groups, Map<String, Object> resource) {}

  private interface Decider {
    boolean decide(int request);
  }

  public static void main(String[] arguments) throws Exception {
    for (var policies : List.of(1_000, 10_000)) {
      measure(policies);
    }
  }

  private static void measure(int policies) throws Exception {
    var document = document(policies, new Random(5));
    var requests = requests(policies, new Random(7));
    again(policies, document);
    var ours = ours(document, requests);
    var theirs = theirs(document, requests);
    for (var i = 0; i < REQUESTS; i++) {
      if (ours.decide(i) != theirs.decide(i)) {
        throw new IllegalStateException("the engines differ on request " + i);
      }
    }
    for (var round = 1; round <= 3; round++) {
      var their = rate(theirs, 3);
      var our = rate(ours, 3);
      System.out.printf(
          "%,d policies, round %d: Ranger %,.0f/s (%.2f CPU-us), Weft %,.0f/s (%.2f CPU-us), ratio %.1f%n",
          policies, round, their[0], their[1], our[0], our[1], our[0] / their[0]);
    }
  }

  /** How long the set takes to be read, and to be read again with one policy changed. */
  private static void again(int policies, String document) {
    var changed = document.replace("\"t" + policies / 2 + "\"", "\"another\"");
    var threads = ManagementFactory.getThreadMXBean();
    for (var round = 1; round <= 3; round++) {
      var start = threads.getCurrentThreadCpuTime();
      var first = new RangerImport(Sources.of(document)).read();
      var between = threads.getCurrentThreadCpuTime();
      var unused = new RangerImport(Sources.of(changed), Optional.of(first)).read();
      var end = threads.getCurrentThreadCpuTime();
      System.out.printf(
          "%,d policies read in %,d CPU-ms, again with one changed in %,d%n",
          policies, (between - start) / 1_000_000, (end - between) / 1_000_000);
    }
  }

  /** Decisions per second, and CPU microseconds of this thread for each. */
  private static double[] rate(Decider decider, int seconds) {
    var threads = ManagementFactory.getThreadMXBean();
    run(decider, 1);
    var cpu = threads.getCurrentThreadCpuTime();
    var start = System.nanoTime();
    var done = run(decider, seconds);
    var nanos = System.nanoTime() - start;
    return new double[] {
      done * 1e9 / nanos, (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / done
    };
  }

  private static long run(Decider decider, int seconds) {
    var end = System.nanoTime() + seconds * 1_000_000_000L;
    long done = 0;
    while (System.nanoTime() < end) {
      for (var i = 0; i < REQUESTS; i++) {
        decider.decide(i);
      }
      done += REQUESTS;
    }
    return done;
  }

  private static Decider ours(String document, List<Asked> requests) {
    PolicySet set = new RangerImport(Sources.of(document)).read().set();
    var now = Instant.parse("2031-01-01T00:00:00Z");
    var all = new ArrayList<Request>();
    for (var one : requests) {
      var resource = new Resource(set.model(), one.resource(), "");
      all.add(Request.of(one.user(), one.groups(), resource, "select"));
    }
    return i -> set.decide(all.get(i), now).allowed();
  }

  private static Decider theirs(String document, List<Asked> requests) throws Exception {
    var config = new RangerPluginConfig("hive", null, "hive", null, null, null);
    var engine =
        new RangerPolicyEngineImpl(
            JSON.readValue(document, ServicePolicies.class),
            new RangerPluginContext(config),
            new RangerRoles());
    var resources = new ArrayList<RangerAccessResourceImpl>();
    for (var one : requests) {
      var resource = new RangerAccessResourceImpl();
      one.resource().forEach(resource::setValue);
      resource.setServiceDef(engine.getServiceDef());
      resources.add(resource);
    }
    return i -> {
      var one = requests.get(i);
      var request =
          new RangerAccessRequestImpl(resources.get(i), "select", one.user(), one.groups(), null);
      return engine.evaluatePolicies(request, 0, null).getIsAllowed();
    };
  }

  private static String document(int policies, Random random) {
    var document = JSON.createObjectNode().put("serviceName", "hive").put("policyVersion", 1);
    var def = document.putObject("serviceDef").put("name", "hive");
    var levels = def.putArray("resources");
    var parent = "";
    for (var name : List.of("database", "table", "column")) {
      var level = levels.addObject().put("itemId", levels.size()).put("name", name);
      level.put("level", levels.size() * 10).put("parent", parent).put("matcher", MATCHER);
      level.put("isValidLeaf", true).putObject("matcherOptions").put("ignoreCase", "true");
      parent = name;
    }
    var accesses = def.putArray("accessTypes");
    for (var name : List.of("select", "update", "create", "drop")) {
      accesses.addObject().put("itemId", accesses.size()).put("name", name);
    }
    var all = document.putArray("policies");
    for (var i = 0; i < policies; i++) {
      policy(all.addObject(), i, policies, random);
    }
    return document.toString();
  }

  private static void policy(ObjectNode policy, int i, int policies, Random random) {
    policy.put("id", i + 1).put("name", "p" + i).put("isEnabled", true);
    policy.put("isAuditEnabled", true).put("policyType", 0);
    var resources = policy.putObject("resources");
    var kind = random.nextInt(20);
    value(resources, "database", "db" + i % (policies / 20));
    value(resources, "table", kind == 0 ? "*" : kind < 4 ? "t" + i + "*" : "t" + i);
    value(resources, "column", kind % 5 == 1 ? "c" + random.nextInt(10) : "*");
    for (var list : kind == 7 ? List.of("policyItems", "denyPolicyItems") : List.of("policyItems")) {
      var item = policy.putArray(list).addObject();
      item.putArray("users").add("u" + random.nextInt(500));
      item.putArray("groups").add("g" + random.nextInt(100));
      item.putArray("accesses").addObject().put("type", "select").put("isAllowed", true);
    }
  }

  private static void value(ObjectNode resources, String level, String value) {
    resources.putObject(level).putArray("values").add(value);
  }

  private static List<Asked> requests(int policies, Random random) {
    var all = new ArrayList<Asked>();
    for (var i = 0; i < REQUESTS; i++) {
      var p = random.nextInt(policies);
      var groups = Set.of("g" + random.nextInt(100), "x" + random.nextInt(10), "y", "z");
      all.add(
          new Asked(
              "u" + random.nextInt(500),
              groups,
              Map.of(
                  "database", "db" + p % (policies / 20),
                  "table", "t" + p,
                  "column", "c" + random.nextInt(12))));
    }
    return all;
  }
}
