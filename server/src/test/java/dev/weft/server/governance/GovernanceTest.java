package dev.weft.server.governance;

import static dev.weft.server.Fixture.ADA;
import static dev.weft.server.Fixture.ADMIN;
import static dev.weft.server.Fixture.OLGA;
import static dev.weft.server.Fixture.PIA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.governance.DomainStanding.Stage;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.model.governance.SourceException;
import dev.weft.policy.CelExpressions;
import dev.weft.policy.PolicyEngine;
import dev.weft.policy.RequestConditions;
import dev.weft.server.Fixture;
import dev.weft.server.apply.Applier;
import dev.weft.server.governance.DomainStandings.Act;
import dev.weft.server.identity.Caller;
import dev.weft.server.requests.Routing;
import dev.weft.server.requests.Subscriptions;
import dev.weft.spi.AuditEvent;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may act for a domain, and what enforcing has for effect. */
class GovernanceTest {
  private static final Caller SAM = Fixture.caller("sam");
  private static final String TERM =
      "'authoritativeDefinitions':[{'type':'businessDefinition','url':'weft:term/customer'}]";

  private final Fixture shop = new Fixture();
  private final Applier applier =
      new Applier(
          shop.mesh,
          shop.parameters,
          shop.contexts,
          (document, known) -> List.of(),
          (checked, known, state) -> Map.of(),
          new CelExpressions(),
          shop.clock);
  private final PolicyEngine policy = new PolicyEngine(shop.clock, new byte[32]);
  private final Governance governance =
      Governance.of(
          shop.mesh, applier, policy, new CelExpressions(), new SecureRandom(), shop.clock);
  private final Subscriptions subscriptions =
      new Subscriptions(
          shop.mesh,
          new Routing(new RequestConditions(), shop.clock),
          shop.clock,
          new SecureRandom());

