package dev.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.policy.rules.Attributes;
import dev.weft.policy.rules.AuditSettings;
import dev.weft.policy.rules.Item;
import dev.weft.policy.rules.Level;
import dev.weft.policy.rules.Policy;
import dev.weft.policy.rules.PolicyKind;
import dev.weft.policy.rules.PolicySet;
import dev.weft.policy.rules.Principals;
import dev.weft.policy.rules.Request;
import dev.weft.policy.rules.Resource;
import dev.weft.policy.rules.ResourceModel;
import dev.weft.policy.rules.ResourcePattern;
import dev.weft.policy.rules.ResourceValues;
import dev.weft.policy.rules.Roles;
import dev.weft.policy.rules.Tag;
import dev.weft.policy.rules.TagPolicies;
import dev.weft.policy.rules.Templates;
import dev.weft.policy.rules.ZonePolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The mesh's own engine, which compiles all that one reader sees of a port, and the kernel, which
 * answers one question over any resource model, say the same of access: the kernel is asked over
 * the mesh's model, in which a port lies in a product and that in a domain, with random policies on
 * all of these and on tags.
 *
 * <p>Overrides and tags do not meet here, nor are there exceptions: the kernel keeps Ranger's order
 * to the letter, in which a policy of higher priority may end what tags have left open without
 * saying anything of whoever asks.
 */
class MeshModelTest {
  private static final int ROUNDS = 600;
  private static final String TAG = "secret";
  private static final Map<String, Set<String>> PEOPLE =
      Map.of("ada", Set.of("analysts"), "bo", Set.of("analysts"), "pia", Set.of("privacy-office"));
  private static final Map<String, List<String>> PLACES =
      Map.of(
          "domain", List.of("music-retail", "music-*", "elsewhere"),
          "product", List.of("customers", "c*", "other"),
          "port", List.of("customers.customers", "customers.*", "*.customers", "a.b"),
          "tag", List.of(TAG, "sec*", "open"));

  private final Random random = new Random(20261128);
  private final ResourceModel mesh =
      new ResourceModel(
          "mesh",
          List.of(
              level("domain", "", 1), level("product", "domain", 2), level("port", "product", 3)),
          List.of(),
          List.of());
  private final ResourceModel tags =
      new ResourceModel("tag", List.of(level("tag", "", 1)), List.of(), List.of());

  private static Level level(String name, String parent, int depth) {
    var matching =
        new Level.Matching(Level.Form.NAME, false, true, "", '/', Optional.empty(), false);
    return new Level(name, parent, depth, false, Optional.of(true), matching);
  }

  /** One policy, to be written both ways. */
  private record Draft(
      String place,
      String value,
      boolean override,
      boolean otherwiseDeny,
      String user,
      String group,
      boolean allow) {

    boolean isOnTag() {
      return place.equals("tag");
    }
  }

  @Test
  void theKernelOverTheMeshsModelDecidesAsTheMeshsOwnEngine() {
    var outcomes = new TreeMap<String, Integer>();
    for (var round = 0; round < ROUNDS; round++) {
      var shop = new RecordShop();
      shop.policy(
          "privacy-office-reads-all",
          "access",
          "'domains': ['music-retail']",
          "{'principals': {'groups': ['privacy-office']}, 'allow': ['read']}",
          "'enabled': false");
      shop.mesh.put(
          ResourceKind.DATA_PRODUCT,
          "customers",
          """
          {'id': 'customers', 'domain': 'music-retail',
           'outputPorts': [{'name': 'customers', 'contractId': 'customers-v1', 'tags': ['secret']}]}
          """);
      var drafts = new ArrayList<Draft>();
      var withTags = random.nextBoolean();
      for (var i = random.nextInt(5); i >= 0; i--) {
        var draft = draft(withTags);
        drafts.add(draft);
        write(shop, "p" + drafts.size(), draft);
      }
      var set = set(drafts);

      for (var person : PEOPLE.keySet()) {
        var own = shop.engine.read(PrincipalId.user(person), RecordShop.CUSTOMERS).allowed();
        var kernel = set.decide(request(person, RecordShop.CUSTOMERS), shop.clock.instant());
        assertThat(own).as("%s, %s", person, drafts).isEqualTo(kernel.allowed());
        outcomes.merge(own + " " + kernel.determined(), 1, Integer::sum);
      }
    }
    assertThat(outcomes).hasSizeGreaterThan(1);
    assertThat(outcomes.values()).allMatch(times -> times > 100);
  }

