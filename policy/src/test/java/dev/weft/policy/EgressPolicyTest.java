package dev.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PolicySpec;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Egress.TagRule;
import dev.weft.spi.Fold;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where flows may send: what policies say of places. */
class EgressPolicyTest {
  private final PolicyEngine engine = new PolicyEngine(Clock.systemUTC(), new byte[16]);

  @Test
  void whereNoPolicyIsAboutAProductItSendsAnywhereUnlessTheServerCloses() {
    var closed = new PolicyEngine(Clock.systemUTC(), new byte[16], true);

    assertThat(engine.decide("crm", "https://a.example:443").allowed()).isTrue();
    assertThat(closed.decide("crm", "https://a.example:443").allowed()).isFalse();
  }

  @Test
  void anyPolicyAboutAProductClosesWhatNoneAllows() {
    product("crm", "sales");
    product("hr", "people");
    policy("one", "{'domains':['sales']}", allow("https://a.example", "s3://lake-*"));
    policy("two", "{'products':['crm']}", allow("mailto:example.org"));

    assertThat(engine.decide("crm", "https://a.example:443").policy()).isEqualTo("one");
    assertThat(engine.decide("crm", "s3://lake-raw").allowed()).isTrue();
    assertThat(engine.decide("crm", "mailto:example.org").policy()).isEqualTo("two");
    for (var place :
        List.of(
            "https://a.example:444",
            "http://a.example:80",
            "https://a.example.evil:443",
            "s3://lake",
            "mailto:evil.org",
            "unknown",
            "https://*")) {
      var answer = engine.decide("crm", place);
      assertThat(answer.allowed()).as(place).isFalse();
      assertThat(answer.reason()).contains("no policy allows it").contains("'one', 'two'");
    }
    assertThat(engine.decide("hr", "unknown").allowed()).isTrue();
  }

  @Test
  void ADenyOfAnyPolicyWinsAndTagsAddUp() {
    product("crm", "sales");
    policy("a", "{'domains':['*']}", "{'to':['*'],'allow':['send'],'denyTags':['pii.*']}");
    policy("b", "{'domains':['*']}", "{'to':['https://*'],'allow':['send'],'denyTags':['secret']}");
    policy("c", "{'domains':['*']}", "{'to':['https://evil.*'],'deny':['send']}");

    var answer = engine.decide("crm", "https://good.example:443");
    assertThat(answer.allowed()).isTrue();
    assertThat(answer.withoutTags())
        .containsExactly(new TagRule("a", List.of("pii.*")), new TagRule("b", List.of("secret")));
    assertThat(engine.decide("crm", "https://evil.example:443").reason())
        .isEqualTo("rule 1 of policy 'c' denies it");
  }

  @Test
  void inOnePolicyTheFirstRuleThatNamesThePlaceDecides() {
    product("crm", "sales");
    policy(
        "a",
        "{'products':['crm']}",
        allow("https://own.example"),
        "{'to':['https://*'],'allow':['send'],'denyTags':['pii.*']}");

    assertThat(engine.decide("crm", "https://own.example:443").withoutTags()).isEmpty();
    assertThat(engine.decide("crm", "https://other.example:443").withoutTags()).hasSize(1);
  }

  /** A topic that only a record says may be any: what might be closed is. */
  @Test
  void aPlaceThatIsKnownInPartOnlyIsClosedByWhatMayBeAboutIt() {
    product("crm", "sales");
    policy("a", "{'products':['crm']}", allow("mqtt://m.example:1883/*"));
    assertThat(engine.decide("crm", "mqtt://m.example:1883/*").allowed()).isTrue();

    policy(
        "b", "{'products':['crm']}", "{'to':['mqtt://m.example:1883/secret/*'],'deny':['send']}");
    assertThat(engine.decide("crm", "mqtt://m.example:1883/*").allowed()).isFalse();
    assertThat(engine.decide("crm", "mqtt://m.example:1883/open/a").allowed()).isTrue();

    policy("b", "{'products':['crm']}", allow("mqtt://m.example:1883/alarms/*"));
    policy("a", "{'products':['none']}", allow("x"));
    assertThat(engine.decide("crm", "mqtt://m.example:1883/*").allowed()).isFalse();
  }

  @Test
  void whatIsTakenOutOrNotEnabledIsNotMeant() {
    product("crm", "sales");
    policy("a", "{'domains':['sales'],'excludes':{'products':['crm']}}", allow("s3://x"));

    assertThat(engine.decide("crm", "unknown").allowed()).isTrue();
  }

  @Test
  void aPolicyThatCannotBeReadClosesEverythingAndReadersAreNotConcerned() {
    product("crm", "sales");
    var epoch = engine.epoch();
    policy("a", "{'domains':['*']}", allow("s3://x"));
    assertThat(engine.epoch()).isGreaterThan(epoch);

    put(ResourceKind.POLICY, "b", "{'name':'b','type':'nonsense'}");

    assertThat(engine.decide("crm", "s3://x").reason()).contains("cannot be read");
    put(ResourceKind.POLICY, "b", null);
    assertThat(engine.decide("crm", "s3://x").allowed()).isTrue();
  }

  @Test
  void aPolicyThatBecomesOneOfReadingSpeaksOfSendingNoMore() {
    product("crm", "sales");
    policy("a", "{'domains':['*']}", allow("s3://x"));
    put(
        ResourceKind.POLICY,
        "a",
        "{'name':'a','type':'access','resources':{'domains':['*']},'rules':[{'principals':{'everyone':true},'allow':['read']}]}");

    assertThat(engine.decide("crm", "unknown").allowed()).isTrue();
  }

  @Test
  void itIsCheckedBeforeItIsApplied() {
    var spec =
        Json.read(
            Json.parse(
                "{'name':'a','type':'egress','resources':{'domains':['x']},'rules':[{'allow':['send']}]}"
                    .replace('\'', '"')),
            PolicySpec.class);

    assertThat(engine.check(spec))
        .extracting(problem -> problem.place().path())
        .containsExactly("rules[0].to");
  }

  private static String allow(String... places) {
    return "{'to':['" + String.join("','", places) + "'],'allow':['send']}";
  }

  private void product(String name, String domain) {
    put(
        ResourceKind.DATA_PRODUCT,
        name,
        "{'id':'" + name + "','domain':'" + domain + "','status':'active','version':'1'}");
  }

  private void policy(String name, String resources, String... rules) {
    put(
        ResourceKind.POLICY,
        name,
        "{'name':'%s','type':'egress','resources':%s,'rules':[%s]}"
            .formatted(name, resources, String.join(",", rules)));
  }

  private void put(ResourceKind kind, String name, String json) {
    var key = new ResourceKey(kind, name);
    var resource =
        Optional.ofNullable(json)
            .map(text -> (ObjectNode) Json.parse(text.replace('\'', '"')))
            .map(tree -> new Resource(key, 1, Instant.EPOCH, "test", tree));
    engine.apply(List.of(new Fold.Change(key, resource)));
  }
}