  @BeforeEach
  void aSecondListOfCustomers() {
    shop.mesh.put(ResourceKind.USER, "sam", "{'kind':'User','name':'sam'}");
    domain("'body':['olga','pia'],'stewards':['sam']");
    shop.mesh.put(ResourceKind.TERM, "customer", "{'kind':'Term','name':'customer'}");
    for (var name : List.of("customers", "crm")) {
      shop.mesh.put(
          ResourceKind.DATA_CONTRACT,
          name + "-v1",
          "{'id':'"
              + name
              + "-v1','status':'active','dataProduct':'"
              + name
              + "','schema':[{'name':'c',"
              + "'properties':[{'name':'id',"
              + TERM
              + "},{'name':'note'}]}]}");
    }
    shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "crm",
        "{'id':'crm','status':'active','domain':'shop','outputPorts':[{'name':'people','contractId':'crm-v1'}],"
            + "'team':{'members':[{'username':'olga','role':'owner'}]}}");
  }

  private void domain(String governance) {
    shop.mesh.put(
        ResourceKind.DOMAIN,
        "shop",
        "{'apiVersion':'weft.dev/v1','kind':'Domain','name':'shop','governance':{"
            + governance
            + "}}");
  }

  private Stage act(Caller caller, Act act) {
    var wanted = new DomainStandings.Wanted("because", "yes", Optional.empty());
    return governance.standings().act(caller, "shop", act, wanted).stage();
  }

  private void enforce() {
    act(OLGA, Act.DESIGNATE);
    act(SAM, Act.VERIFY);
    act(PIA, Act.VOTE);
    act(ADMIN, Act.ENFORCE);
  }

  private static AuthoritativeSources.Wanted source(String port, String provisioner) {
    return new AuthoritativeSources.Wanted(port, provisioner, Optional.empty(), "");
  }

  private void source() {
    var unused =
        governance.sources().designate(SAM, "shop", "customer", source("customers.customers", ""));
    unused = governance.sources().verify(PIA, "shop", "customer", source("", ""));
  }

  private static void refused(String code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.first().code()).isEqualTo(code));
  }

  private void ask(String port, String... fields) {
    var request = new Subscriptions.Request(port, "to see", List.of(fields), Optional.empty());
    var unused = subscriptions.request(ADA, request);
  }

  @Test
  void onlyWhoGovernsTheDomainActsForIt() {
    for (var act : Act.values()) {
      refused("not-yours", () -> act(ADA, act));
    }
    for (var act : List.of(Act.DESIGNATE, Act.VERIFY, Act.VOTE, Act.WITHDRAW)) {
      refused("not-yours", () -> act(ADMIN, act));
    }
    assertThat(act(OLGA, Act.DESIGNATE)).isEqualTo(Stage.DESIGNATED);
    refused("not-yours", () -> act(PIA, Act.VERIFY));
    refused("not-yours", () -> act(SAM, Act.VOTE));
    assertThat(act(SAM, Act.VERIFY)).isEqualTo(Stage.VERIFIED);
    refused("no-vote", () -> act(OLGA, Act.VOTE));
    assertThat(act(PIA, Act.VOTE)).isEqualTo(Stage.APPROVED);
    for (var one : List.of(OLGA, SAM, PIA)) {
      refused("four-eyes", () -> act(one, Act.ENFORCE));
    }
    assertThat(act(ADMIN, Act.ENFORCE)).isEqualTo(Stage.ENFORCED);
    assertThat(shop.mesh.audit())
        .extracting(AuditEvent::action)
        .containsExactly("domain.designate", "domain.verify", "domain.vote", "domain.enforce");
    assertThat(governance.pages().standing(PIA, "shop").acts()).containsExactly("withdraw");
  }

  @Test
  void eachHearsOfWhatWaitsForThem() {
    act(OLGA, Act.DESIGNATE);
    assertThat(agenda(SAM)).containsExactly("Verify that the domain 'shop' is as it should be");
    assertThat(agenda(PIA)).isEmpty();
    act(SAM, Act.VERIFY);
    assertThat(agenda(PIA)).containsExactly("Vote on the domain 'shop'");
    act(PIA, Act.VOTE);
    assertThat(agenda(ADMIN)).containsExactly("Enforce the domain 'shop', or send it back");
    var unused =
        governance.sources().designate(SAM, "shop", "customer", source("customers.customers", ""));
    assertThat(agenda(PIA))
        .containsExactly("Verify that customers.customers is the source of 'customer'");
    unused = governance.sources().verify(PIA, "shop", "customer", source("", ""));
    assertThat(agenda(PIA)).isEmpty();
    shop.clock.advance(Duration.ofDays(336));
    assertThat(agenda(PIA))
        .containsExactly("Verify again that customers.customers is the source of 'customer'");
  }

  private List<String> agenda(Caller caller) {
    return governance.pages().agenda(caller).stream().map(Agenda.Waiting::what).toList();
  }

  @Test
  void aDomainThatNobodyCouldVoteOnIsNotDesignated() {
    domain("'body':['olga'],'stewards':['sam']");

    refused("no-quorum", () -> act(OLGA, Act.DESIGNATE));
    assertThat(act(SAM, Act.DESIGNATE)).isEqualTo(Stage.DESIGNATED);
  }

  @Test
  void thoseOfGroupsVoteAndTheDisabledDoNot() {
    shop.mesh.put(
        ResourceKind.GROUP,
        "board",
        "{'kind':'Group','name':'board','members':['olga','pia','ada']}");
    domain("'body':['board'],'stewards':['sam']");
    act(OLGA, Act.DESIGNATE);
    shop.mesh.put(ResourceKind.USER, "ada", "{'kind':'User','name':'ada','disabled':true}");
    act(SAM, Act.VERIFY);

    assertThat(governance.pages().standing(SAM, "shop").vote().orElseThrow().voters())
        .containsExactly(PIA.id());
    assertThat(act(PIA, Act.VOTE)).isEqualTo(Stage.APPROVED);
  }

  @Test
  void programsDoNotVoteNorThoseWhoAnswerForWhoeverProfits() {
    domain("'body':['olga','pia','ada','admin'],'stewards':['sam']");
    shop.mesh.put(ResourceKind.SERVICE, "ada", "{'owners':['pia']}");
    source();

    act(OLGA, Act.DESIGNATE);
    act(SAM, Act.VERIFY);
    assertThat(governance.pages().standing(SAM, "shop").vote().orElseThrow().voters())
        .containsExactly(ADMIN.id(), PIA.id());
    var unused = exception("the nightly job needs it");
    assertThat(
            governance.sourcePages().exceptions(SAM, "shop").get(0).vote().orElseThrow().voters())
        .containsExactly(ADMIN.id(), OLGA.id());
  }

  @Test
  void theClockEndsAVote() {
    act(OLGA, Act.DESIGNATE);
    act(SAM, Act.VERIFY);
    shop.clock.advance(Duration.ofDays(15));

    governance.pass();

    assertThat(governance.pages().standing(OLGA, "shop").stage()).isEqualTo(Stage.DESIGNATED);
    assertThat(shop.mesh.audit()).last().extracting(AuditEvent::action).isEqualTo("domain.lapse");
  }

  @Test
  void aTermHasOneSourceInADomainByTwoPeople() {
    var sources = governance.sources();
    refused(
        "not-yours",
        () -> sources.designate(ADA, "shop", "customer", source("customers.customers", "")));
    refused(
        "no-such-term",
        () -> sources.designate(SAM, "shop", "nobody", source("customers.customers", "")));
    source();

    refused(
        "another-source",
        () -> sources.designate(SAM, "shop", "customer", source("crm.people", "")));
    refused("not-yours", () -> sources.withdraw(SAM, "shop", "customer", "no more"));
    refused("no-reason", () -> sources.withdraw(OLGA, "shop", "customer", " "));
    withdraw();
    assertThat(sources.designate(SAM, "shop", "customer", source("crm.people", "")).stage())
        .isEqualTo(SourceDesignation.Stage.DESIGNATED);
    refused("four-eyes", () -> sources.verify(SAM, "shop", "customer", source("", "")));
  }

  private void withdraw() {
    assertThat(governance.sources().withdraw(OLGA, "shop", "customer", "no more")).isPresent();
    assertThat(governance.sources().withdraw(SAM, "shop", "customer", "agreed")).isEmpty();
  }

  @Test
  void nobodyAloneWithdrawsASource() {
    source();
    var wanted = governance.sources().withdraw(OLGA, "shop", "customer", "it is wrong");
    refused(
        "four-eyes", () -> governance.sources().withdraw(OLGA, "shop", "customer", "it is wrong"));
    refused("not-yours", () -> governance.sources().withdraw(ADA, "shop", "customer", "yes"));
    assertThat(wanted.orElseThrow().holdsAt(shop.clock.instant())).isTrue();
    assertThat(agenda(SAM))
        .containsExactly(
            "Withdraw customers.customers as the source of 'customer', as olga wants, or verify it"
                + " again");
    assertThat(agenda(OLGA)).isEmpty();

    var verified = governance.sources().verify(PIA, "shop", "customer", source("", ""));

    assertThat(verified.withdrawal()).isEmpty();
    assertThat(agenda(SAM)).isEmpty();
    assertThat(governance.sources().withdraw(OLGA, "shop", "customer", "again")).isPresent();
    shop.clock.advance(Duration.ofDays(31));
    refused("not-yours", () -> governance.sources().withdraw(SAM, "shop", "customer", "late"));
    withdraw();
    assertThat(shop.mesh.audit())
        .last()
        .matches(event -> event.action().equals("source.withdraw"))
        .matches(event -> event.details().path("wantedBy").asText().equals("olga"));
  }

  @Test
  void aSourceThatHasNoEffectYetIsTakenBackByWhoDesignatedIt() {
    var unused =
        governance.sources().designate(SAM, "shop", "customer", source("customers.customers", ""));

    assertThat(governance.sources().withdraw(SAM, "shop", "customer", "a mistake")).isEmpty();
  }

  @Test
  void aSourceLapsesAndThenAnotherMayTakeItsPlace() {
    source();
    shop.clock.advance(Duration.ofDays(340));
    governance.pass();
    assertThat(shop.mesh.audit()).last().extracting(AuditEvent::action).isEqualTo("source.remind");
    shop.clock.advance(Duration.ofDays(26));
    governance.pass();

    assertThat(
            governance
                .sourcePages()
                .sources(SAM, Optional.of("shop"), Optional.empty(), Optional.empty()))
        .singleElement()
        .matches(one -> one.stage() == SourceDesignation.Stage.LAPSED && !one.holds());
    assertThat(
            governance
                .sources()
                .designate(SAM, "shop", "customer", source("crm.people", ""))
                .port())
        .isEqualTo("crm.people");
  }

  @Test
  void aProvisioningPointIsNamedWhereNothingElseWrites() {
    var sources = governance.sources();
    refused(
        "bad-provisioner",
        () ->
            sources.designate(SAM, "shop", "customer", source("crm.people", "product:customers")));
    refused(
        "bad-provisioner",
        () -> sources.designate(SAM, "shop", "customer", source("crm.people", "nobody")));
    shop.mesh.put(
        ResourceKind.QUERY,
        "fill",
        "{'name':'fill','product':'crm','into':'crm.people','sql':'SELECT 1'}");
    refused(
        "another-writer",
        () -> sources.designate(SAM, "shop", "customer", source("crm.people", "agent:feed")));
    shop.mesh.remove(ResourceKind.QUERY, "fill");

    assertThat(
            sources
                .designate(SAM, "shop", "customer", source("crm.people", "agent:feed"))
                .provisioner())
        .isEqualTo(PrincipalId.agent("feed"));
  }

  @Test
  void enforcedMeansThatNobodyNewReadsElsewhere() {
    ask("crm.people");
    var before = subscriptions.list(ADA, "mine", Optional.empty()).get(0);
    source();
    ask("crm.people", "id");
    enforce();

    refused("not-authoritative", () -> ask("crm.people"));
    refused("not-authoritative", () -> ask("crm.people", "id"));
    refused("not-authoritative", () -> subscriptions.approve(OLGA, before.id()));
    ask("crm.people", "note");
    ask("customers.customers");
    assertThat(subscriptions.list(ADA, "mine", Optional.empty())).hasSize(4);
  }

  @Test
  void anExceptionOfTheBodyLetsOnePersonIn() {
    source();
    enforce();
    refused("no-reason", () -> exception(""));
    var id = exception("the old screen needs it").id();
    refused("not-yours", () -> vote(SAM, id));
    vote(OLGA, id);
    refused("not-authoritative", () -> ask("crm.people"));

    assertThat(vote(PIA, id).stage()).isEqualTo(SourceException.Stage.GRANTED);

    ask("crm.people");
    refused(
        "not-authoritative",
        () ->
            subscriptions.request(
                SAM,
                new Subscriptions.Request("crm.people", "to see", List.of(), Optional.empty())));
    shop.clock.advance(Duration.ofDays(91));
    governance.pass();
    refused("not-authoritative", () -> ask("crm.people"));
  }

  private SourceException exception(String reason) {
    var wanted =
        new SourceExceptions.Wanted("customer", "crm.people", "", reason, Optional.empty());
    return governance.exceptions().ask(ADA, "shop", wanted);
  }

  private SourceException vote(Caller caller, String id) {
    return governance.exceptions().vote(caller, "shop", id, "yes", "");
  }

  @Test
  void whoReadsElsewhereAlreadyIsListedForThoseWhoGovern() {
    ask("crm.people");
    var id = subscriptions.list(ADA, "mine", Optional.empty()).get(0).id();
    var unused = subscriptions.approve(OLGA, id);
    source();
    assertThat(governance.sourcePages().violations(SAM, "shop")).isEmpty();
    enforce();

    assertThat(governance.sourcePages().violations(SAM, "shop"))
        .singleElement()
        .matches(
            one -> one.subscription().equals(id) && one.source().equals("customers.customers"));
    refused("not-yours", () -> governance.sourcePages().violations(ADA, "shop"));
  }
}
