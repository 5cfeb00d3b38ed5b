package dev.weft.server.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataProduct;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.policy.RequestConditions;
import dev.weft.server.Fixture;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private static final Caller BO = Fixture.caller("bo");
  private final Fixture shop = new Fixture();
  private final Subscriptions subscriptions =
      new Subscriptions(
          shop.mesh,
          new Routing(new RequestConditions(), shop.clock),
          shop.clock,
          new SecureRandom());

  @Test
  void theOwnerApprovesWhatAnAnalystAskedFor() {
    var request = subscriptions.request(Fixture.ADA, ask(Optional.empty()));

    var approved = subscriptions.approve(Fixture.OLGA, request.id());

    assertThat(approved.status()).isEqualTo(Subscription.Status.APPROVED);
    assertThat(shop.mesh.audit())
        .extracting(AuditEvent::action)
        .contains("subscription.request", "subscription.approve");
  }

  @Test
  void nobodyApprovesTheirOwnRequest() {
    var request = subscriptions.request(Fixture.OLGA, ask(Optional.empty()));

    assertThatThrownBy(() -> subscriptions.approve(Fixture.OLGA, request.id()))
        .satisfies(e -> assertThat(code(e)).isEqualTo("four-eyes"));
    assertThat(subscriptions.approve(Fixture.PIA, request.id()).status())
        .as("the governing body decides where the only owner asks")
        .isEqualTo(Subscription.Status.APPROVED);
  }

  @Test
  void whoHasNoPartInItDoesNotEvenSeeTheRequest() {
    var request = subscriptions.request(Fixture.ADA, ask(Optional.empty()));

    assertThatThrownBy(() -> subscriptions.approve(Fixture.caller("sam"), request.id()))
        .satisfies(e -> assertThat(code(e)).isEqualTo("no-such-request"));
  }

  @Test
  void aGrantEndsAtItsDate() {
    var until = shop.clock.instant().plus(Duration.ofHours(1));
    var request = subscriptions.request(Fixture.ADA, ask(Optional.of(until)));
    subscriptions.approve(Fixture.OLGA, request.id());
    shop.clock.advance(Duration.ofHours(1));

    subscriptions.expire();

    assertThat(subscriptions.get(Fixture.ADA, request.id()).status())
        .isEqualTo(Subscription.Status.EXPIRED);
  }

  @Test
  void aRevokedGrantCannotBeApprovedAgain() {
    var request = subscriptions.request(Fixture.ADA, ask(Optional.empty()));
    subscriptions.approve(Fixture.OLGA, request.id());
    subscriptions.revoke(Fixture.OLGA, request.id(), "left the team");

    assertThatThrownBy(() -> subscriptions.approve(Fixture.OLGA, request.id()))
        .satisfies(e -> assertThat(code(e)).isEqualTo("wrong-status"));
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    var wrong =
        new Subscriptions.Request(
            "customers.customers",
            "",
            List.of("emial"),
            Optional.of(Instant.parse("2020-01-01T00:00:00Z")));

    assertThatThrownBy(() -> subscriptions.request(Fixture.ADA, wrong))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::code)
                    .containsExactlyInAnyOrder("no-purpose", "past-date", "unknown-field"));
  }

  @Test
  void anInputPortOfTheSameFamilyIsApprovedByItselfOnRecord() {
    shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "spending",
        "{'id':'spending','domain':'shop','inputPorts':[{'name':'in','contractId':'customers-v1'}],"
            + "'team':{'members':[{'username':'olga','role':'owner'}]}}");
    var state = shop.mesh.state();
    var spending =
        state.find(ResourceKind.DATA_PRODUCT, "spending", DataProduct.class).orElseThrow();

    var wanted = subscriptions.forInputPorts(state, List.of(spending), shop.clock.instant(), 9);

    assertThat(wanted)
        .singleElement()
        .satisfies(one -> assertThat(one.status()).isEqualTo(Subscription.Status.APPROVED));
  }

  @Test
  void anInputPortOfAnotherOwnersProductWaitsForThem() {
    shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "spending",
        "{'id':'spending','domain':'shop','inputPorts':[{'name':'in','contractId':'customers-v1'}],"
            + "'team':{'members':[{'username':'ada','role':'owner'}]}}");
    var state = shop.mesh.state();
    var spending =
        state.find(ResourceKind.DATA_PRODUCT, "spending", DataProduct.class).orElseThrow();

    var wanted = subscriptions.forInputPorts(state, List.of(spending), shop.clock.instant(), 9);

    assertThat(wanted)
        .singleElement()
        .satisfies(one -> assertThat(one.status()).isEqualTo(Subscription.Status.REQUESTED));
  }

  @Test
  void aPortForOneIsTakenWhileSomebodyHasAGrant() {
    forOne("one");
    var until = shop.clock.instant().plus(Duration.ofHours(1));
    var first = subscriptions.request(Fixture.ADA, ask(Optional.of(until)));
    subscriptions.approve(Fixture.OLGA, first.id());

    assertThatThrownBy(() -> subscriptions.request(BO, ask(Optional.empty())))
        .satisfies(e -> assertThat(code(e)).isEqualTo("port-taken"))
        .hasMessageContaining("ada has it until 2026-05-01T13:00:00Z");
    assertThat(subscriptions.request(Fixture.ADA, ask(Optional.empty())).status())
        .as("who has it may ask for what comes after")
        .isEqualTo(Subscription.Status.REQUESTED);

    shop.clock.advance(Duration.ofHours(1));
    var next = subscriptions.request(BO, ask(Optional.empty()));
    assertThat(subscriptions.approve(Fixture.OLGA, next.id()).status())
        .isEqualTo(Subscription.Status.APPROVED);
  }

  @Test
  void ofSeveralWhoAskForAPortForOneOneIsApproved() {
    forOne("one");
    var ada = subscriptions.request(Fixture.ADA, ask(Optional.empty()));
    var bo = subscriptions.request(BO, ask(Optional.empty()));
    subscriptions.approve(Fixture.OLGA, ada.id());

    assertThatThrownBy(() -> subscriptions.approve(Fixture.OLGA, bo.id()))
        .satisfies(e -> assertThat(code(e)).isEqualTo("port-taken"));

    subscriptions.revoke(Fixture.OLGA, ada.id(), "done");
    assertThat(subscriptions.approve(Fixture.OLGA, bo.id()).status())
        .isEqualTo(Subscription.Status.APPROVED);
  }

  @Test
  void anInputPortWaitsWhereAnotherHasThePortAlone() {
    forOne("one");
    subscriptions.approve(
        Fixture.OLGA, subscriptions.request(Fixture.ADA, ask(Optional.empty())).id());
    shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "spending",
        "{'id':'spending','domain':'shop','inputPorts':[{'name':'in','contractId':'customers-v1'}],"
            + "'team':{'members':[{'username':'olga','role':'owner'}]}}");
    var state = shop.mesh.state();
    var spending =
        state.find(ResourceKind.DATA_PRODUCT, "spending", DataProduct.class).orElseThrow();

    assertThat(subscriptions.forInputPorts(state, List.of(spending), shop.clock.instant(), 9))
        .singleElement()
        .satisfies(one -> assertThat(one.status()).isEqualTo(Subscription.Status.REQUESTED));
  }

  @Test
  void aPortForManyHasNoLimit() {
    forOne("many");
    subscriptions.approve(
        Fixture.OLGA, subscriptions.request(Fixture.ADA, ask(Optional.empty())).id());

    assertThat(subscriptions.request(BO, ask(Optional.empty())).status())
        .isEqualTo(Subscription.Status.REQUESTED);
  }

  private void forOne(String subscribers) {
    shop.mesh.put(
        ResourceKind.DATA_CONTRACT,
        "customers-v1",
        "{'apiVersion':'v3.1.0','kind':'DataContract','id':'customers-v1','version':'1.0.0',"
            + "'status':'active','dataProduct':'customers','customProperties':"
            + "[{'property':'weft.subscribers','value':'"
            + subscribers
            + "'}]}");
  }

  private static Subscriptions.Request ask(Optional<Instant> until) {
    return new Subscriptions.Request("customers.customers", "churn model", List.of(), until);
  }

  private static String code(Throwable e) {
    return ((ProblemException) e).first().code();
  }
}
