package dev.weft.server.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.flow.ProcessorTypes;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.policy.CelExpressions;
import dev.weft.server.Fixture;
import dev.weft.server.observe.Impact.HitField;
import dev.weft.server.observe.Impact.HitStep;
import dev.weft.server.observe.Impact.Owner;
import dev.weft.spi.flow.ProcessorType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What is hit if a port or field goes, over flows and queries, and whose it is. */
class ImpactsTest {
  private static final PortName PEOPLE = new PortName("people", "all");

  private final Fixture shop = new Fixture();
  private final Impacts impacts =
      new Impacts(
          new FlowFields(installed(), new CelExpressions()), new ReadLedger(Clock.systemUTC()));

  ImpactsTest() {
    product("people", "all", "ann", "email", "country");
    product("letters", "out", "bob", "contact", "land");
    product("stats", "out", "cat", "place", "n");
    product("report", "out", "dan", "x");
    flow("write", "letters", "people.all", "letters.out", "'contact': 'email', 'land': 'country'");
    flow("count", "stats", "letters.out", "stats.out", "'place': 'land'");
    shop.mesh.put(
        ResourceKind.QUERY,
        "sum",
        "{'name': 'sum', 'product': 'report', 'into': 'report.out', 'sql': 'SELECT COUNT(place) AS x FROM stats.out'}");
    shop.mesh.put(
        ResourceKind.QUERY_PLAN,
        "sum",
        "{'edition': '1', 'reads': ['stats.out'], 'compiled': '', 'outputs': [{'port': 'report.out', 'changes':"
            + " 'UPSERT', 'key': [], 'uses': [], 'fields': [{'name': 'x', 'type': 'BIGINT', 'nullable': false,"
            + " 'from': [{'port': 'stats.out', 'field': 'place', 'how': 'AGGREGATED'}]}]}]}");
    subscribe("s1", "ada", "letters.out", "contact");
    subscribe("s2", "eve", "letters.out", "land");
    subscribe("s3", "max", "stats.out");
  }

  @Test
  void aFieldHitsWhatComesFromItAndWhoReadsThat() {
    var impact = of(Optional.of("email"));

    assertThat(impact.fields())
        .containsExactly(
            new HitField(
                "letters.out",
                "contact",
                "copied",
                "people.all",
                "email",
                "write",
                List.of("middle")));
    assertThat(impact.ports()).containsExactly("letters.out");
    assertThat(impact.flows())
        .containsExactly(
            new HitStep("write", "letters", "people.all", true),
            new HitStep("count", "stats", "letters.out", false));
    assertThat(impact.subscribers())
        .extracting(Impact.Subscriber::subscription)
        .containsExactly("s1");
    assertThat(impact.owners())
        .containsExactly(new Owner("bob", List.of("letters")), new Owner("cat", List.of("stats")));
  }

  @Test
  void aFieldIsFollowedOverSeveralFlowsAndAQuery() {
    var impact = of(Optional.of("country"));

    assertThat(impact.fields())
        .extracting(HitField::port, HitField::field, HitField::how, HitField::by)
        .containsExactly(
            tuple("letters.out", "land", "copied", "write"),
            tuple("stats.out", "place", "copied", "count"),
            tuple("report.out", "x", "derived", "sum"));
    assertThat(impact.queries()).containsExactly(new HitStep("sum", "report", "stats.out", true));
    assertThat(impact.subscribers())
        .extracting(Impact.Subscriber::subscription)
        .containsExactlyInAnyOrder("s2", "s3");
    assertThat(impact.products()).containsExactly("letters", "report", "stats");
  }

  @Test
  void aWholePortHitsAllThatComesFromIt() {
    var impact = of(Optional.empty());

    assertThat(impact.ports()).containsExactly("letters.out", "stats.out", "report.out");
    assertThat(impact.fields()).extracting(HitField::field).contains("contact", "land", "place");
    assertThat(impact.subscribers()).hasSize(3);
  }

  @Test
  void whatTheAskerMayNotKnowIsOnlyCounted() {
    var impact =
        impacts.of(
            shop.mesh.state(), PEOPLE, Optional.of("country"), name -> !name.equals("letters"));

    assertThat(Json.tree(impact).toString()).doesNotContain("letters").doesNotContain("write");
    assertThat(impact.fields()).extracting(HitField::port).contains("stats.out");
    assertThat(impact.hidden()).isEqualTo(2);
  }

  private Impact of(Optional<String> field) {
    return impacts.of(shop.mesh.state(), PEOPLE, field, product -> true);
  }

  private void product(String name, String port, String owner, String... fields) {
    shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        name,
        "{'id': '%s', 'outputPorts': [{'name': '%s'}], 'team': {'members': [{'username': '%s', 'role': 'owner'}]}}"
            .formatted(name, port, owner));
    var known = new ArrayList<String>();
    for (var field : fields) {
      known.add("'" + field + "': {'type': 'string'}");
    }
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        name + "." + port,
        "{'port': '%s.%s', 'fields': {%s}}".formatted(name, port, String.join(", ", known)));
  }

  private void flow(String name, String product, String from, String to, String fields) {
    shop.mesh.put(
        ResourceKind.FLOW,
        name,
        """
        {'name': '%s', 'product': '%s', 'processors': [
          {'name': 'read', 'type': 'ConsumePort', 'settings': {'port': '%s'}},
          {'name': 'middle', 'type': 'ConvertRecord', 'settings': {'fields': {%s}}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s'}}],
         'connections': ['read.success -> middle', 'middle.success -> publish']}
        """
            .formatted(name, product, from, fields, to));
  }

  private void subscribe(String id, String who, String port, String... fields) {
    var now = Instant.EPOCH;
    var subscription =
        Subscription.request(
                id,
                PrincipalId.user(who),
                PortName.parse(port).orElseThrow(),
                "test",
                List.of(fields),
                Optional.empty(),
                PrincipalId.user(who),
                now)
            .approve(PrincipalId.user("bob"), now);
    shop.mesh.put(ResourceKind.SUBSCRIPTION, id, Json.tree(subscription));
  }

  private static ProcessorTypes installed() {
    var found = new ArrayList<ProcessorType<?>>();
    for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class)) {
      found.add(type);
    }
    return new ProcessorTypes(found);
  }
}
