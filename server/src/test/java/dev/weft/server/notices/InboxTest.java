package dev.weft.server.notices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.ResourceKind;
import dev.weft.policy.RequestConditions;
import dev.weft.server.Fixture;
import dev.weft.server.identity.Caller;
import dev.weft.server.requests.Routing;
import dev.weft.server.requests.Subscriptions;
import dev.weft.server.requests.Wishes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final Fixture shop = new Fixture();
  private final Routing routing = new Routing(new RequestConditions(), shop.clock);
  private final Subscriptions subscriptions =
      new Subscriptions(shop.mesh, routing, shop.clock, new SecureRandom());
  private final Inbox inbox =
      new Inbox(
          shop.mesh,
          List.of(
              new RequestItems(routing),
              new MyRequestItems(routing),
              new PortItems(),
              new StewardItems(),
              new WishItems()),
          shop.clock);

  @Test
  void aRequestIsInItsOwnersInboxUntilItIsDecidedAndThenInWhoAsked() {
    var id = ask();
    assertThat(kinds(Fixture.OLGA)).containsExactly("decide");
    assertThat(kinds(Fixture.ADA)).containsExactly("waiting");
    assertThat(kinds(Fixture.PIA)).isEmpty();

    subscriptions.approve(Fixture.OLGA, id);

    assertThat(kinds(Fixture.OLGA)).isEmpty();
    assertThat(kinds(Fixture.ADA)).containsExactly("approved");
  }

  @Test
  void whatWaitsTooLongIsCalledToMindAndThenGoesToTheGoverningBody() {
    rules("{'remindAfter':'3d','escalateAfter':'7d'}");
    ask();
    inbox.read(Fixture.OLGA, Optional.empty());

    shop.clock.advance(Duration.ofDays(3));
    assertThat(entries(Fixture.OLGA))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.item().kind()).isEqualTo("reminder");
              assertThat(entry.unread()).isTrue();
            });
    assertThat(kinds(Fixture.PIA)).isEmpty();

    shop.clock.advance(Duration.ofDays(4));
    assertThat(kinds(Fixture.OLGA)).containsExactly("escalation");
    assertThat(kinds(Fixture.PIA)).containsExactly("escalation");
  }

  @Test
  void whatIsReadStaysReadAndWhatIsGoneIsForgotten() {
    var id = ask();
    var item = entries(Fixture.OLGA).get(0).item().id();

    inbox.read(Fixture.OLGA, Optional.of(List.of(item, "made up")));

    assertThat(inbox.page(Fixture.OLGA, entry -> true).unread()).isZero();
    assertThat(Inbox.read(shop.mesh.state(), "olga")).containsExactly(item);

    inbox.unread(Fixture.OLGA, Optional.of(List.of(item)));
    assertThat(inbox.page(Fixture.OLGA, entry -> true).unread()).isEqualTo(1);

    inbox.read(Fixture.OLGA, Optional.empty());
    subscriptions.approve(Fixture.OLGA, id);
    ask();
    inbox.read(Fixture.OLGA, Optional.empty());
    assertThat(Inbox.read(shop.mesh.state(), "olga")).hasSize(1).doesNotContain(item);
  }

  @Test
  void whoReadsAPortIsToldOfItsContractsEnd() {
    subscriptions.approve(Fixture.OLGA, ask());
    shop.clock.advance(Duration.ofDays(40));
    assertThat(kinds(Fixture.ADA)).isEmpty();

    contract("2.0.0", "active", "");
    assertThat(kinds(Fixture.ADA)).containsExactly("contract");

    contract(
        "2.0.0", "deprecated", ",'slaProperties':[{'property':'endOfLife','value':'2027-01-31'}]");
    assertThat(entries(Fixture.ADA))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.item().title())
                    .isEqualTo("customers.customers is deprecated and ends 2027-01-31"));
  }

  @Test
  void whoReadsAPortIsToldOfASchemaThatIsRegisteredAfterThey() {
    schema(1, "2026-04-01T00:00:00Z");
    subscriptions.approve(Fixture.OLGA, ask());
    assertThat(kinds(Fixture.ADA)).doesNotContain("schema");

    shop.clock.advance(Duration.ofDays(1));
    schema(2, shop.clock.instant().toString());

    assertThat(entries(Fixture.ADA))
        .filteredOn(entry -> entry.item().kind().equals("schema"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.item().title())
                    .isEqualTo("A schema was registered for customers.customers: version 2"));
    assertThat(kinds(Fixture.PIA)).doesNotContain("schema");
    shop.clock.advance(Duration.ofDays(40));
    assertThat(kinds(Fixture.ADA)).doesNotContain("schema");
  }

  private void schema(int number, String at) {
    shop.mesh.put(
        ResourceKind.SUBJECT,
        "customers.customers-value",
        "{'name':'customers.customers-value','schemas':[{'number':%d,'schema':1,'registered':%d}]}"
            .formatted(number, Instant.parse(at).toEpochMilli()));
  }

  @Test
  void aBrokenPromiseIsToldToReadersAndToWhoAnswersForThePort() {
    subscriptions.approve(Fixture.OLGA, ask());
    inbox.read(Fixture.ADA, Optional.empty());
    shop.mesh.put(
        ResourceKind.PORT_HEALTH,
        "customers.customers",
        "{'port':'customers.customers','breaches':[{'objective':'fresh','name':'Freshness',"
            + "'promised':'5 min','measured':'2 h','since':'2026-05-01T12:00:00Z'}]}");

    assertThat(kinds(Fixture.OLGA)).containsExactly("health");
    assertThat(kinds(Fixture.ADA)).contains("health");
    assertThat(kinds(Fixture.PIA)).isEmpty();
  }

  @Test
  void aStewardSeesHowManyTagsWaitAsOneThing() {
    shop.mesh.put(ResourceKind.DOMAIN, "shop", "{'name':'shop','governance':{'stewards':['pia']}}");
    var tag =
        "{'tag':'pii.email','confidence':1,'evidence':'','source':'classifier','status':'SUGGESTED'}";
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        "customers.customers",
        "{'port':'customers.customers','fields':{'email':{'type':'string','inContract':true,"
            + "'firstSeen':'2026-04-01T00:00:00Z','tags':["
            + tag
            + ","
            + tag
            + "]}}}");

    assertThat(entries(Fixture.PIA))
        .singleElement()
        .satisfies(entry -> assertThat(entry.item().text()).isEqualTo("2 suggested tags"));
    assertThat(kinds(Fixture.OLGA)).isEmpty();
  }

  @Test
  void aWishGoesToWhoGovernsItsDomainAndTheAnswerComesBack() {
    var wishes = new Wishes(shop.mesh, new SecureRandom());
    var wish = wishes.add(Fixture.ADA, new Wishes.Wanted("Returns", "", "Find them", "shop"));
    assertThat(kinds(Fixture.PIA)).containsExactly("wish");

    wishes.offer(Fixture.OLGA, wish.id(), "", "In January.");

    assertThat(kinds(Fixture.PIA)).isEmpty();
    assertThat(kinds(Fixture.ADA)).containsExactly("offer");
  }

  private String ask() {
    return subscriptions
        .request(
            Fixture.ADA,
            new Subscriptions.Request(
                "customers.customers", "churn model", List.of(), Optional.empty()))
        .id();
  }

  private void rules(String requests) {
    shop.mesh.put(
        ResourceKind.DOMAIN,
        "shop",
        "{'name':'shop','governance':{'body':['olga','pia'],'requests':" + requests + "}}");
  }

  private void contract(String version, String status, String more) {
    shop.mesh.put(
        ResourceKind.DATA_CONTRACT,
        "customers-v1",
        "{'id':'customers-v1','version':'"
            + version
            + "','status':'"
            + status
            + "','dataProduct':'customers'"
            + more
            + "}");
  }

  private List<Inbox.Entry> entries(Caller caller) {
    return inbox.page(caller, entry -> true).items();
  }

  private List<String> kinds(Caller caller) {
    return entries(caller).stream().map(entry -> entry.item().kind()).toList();
  }
}
