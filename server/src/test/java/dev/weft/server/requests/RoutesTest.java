package dev.weft.server.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataProduct;
import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.model.ReadLimits;
import dev.weft.model.ResourceKind;
import dev.weft.model.Seat;
import dev.weft.model.Subscription;
import dev.weft.model.Subscription.Status;
import dev.weft.server.Fixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who decides, by the rules of the domain. */
class RoutesTest {
  private final RuledShop it = new RuledShop().withRoutes(RuledShop.RULES);

  @Test
  void personalDataNeedsEachSeat() {
    var id = it.ask(Fixture.ADA, "churn model");

    var first = it.subscriptions.approve(Fixture.OLGA, id);

    assertThat(first.status()).isEqualTo(Subscription.Status.REQUESTED);
    assertThat(first.grantsAt(it.now())).isFalse();

    var second = it.subscriptions.approve(RuledShop.PRIYA, id);

    assertThat(second.status()).isEqualTo(Subscription.Status.APPROVED);
    assertThat(second.reviewed().route()).isEqualTo("personal");
    assertThat(second.reviewed().approvals())
        .extracting(approval -> approval.seat() + " " + approval.by())
        .containsExactly("owner olga", "group:privacy priya");
    assertThat(it.shop.mesh.audit())
        .extracting(event -> event.action())
        .containsSubsequence("subscription.request", "subscription.seat", "subscription.approve");
  }

  @Test
  void onlyTheFieldsThatAreAskedForCount() {
    var id = it.ask(Fixture.ADA, "churn model", "id");

    assertThat(it.subscriptions.approve(Fixture.OLGA, id).status())
        .isEqualTo(Subscription.Status.APPROVED);
  }