  private Draft draft(boolean withTags) {
    var place = one(List.of("domain", "product", "port", withTags ? "tag" : "port"));
    var byUser = random.nextBoolean();
    return new Draft(
        place,
        one(PLACES.get(place)),
        !withTags && random.nextInt(4) == 0,
        random.nextInt(8) == 0,
        byUser ? one(List.of("ada", "bo", "pia")) : "",
        byUser ? "" : one(List.of("analysts", "privacy-office")),
        random.nextInt(3) > 0);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static void write(RecordShop shop, String name, Draft draft) {
    var who =
        draft.user().isEmpty()
            ? "{'groups': ['" + draft.group() + "']}"
            : "{'users': ['" + draft.user() + "']}";
    var rule =
        "{'principals': %s, '%s': ['read']}".formatted(who, draft.allow() ? "allow" : "deny");
    var resources = "'%ss': ['%s']".formatted(draft.place(), draft.value());
    var more =
        "'priority': '%s'%s"
            .formatted(
                draft.override() ? "override" : "normal",
                draft.otherwiseDeny() ? ", 'else': 'deny'" : "");
    shop.policy(name, "access", resources, rule, more);
  }

  private PolicySet set(List<Draft> drafts) {
    var onMesh = new ArrayList<Policy>();
    var onTags = new ArrayList<Policy>();
    for (var i = 0; i < drafts.size(); i++) {
      (drafts.get(i).isOnTag() ? onTags : onMesh).add(policy(i, drafts.get(i)));
    }
    return new PolicySet(
        new PolicySet.Parts(
            mesh,
            Set.of("read"),
            new ZonePolicies(mesh, onMesh, true, Optional.empty()),
            List.of(),
            Optional.of(new TagPolicies(tags, onTags, Set.of(), Optional.empty())),
            Optional.empty(),
            Roles.none(),
            Attributes.NONE,
            new Principals(Set.of(), Set.of(), Set.of()),
            AuditSettings.BY_POLICY));
  }

  private Policy policy(int number, Draft draft) {
    var who =
        new Item(
            new Principals(some(draft.user()), some(draft.group()), Set.of()),
            Set.of("read"),
            false,
            List.of());
    var none = List.<Item>of();
    var items =
        draft.allow()
            ? new Policy.AccessItems(List.of(who), none, none, none)
            : new Policy.AccessItems(none, List.of(who), none, none);
    var pattern =
        new ResourcePattern(
            draft.isOnTag() ? tags : mesh,
            PolicyKind.ACCESS,
            written(draft),
            Templates.tokensOnly());
    return new Policy(
        number,
        "p" + number,
        PolicyKind.ACCESS,
        draft.override() ? 1 : 0,
        0,
        "",
        true,
        draft.otherwiseDeny(),
        draft.otherwiseDeny() || !draft.allow(),
        List.of(),
        List.of(pattern),
        List.of(),
        items,
        List.of());
  }

  /** What is above or below the level that is meant may be anything. */
  private static Map<String, ResourceValues> written(Draft draft) {
    var value = ResourceValues.of(draft.value());
    var any = ResourceValues.of("*");
    return switch (draft.place()) {
      case "domain" -> Map.of("domain", value, "product", any, "port", any);
      case "product" -> Map.of("domain", any, "product", value, "port", any);
      case "port" -> Map.of("domain", any, "product", any, "port", value);
      default -> Map.of(draft.place(), value);
    };
  }

  private static Set<String> some(String name) {
    return name.isEmpty() ? Set.of() : Set.of(name);
  }

  private Request request(String person, PortName port) {
    var named = Map.of("domain", "music-retail", "product", port.product(), "port", port.topic());
    return new Request(
        person,
        PEOPLE.get(person),
        Set.of(),
        new Resource(mesh, named, ""),
        "read",
        Set.of(),
        Set.of(),
        Set.of(),
        Optional.of(List.of(new Tag(TAG, Map.of()))),
        Attributes.NONE,
        Optional.empty(),
        Request.Circumstances.UNKNOWN,
        false,
        true,
        Map.of());
  }
}
