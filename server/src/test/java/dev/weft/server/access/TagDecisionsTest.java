package dev.weft.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortFields.FieldTag.Status;
import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import dev.weft.server.identity.Caller;
import dev.weft.server.observe.FieldRegistry;
import dev.weft.spi.Classifier.Finding;
import dev.weft.spi.FieldObserver.FieldSample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TagDecisionsTest {
  private static final PortName PORT = new PortName("customers", "customers");

  private final Fixture shop = new Fixture();
  private final TagDecisions decisions = new TagDecisions(shop.mesh);

  @BeforeEach
  void aFieldWasFound() {
    shop.mesh.put(
        ResourceKind.DOMAIN,
        "shop",
        "{'apiVersion':'weft.dev/v1','kind':'Domain','name':'shop','governance':{'body':['olga'],'stewards':['pia']}}");
    new FieldRegistry(
            shop.mesh,
            candidate -> List.of(new Finding("pii.phone", 0.9, "name says phone")),
            Runnable::run)
        .seen(PORT, Map.of("mobile", new FieldSample("string", List.of("1"))))
        .join();
  }

  @Test
  void aRejectionIsRememberedWithItsReasonAndMayBeTakenBack() {
    var rejected = decide(Fixture.PIA, "pii.phone", "reject", "It is a model of phones.");

    assertThat(rejected.status()).isEqualTo(Status.REJECTED);
    assertThat(rejected.evidence())
        .isEqualTo("name says phone; rejected by pia: It is a model of phones.");
    assertThat(tags()).containsExactly(rejected);

    var confirmed = decide(Fixture.ADMIN, "pii.phone", "confirm", "It is not.");
    assertThat(confirmed.evidence()).isEqualTo("name says phone; confirmed by admin: It is not.");
    assertThat(tags()).containsExactly(confirmed);
  }

  @Test
  void confirmingWhatNobodyFoundAddsIt() {
    var added = decide(Fixture.PIA, "pii.name", "confirm", "Names are in there too.");

    assertThat(added.source()).isEqualTo("steward");
    assertThat(tags()).extracting(FieldTag::tag).containsExactly("pii.phone", "pii.name");
  }

  @Test
  void aTagIsConfirmedForATimeWhichTheAuditKnows() {
    var timed = decide("confirm", "2026-05-01", "2026-05-01T18:00+02:00");

    assertThat(timed.holdsAt(Instant.parse("2026-05-01T00:00:00Z"))).isTrue();
    assertThat(timed.holdsAt(Instant.parse("2026-05-01T16:00:00.001Z"))).isFalse();
    var audit = shop.mesh.audit();
    assertThat(audit.get(audit.size() - 1).details().path("validity").toString())
        .isEqualTo("[{\"from\":\"2026-05-01T00:00:00Z\",\"until\":\"2026-05-01T16:00:00Z\"}]");
    assertThat(decide("confirm", "", "").validity().isAlways()).as("said anew").isTrue();
    refused("bad-from", () -> decide("confirm", "soon", ""));
    refused("bad-until", () -> decide("confirm", "", "31.12.2026"));
    refused("bad-period", () -> decide("confirm", "2026-02-01", "2026-01-01"));
    refused("bad-period", () -> decide("reject", "", "2026-12-31"));
  }

  private FieldTag decide(String decision, String from, String until) {
    return decisions.decide(
        Fixture.PIA,
        PORT,
        new TagDecisions.Wanted("mobile", "pii.phone", decision, "For a test.", from, until));
  }

  @Test
  void nobodyElseDecidesNotEvenTheOwner() {
    for (var caller : List.of(Fixture.OLGA, Fixture.ADA)) {
      refused("not-authorized", () -> decide(caller, "pii.phone", "reject", "I want to see it."));
    }
    assertThat(tags()).extracting(FieldTag::status).containsExactly(Status.SUGGESTED);
  }

  @Test
  void whatIsNotThereOrHasNoReasonIsRefused() {
    refused("no-such-tag", () -> decide(Fixture.PIA, "pii.iban", "reject", "No."));
    refused("bad-why", () -> decide(Fixture.PIA, "pii.phone", "reject", " "));
    refused("bad-decision", () -> decide(Fixture.PIA, "pii.phone", "maybe", "No."));
    refused("bad-tag", () -> decide(Fixture.PIA, "Not a tag", "confirm", "Yes."));
    refused(
        "no-such-field",
        () ->
            decisions.decide(
                Fixture.PIA, PORT, new TagDecisions.Wanted("other", "pii.name", "confirm", "x")));
  }

  private FieldTag decide(Caller caller, String tag, String decision, String why) {
    return decisions.decide(caller, PORT, new TagDecisions.Wanted("mobile", tag, decision, why));
  }

  private List<FieldTag> tags() {
    return shop.mesh
        .state()
        .find(ResourceKind.PORT_FIELDS, PORT.topic(), PortFields.class)
        .orElseThrow()
        .field("mobile")
        .orElseThrow()
        .tags();
  }

  private static void refused(String code, Runnable act) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo(code));
  }
}
