package dev.weft.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The indexes leave nothing out, and are certain only of what is so: random patterns, resources and
 * people against patterns and parts that are asked one by one.
 */
class IndexTest {
  private static final List<String> VALUES =
      List.of(
          "a", "A", "ab", "abc", "*", "a*", "*b", "a?c", "b", "", "b*c", "abcd*", "{USER}", "u1");
  private static final List<String> PATHS = List.of("/a", "/a/b", "/A/b", "/a*", "/a/", "/", "*");
  private static final List<String> PEOPLE = List.of("u1", "u2", "u3", "{USER}", "{OWNER}");
  private static final List<String> GROUPS = List.of("g1", "g2", "g3", "public");
  private static final int ROUNDS = 300;

  private final Random random = new Random(11);
  private final ResourceModel model =
      new ResourceModel(
          "m",
          List.of(
              level("top", "", Level.Form.NAME, 1, true),
              level("mid", "top", Level.Form.NAME, 2, true),
              level("low", "mid", Level.Form.NAME, 3, false),
              level("path", "", Level.Form.PATH, 1, false)),
          List.of(),
          List.of());

  private static Level level(String name, String parent, Level.Form form, int depth, boolean leaf) {
    var style = Optional.of(new TokenStyle('{', '}', '\\', ""));
    return new Level(
        name,
        parent,
        depth,
        true,
        leaf ? Optional.of(true) : Optional.empty(),
        new Level.Matching(form, !name.equals("low"), true, "", '/', style, false));
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private ResourceValues values(List<String> from) {
    var some = new ArrayList<String>();
    for (var i = random.nextInt(2); i >= 0; i--) {
      some.add(one(from));
    }
    return new ResourceValues(some, random.nextInt(12) == 0, random.nextInt(4) == 0);
  }

  private ResourcePattern pattern() {
    var written = new HashMap<String, ResourceValues>();
    if (random.nextInt(4) == 0) {
      written.put("path", values(PATHS));
    } else {
      var names = List.of("top", "mid", "low");
      for (var i = random.nextInt(3); i >= 0; i--) {
        written.put(names.get(i), values(VALUES));
      }
    }
    return new ResourcePattern(model, PolicyKind.ACCESS, written, Templates.tokensOnly());
  }

  private Resource resource() {
    var named = new HashMap<String, Object>();
    if (random.nextInt(4) == 0) {
      named.put("path", one(List.of("/a", "/a/b", "/A/B/c", "/ab", "/", "")));
    } else {
      var names = List.of("top", "mid", "low");
      var texts = List.of("a", "A", "ab", "abc", "ABCde", "b", "bxc", "*", "", "u1");
      for (var i = random.nextInt(3); i >= 0; i--) {
        named.put(names.get(i), random.nextInt(15) == 0 ? List.of("a", "b") : one(texts));
      }
    }
    return new Resource(model, named, one(List.of("", "u1", "u2")));
  }

  private Asked asked(Resource resource) {
    var scopes =
        random.nextInt(6) == 0
            ? new ElementScope[] {
              one(List.of(ElementScope.values())),
              one(List.of(ElementScope.values())),
              ElementScope.SELF,
              one(List.of(ElementScope.values()))
            }
            : new ElementScope[0];
    return new Asked(
        Request.of(one(List.of("u1", "u2", "")), some(GROUPS), resource, "read"),
        some(List.of("r1", "r2")),
        List.of(),
        Instant.EPOCH,
        Attributes.NONE,
        Set.of(),
        scopes,
        Optional.empty());
  }

  private Set<String> some(List<String> of) {
    var all = new HashSet<String>();
    of.stream().filter(any -> random.nextInt(3) == 0).forEach(all::add);
    return all;
  }

  @Test
  void anIndexFindsWhateverMatchesAndIsCertainOfTheVeryResourceOnly() {
    // Assertions come at the end: made one by one, a million of them take most of the time.
    var wrong = new ArrayList<String>();
    for (var round = 0; round < ROUNDS; round++) {
      var entries = new ArrayList<List<ResourcePattern>>();
      for (var i = random.nextInt(200); i >= 0; i--) {
        entries.add(random.nextInt(9) == 0 ? List.of(pattern(), pattern()) : List.of(pattern()));
      }
      var aboveToo = random.nextBoolean();
      var index = new ResourceIndex(model, PolicyKind.ACCESS, entries);
      for (var i = 0; i < 20; i++) {
        var resource = resource();
        var asked = asked(resource);
        var found = set(index.find(resource, asked, aboveToo));
        var certain = index.certain(resource, asked);
        for (var number = 0; number < entries.size(); number++) {
          for (var pattern : entries.get(number)) {
            var match = pattern.match(resource, asked);
            var counts = aboveToo || match != MatchType.ANCESTOR;
            if (match != MatchType.NONE && counts && !found.contains(number)) {
              wrong.add(pattern.written() + " lies " + match + " to " + resource.named());
            }
            if (found.contains(number) && certain.contains(number) && match != MatchType.SELF) {
              wrong.add(pattern.written() + " certain of " + resource.named());
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whoIsNamedIsNeverLeftOutAndMostOthersAre() {
    var leftOut = new ArrayList<String>();
    var invain = 0;
    var others = 0;
    for (var round = 0; round < ROUNDS; round++) {
      var policies = new ArrayList<Policy>();
      for (var i = random.nextInt(200); i >= 0; i--) {
        policies.add(policy(i));
      }
      var index = new NameMasks(policies);
      for (var i = 0; i < 20; i++) {
        var asked = asked(resource());
        var asker = NameMasks.of(asked);
        for (var number = 0; number < policies.size(); number++) {
          var policy = policies.get(number);
          var speaks = policy.denyAllElse() || names(policy, asked);
          var maySpeak = index.maySpeak(number, asker);
          if (speaks && !maySpeak) {
            leftOut.add(policy.name() + " for " + asked.request());
          }
          invain += maySpeak && !speaks ? 1 : 0;
          others += speaks ? 0 : 1;
        }
      }
    }
    assertThat(leftOut).isEmpty();
    assertThat(invain / (double) others).as("looked at in vain").isLessThan(0.01);
  }

  private static boolean names(Policy policy, Asked asked) {
    return policy.access().allow().stream().anyMatch(item -> item.who().include(asked))
        || policy.access().deny().stream().anyMatch(item -> item.who().include(asked));
  }

  private Policy policy(int number) {
    return new Policy(
        number,
        "p" + number,
        PolicyKind.ACCESS,
        0,
        0,
        "",
        true,
        random.nextInt(20) == 0,
        true,
        List.of(),
        List.of(),
        List.of(),
        new Policy.AccessItems(items(), items(), items(), items()),
        List.of());
  }

  private List<Item> items() {
    var who = new Principals(rare(PEOPLE), rare(GROUPS), rare(List.of("r1", "r2")));
    return random.nextInt(3) == 0
        ? List.of()
        : List.of(new Item(who, Set.of("read"), false, List.of()));
  }

  private Set<String> rare(List<String> of) {
    return random.nextInt(5) == 0 ? Set.of(one(of)) : Set.of();
  }

  private static Set<Integer> set(int[] numbers) {
    var all = new HashSet<Integer>();
    for (var number : numbers) {
      all.add(number);
    }
    return all;
  }

  @Test
  void narrowedDownListsAndBitsSayTheSame() {
    for (var round = 0; round < ROUNDS; round++) {
      var size = 1 + random.nextInt(400);
      var selection = new Selection(size);
      Set<Integer> expected = null;
      for (var step = random.nextInt(4); step >= 0; step--) {
        var union = new Union();
        var its = new HashSet<Integer>();
        for (var part = random.nextInt(6); part >= 0; part--) {
          var numbers = new java.util.BitSet();
          for (var i = random.nextInt(round % 2 == 0 ? 8 : 300); i > 0; i--) {
            numbers.set(random.nextInt(size));
          }
          union.add(new Numbers(numbers));
          numbers.stream().forEach(its::add);
        }
        selection.keep(union);
        if (expected == null) {
          expected = its;
        } else {
          expected.retainAll(its);
        }
      }
      assertThat(selection.sorted())
          .isSorted()
          .containsExactlyInAnyOrder(expected.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  @Test
  void everyKeyThatATextBeginsWithIsFound() {
    var keys = new HashMap<String, Numbers>();
    var number = new java.util.BitSet();
    for (var key : List.of("a", "ab", "abcd", "b", "Aa", "BB", "AaBB", "BBAa")) {
      number.clear();
      number.set(keys.size());
      keys.put(key, new Numbers(number));
    }
    var table = new PrefixTable(Map.copyOf(keys));
    for (var text : List.of("", "a", "abc", "abcde", "AaBBx", "BBAa", "AaAa", "c")) {
      var found = new Union();
      table.collect(text, found);
      var expected =
          keys.entrySet().stream()
              .filter(one -> text.startsWith(one.getKey()))
              .mapToInt(one -> one.getValue().sorted()[0])
              .toArray();
      assertThat(found.sorted()).as(text).containsExactlyInAnyOrder(expected);
    }
  }
}