  @Test
  void nobodyTakesTwoSeats() {
    it.shop.mesh.put(
        ResourceKind.GROUP, "privacy", "{'name':'privacy','members':['olga','priya']}");
    var id = it.ask(Fixture.ADA, "churn model");
    it.subscriptions.approve(Fixture.OLGA, id);

    assertThatThrownBy(() -> it.subscriptions.approve(Fixture.OLGA, id))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("four-eyes"));
    assertThat(it.subscriptions.list(Fixture.OLGA, "to-decide", Optional.empty())).isEmpty();
  }

  @Test
  void whoAsksHasNoSeatEvenInThePrivacyOffice() {
    var id = it.ask(RuledShop.PRIYA, "churn model");

    assertThatThrownBy(() -> it.subscriptions.approve(RuledShop.PRIYA, id))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("four-eyes"));
  }

  @Test
  void eachSeatMayRefuse() {
    var id = it.ask(Fixture.ADA, "churn model");
    it.subscriptions.approve(Fixture.OLGA, id);

    assertThat(it.subscriptions.reject(RuledShop.PRIYA, id, "no basis").status())
        .isEqualTo(Subscription.Status.REJECTED);
  }

  @Test
  void aRuleGrantsByItself() {
    var granted = it.subscriptions.request(Fixture.ADA, RuledShop.wanted("statistics", "id"));

    assertThat(granted.status()).isEqualTo(Subscription.Status.APPROVED);
    assertThat(granted.decidedBy()).contains(PrincipalId.WEFT);
    assertThat(granted.reviewed().route()).isEqualTo("statistics");
  }

  @Test
  void whatAnAgentAsksForIsGrantedWhenThePersonHasAcceptedTheTerms() {
    it.shop.mesh.put(
        ResourceKind.DATA_CONTRACT,
        "customers-v1",
        "{'id':'customers-v1','status':'active','dataProduct':'customers','schema':[{'name':'customer',"
            + "'properties':[{'name':'id'},{'name':'email'}]}],'customProperties':[{'property':'weft.termsOfUse',"
            + "'value':{'version':'2','text':'Not to be shown to others.'}}]}");
    var port = "customers.customers";
    assertThatThrownBy(
            () -> it.subscriptions.request(Fixture.ADA, RuledShop.wanted("statistics", "id")))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("terms-not-accepted"));
    var byAgent =
        Subscriptions.Request.byAgent(port, "statistics", List.of("id"), Optional.empty());

    var asked = it.subscriptions.request(Fixture.ADA, byAgent);

    assertThat(asked.status()).as("a rule would grant it").isEqualTo(Status.REQUESTED);
    assertThat(asked.reviewed().terms()).isEmpty();
    assertThatThrownBy(() -> it.subscriptions.approve(Fixture.OLGA, asked.id()))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("terms-not-accepted"));
    assertThatThrownBy(() -> it.confirmations.acceptTerms(Fixture.OLGA, asked.id(), "2"))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("not-yours"));
    var granted = it.confirmations.acceptTerms(Fixture.ADA, asked.id(), "2");
    assertThat(granted.status()).isEqualTo(Status.APPROVED);
    assertThat(granted.decidedBy()).contains(PrincipalId.WEFT);
    assertThat(granted.reviewed().terms().orElseThrow().by()).isEqualTo(Fixture.ADA.id());
    var other = Subscriptions.Request.byAgent(port, "churn model", List.of("id"), Optional.empty());
    var toDecide = it.subscriptions.request(RuledShop.BO, other).id();
    assertThat(it.confirmations.acceptTerms(RuledShop.BO, toDecide, "2").status())
        .as("no rule grants it")
        .isEqualTo(Status.REQUESTED);
    assertThat(it.subscriptions.approve(Fixture.OLGA, toDecide).status())
        .isEqualTo(Status.APPROVED);
  }

  @Test
  void aConditionThatFailsIsNoYes() {
    it.withRoutes("{'when':'request.nothing == 1','automatic':true}");

    assertThat(it.subscriptions.request(Fixture.ADA, RuledShop.wanted("statistics")).status())
        .isEqualTo(Subscription.Status.REQUESTED);
  }

  @Test
  void aTagThatTurnsUpMeanwhileAddsItsSeat() {
    var id = it.ask(Fixture.ADA, "churn model", "id");
    it.shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        "customers.customers",
        "{'port':'customers.customers','fields':{'id':{'type':'integer','inContract':true,"
            + "'firstSeen':'2026-04-01T00:00:00Z','tags':[{'tag':'pii.id','confidence':1,'evidence':'',"
            + "'source':'steward','status':'CONFIRMED'}]}}}");

    assertThat(it.subscriptions.approve(Fixture.OLGA, id).status())
        .isEqualTo(Subscription.Status.REQUESTED);
    assertThat(it.subscriptions.approve(RuledShop.PRIYA, id).status())
        .isEqualTo(Subscription.Status.APPROVED);
  }

  @Test
  void aRuleThatFallsAwayTakesNoSeatFromWhatWasAsked() {
    var id = it.ask(Fixture.ADA, "churn model");
    it.withRoutes("");

    assertThat(it.subscriptions.approve(Fixture.OLGA, id).status())
        .isEqualTo(Subscription.Status.REQUESTED);
  }

  @Test
  void aStewardsSeatIsTheProductsOrTheDomains() {
    it.withRoutes("{'seats':['steward']}");
    var id = it.ask(Fixture.ADA, "churn model");

    assertThat(it.subscriptions.approve(RuledShop.STELLA, id).status())
        .isEqualTo(Subscription.Status.APPROVED);
  }

  @Test
  void theStricterLimitsOfTwoHold() {
    var id = it.ask(Fixture.ADA, "churn model");
    var week = Optional.of(Duration.ofDays(7));
    var limits =
        new ReadLimits(
            Optional.empty(),
            Optional.empty(),
            week,
            ReadLimits.NONE.bytesPerSecond(),
            ReadLimits.NONE.requestsPerSecond(),
            Optional.empty());
    it.subscriptions.approve(RuledShop.PRIYA, id, limits);

    assertThat(it.subscriptions.approve(Fixture.OLGA, id).limits().lookback()).isEqualTo(week);
  }

  @Test
  void theGoverningBodyDecidesWhenNobodyDoes() {
    it.with("{'escalateAfter':'7d','routes':[" + RuledShop.RULES + "]}");
    var id = it.ask(Fixture.ADA, "churn model");
    it.subscriptions.approve(Fixture.OLGA, id);
    assertThatThrownBy(() -> it.subscriptions.approve(Fixture.PIA, id))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("no-such-request"));

    it.wait(Duration.ofDays(7));

    assertThat(it.subscriptions.approve(Fixture.PIA, id).status())
        .isEqualTo(Subscription.Status.APPROVED);
  }

  @Test
  void theOwnersOwnProductGetsPersonalDataOnlyWithThePrivacyOffice() {
    it.shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "spending",
        "{'id':'spending','domain':'shop','inputPorts':[{'name':'in','contractId':'customers-v1'}],"
            + "'team':{'members':[{'username':'olga','role':'owner'}]}}");
    var state = it.shop.mesh.state();
    var spending =
        state.find(ResourceKind.DATA_PRODUCT, "spending", DataProduct.class).orElseThrow();

    assertThat(it.subscriptions.forInputPorts(state, List.of(spending), it.now(), 9))
        .singleElement()
        .satisfies(one -> assertThat(one.status()).isEqualTo(Subscription.Status.REQUESTED))
        .satisfies(
            one ->
                assertThat(one.reviewed().seats())
                    .containsExactly(Seat.OWNER, Seat.parse("group:privacy")));
  }

  @Test
  void manyAreDecidedInOneActOrNone() {
    var mine = it.ask(Fixture.ADA, "churn model", "id");
    var other = it.ask(RuledShop.BO, "churn model", "id");
    var own = it.ask(Fixture.OLGA, "churn model", "id");

    assertThatThrownBy(
            () ->
                it.subscriptions.approveAll(
                    Fixture.OLGA, List.of(mine, own, other), ReadLimits.NONE))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().message()).startsWith(own + ": "));
    assertThat(it.subscriptions.get(Fixture.OLGA, mine).status())
        .isEqualTo(Subscription.Status.REQUESTED);

    assertThat(it.subscriptions.approveAll(Fixture.OLGA, List.of(mine, other), ReadLimits.NONE))
        .allSatisfy(one -> assertThat(one.status()).isEqualTo(Subscription.Status.APPROVED));
  }

  @Test
  void oneActCannotGiveTwoWhatIsForOne() {
    it.shop.mesh.put(
        ResourceKind.DATA_CONTRACT,
        "customers-v1",
        "{'id':'customers-v1','version':'1.0.0','status':'active','dataProduct':'customers',"
            + "'schema':[{'name':'customer','properties':[{'name':'id'}]}],"
            + "'customProperties':[{'property':'weft.subscribers','value':'one'}]}");
    var ids = List.of(it.ask(Fixture.ADA, "churn", "id"), it.ask(RuledShop.BO, "churn", "id"));

    assertThatThrownBy(() -> it.subscriptions.approveAll(Fixture.OLGA, ids, ReadLimits.NONE))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("port-taken"));
  }

  @Test
  void aPurposeIsOneOfTheDomainsAndAGrantNoLongerThanItAllows() {
    it.shop.mesh.put(
        ResourceKind.DOMAIN,
        "shop",
        "{'name':'shop','governance':{'body':['olga','pia'],'purposes':[{'name':'churn'}],"
            + "'requests':{'longestPeriod':'90d'}}}");

    assertThatThrownBy(() -> it.ask(Fixture.ADA, "something else"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.code())
                    .containsExactlyInAnyOrder("unknown-purpose", "too-long"));
    var fitting =
        new Subscriptions.Request(
            "customers.customers",
            "churn",
            List.of(),
            Optional.of(it.now().plus(Duration.ofDays(90))),
            "for the spring campaign",
            Optional.empty());
    assertThat(it.subscriptions.request(Fixture.ADA, fitting).reviewed().note())
        .isEqualTo("for the spring campaign");
  }

  @Test
  void whoIsAwayIsRepresentedButNotTwice() {
    it.shop.mesh.put(
        ResourceKind.GROUP, "privacy", "{'name':'privacy','members':['olga','priya']}");
    var id = it.ask(Fixture.ADA, "churn model");
    away("olga", "bo");

    var first = it.subscriptions.approve(RuledShop.BO, id);

    assertThat(first.reviewed().approvals())
        .singleElement()
        .satisfies(
            approval -> {
              assertThat(approval.by()).isEqualTo(PrincipalId.user("bo"));
              assertThat(approval.onBehalfOf()).contains(PrincipalId.user("olga"));
            });
    assertThat(it.shop.mesh.audit())
        .last()
        .satisfies(
            event -> assertThat(event.details().path("onBehalfOf").asText()).isEqualTo("olga"));
    assertThatThrownBy(() -> it.subscriptions.approve(RuledShop.BO, id))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("four-eyes"));
    assertThatThrownBy(() -> it.subscriptions.approve(Fixture.OLGA, id))
        .as("her deputy has used her part in it")
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("four-eyes"));
  }

  @Test
  void aDeputyDoesNotHandItOnAndDoesNotDecideOnTheirOwnRequest() {
    it.withRoutes("");
    away("olga", "bo");
    away("bo", "stella");
    var adas = it.ask(Fixture.ADA, "churn model");
    var bos = it.ask(RuledShop.BO, "churn model");

    assertThatThrownBy(() -> it.subscriptions.approve(RuledShop.STELLA, adas))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("no-such-request"));
    assertThatThrownBy(() -> it.subscriptions.approve(RuledShop.BO, bos))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("four-eyes"));
    assertThat(it.subscriptions.approve(RuledShop.BO, adas).status())
        .isEqualTo(Subscription.Status.APPROVED);
  }

  @Test
  void anAbsenceHoldsFromItsDayToItsDay() {
    var id = it.ask(Fixture.ADA, "churn model", "id");
    it.absences.set(Fixture.OLGA, new Absence("olga", "bo", day(1), day(3)));

    assertThat(it.subscriptions.list(RuledShop.BO, "to-decide", Optional.empty())).isEmpty();
    it.wait(Duration.ofDays(1));
    assertThat(it.subscriptions.list(RuledShop.BO, "to-decide", Optional.empty()))
        .extracting(Subscription::id)
        .containsExactly(id);
    it.wait(Duration.ofDays(2));
    assertThat(it.subscriptions.list(RuledShop.BO, "to-decide", Optional.empty())).isEmpty();
  }

  @Test
  void onlyOneselfOrAnAdministratorNamesADeputyWhoIsSomebodyElse() {
    var absence = new Absence("olga", "bo", day(0), day(1));
    assertThatThrownBy(() -> it.absences.set(RuledShop.BO, absence))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("not-yours"));
    assertThatThrownBy(
            () -> it.absences.set(Fixture.OLGA, new Absence("olga", "olga", day(0), day(1))))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("own-deputy"));

    it.absences.set(Fixture.ADMIN, absence);

    assertThat(it.absences.of("olga")).contains(absence);
  }

  private Instant day(int number) {
    return it.now().plus(Duration.ofDays(number));
  }

  private void away(String person, String deputy) {
    it.absences.set(Fixture.ADMIN, new Absence(person, deputy, day(0), day(30)));
  }
}
