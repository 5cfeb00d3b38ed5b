package dev.weft.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import dev.weft.server.MemoryAudit;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What an agent is given opens what agents are for, and nothing else. */
class AgentTokensTest {
  private final Fixture shop = new Fixture();
  private final Logins logins =
      new Logins(shop.mesh, new MemoryAudit(shop.clock), shop.clock, new SecureRandom());
  private final AgentTokens tokens = new AgentTokens(shop.mesh, shop.clock, new SecureRandom());

  private AgentTokens.Fresh made() {
    return tokens.create(Fixture.ADA, wanted("helper", ""));
  }

  private static AgentTokens.Wanted wanted(String agent, String purpose) {
    return new AgentTokens.Wanted(agent, purpose, Optional.empty());
  }

  private static AgentTokens.Wanted until(Instant end) {
    return new AgentTokens.Wanted("helper", "", Optional.of(end));
  }

  private static void refused(String code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo(code));
  }

  @Test
  void itStandsForThePersonWhereAgentsGoAndForNobodyElsewhere() {
    var fresh = made();

    assertThat(tokens.worker(fresh.token())).map(one -> one.person().name()).hasValue("ada");
    assertThat(logins.caller(fresh.token())).isEmpty();
    refused("wrong-credentials", () -> logins.loginByToken(fresh.token(), Duration.ZERO, "a"));
  }

  @Test
  void aPersonsOwnTokenIsNoAgents() {
    var own = logins.issue(Fixture.ADA.id(), Duration.ofHours(1), "login").token();

    assertThat(tokens.worker(own)).isEmpty();
    assertThat(tokens.list(Fixture.ADA)).isEmpty();
  }

  @Test
  void itCanBeForOnePurposeOnly() {
    var fresh = tokens.create(Fixture.ADA, wanted("helper", " fraud-detection "));

    assertThat(tokens.worker(fresh.token()))
        .map(AgentTokens.Worker::purpose)
        .hasValue("fraud-detection");
    assertThat(tokens.worker(made().token())).map(AgentTokens.Worker::purpose).hasValue("");
    assertThat(Json.text(shop.mesh.audit())).contains("fraud-detection");
  }

  @Test
  void itEndsByItselfWithItsPersonOrWhenItIsRevoked() {
    var first = made();
    var second = made();
    shop.clock.advance(Duration.ofMinutes(1));
    var third = made();
    assertThat(tokens.list(Fixture.ADA)).hasSize(3).first().isEqualTo(third.shown());
    refused("no-such-token", () -> tokens.revoke(Fixture.OLGA, first.shown().id()));

    tokens.revoke(Fixture.ADA, first.shown().id());

    assertThat(tokens.worker(first.token())).isEmpty();
    assertThat(tokens.worker(second.token())).isPresent();
    shop.clock.advance(Duration.ofDays(30));
    assertThat(tokens.worker(second.token())).isEmpty();
    var last = made();
    shop.mesh.put(ResourceKind.USER, "ada", "{'name':'ada','disabled':true}");
    assertThat(tokens.worker(last.token())).isEmpty();
  }

  @Test
  void thereAreLimitsAndNoSecretIsKept() {
    refused("bad-name", () -> tokens.create(Fixture.ADA, wanted(" ", "")));
    refused("bad-name", () -> tokens.create(Fixture.ADA, wanted("a\nb", "")));
    refused("bad-purpose", () -> tokens.create(Fixture.ADA, wanted("helper", "a\nb")));
    var now = shop.clock.instant();
    var late = until(now.plus(Duration.ofDays(91)));
    refused("bad-until", () -> tokens.create(Fixture.ADA, late));
    refused("bad-until", () -> tokens.create(Fixture.ADA, until(now)));
    var fresh = made();
    for (var i = 1; i < 20; i++) {
      made();
    }
    refused("too-many-tokens", this::made);

    var kept =
        Json.text(shop.mesh.audit()) + Json.text(shop.mesh.state().all(ResourceKind.ACCESS_TOKEN));
    assertThat(kept).contains("helper").doesNotContain(fresh.token());
  }
}
