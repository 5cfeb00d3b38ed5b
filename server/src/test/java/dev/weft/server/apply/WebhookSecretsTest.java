package dev.weft.server.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.FlowSpec;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets for webhooks: told once, kept encrypted, one after the other. */
class WebhookSecretsTest {
  private final Fixture shop = new Fixture();
  private final WebhookSecrets secrets =
      new WebhookSecrets(shop.mesh, shop.parameters, new SecureRandom());

  @BeforeEach
  void aFlowCallsSomebody() {
    shop.mesh.put(
        ResourceKind.FLOW,
        "tell",
        "{'name':'tell','product':'customers','parameters':{'signing':{'sensitive':true},'url':{}},"
            + "'processors':[],'connections':[]}");
  }

  @Test
  void theNewestSignsBesideTheOneBeforeUntilThatIsEnded() {
    var first = secrets.make(Fixture.OLGA, "tell", "signing");
    assertThat(first.secret()).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(value()).isEqualTo(first.secret());

    var second = secrets.make(Fixture.OLGA, "tell", "signing");
    assertThat(value()).isEqualTo(second.secret() + " " + first.secret());
    var third = secrets.make(Fixture.OLGA, "tell", "signing");
    assertThat(value()).isEqualTo(third.secret() + " " + second.secret());
    assertThat(third.secrets()).isEqualTo(2);

    secrets.end(Fixture.OLGA, "tell", "signing");
    assertThat(value()).isEqualTo(third.secret());
  }

  @Test
  void neitherTheMeshNorTheAuditHasItInClear() {
    var made = secrets.make(Fixture.OLGA, "tell", "signing");
    var bare = made.secret().substring("whsec_".length());

    assertThat(shop.mesh.state().all(ResourceKind.PARAMETERS).toString()).doesNotContain(bare);
    assertThat(shop.mesh.audit().toString()).doesNotContain(bare).contains("flow.secret.make");
  }

  @Test
  void onlyWhoControlsTheFlowMayAndOnlyForASensitiveParameter() {
    refused(() -> secrets.make(Fixture.ADA, "tell", "signing"), "not-an-owner");
    refused(() -> secrets.end(Fixture.ADA, "tell", "signing"), "not-an-owner");
    refused(() -> secrets.make(Fixture.OLGA, "tell", "url"), "not-a-secret");
    refused(() -> secrets.make(Fixture.OLGA, "tell", "none"), "not-a-secret");
    refused(() -> secrets.end(Fixture.OLGA, "tell", "signing"), "no-such-secret");
  }

  private static void refused(Runnable act, String code) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo(code));
  }

  private String value() {
    var flow = shop.mesh.state().find(ResourceKind.FLOW, "tell", FlowSpec.class).orElseThrow();
    return shop.parameters.of(shop.mesh.state(), flow).open().get("signing");
  }
}
