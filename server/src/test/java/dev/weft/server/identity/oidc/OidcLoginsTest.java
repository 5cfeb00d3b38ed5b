package dev.weft.server.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.server.Fixture;
import dev.weft.server.MemoryAudit;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.IssuedTokens;
import dev.weft.server.identity.Logins;
import dev.weft.server.identity.people.GroupMap;
import dev.weft.server.identity.people.People;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OidcLoginsTest {
  private final Fixture shop = new Fixture();
  private final MemoryAudit audit = new MemoryAudit(shop.clock);
  private final Logins logins = new Logins(shop.mesh, audit, shop.clock, new SecureRandom());
  private FakeIssuer issuer;
  private OidcLogins oidc;

  @BeforeEach
  void thereIsAnIssuer() throws Exception {
    shop.mesh.put(ResourceKind.GROUP, "analysts", "{'name':'analysts'}");
    issuer = new FakeIssuer(shop.clock);
    oidc = logins(Optional.empty());
  }

  private OidcLogins logins(Optional<Duration> watch) {
    var life = Duration.ofMinutes(10);
    var settings =
        new OidcSettings(
            URI.create(issuer.url()),
            "weft",
            "the client's secret",
            "openid profile",
            "preferred_username",
            "groups",
            GroupMap.parse("Analysts=analysts"),
            Set.of("Analysts", "Owners"),
            life,
            People.Existing.REFUSE,
            "The bank",
            watch);
    var tokens = new IssuedTokens(shop.mesh);
    var sessions = new OidcSessions(shop.mesh, tokens, life, shop.clock);
    var watched =
        watch.map(
            any -> new OidcLogins.Watched(new OidcGrants(shop.mesh, shop.box), tokens, shop.clock));
    return new OidcLogins(
        settings,
        new OidcLogins.Parts(new People(shop.mesh), logins, sessions, watched),
        () -> "http://127.0.0.1:8080",
        shop.box,
        shop.clock,
        new SecureRandom());
  }

  @AfterEach
  void itEnds() {
    issuer.close();
  }

  @Test
  void whoComesBackFromTheIssuerIsInWithTheirGroups() {
    var issued = arrive().issued();

    assertThat(logins.caller(issued.token())).map(Caller::name).hasValue("nora");
    assertThat(user().groups()).containsExactly("analysts");
    var said = Json.text(audit.events()) + Json.text(shop.mesh.audit());
    assertThat(said).doesNotContain(issued.token(), "renews once", "the client's secret");
    assertThat(issuer.asked.get(0)).contains("code_verifier=", "grant_type=authorization_code");
  }

  @Test
  void theBrowserIsSentThereWithAChallengeAndBackToAPageOfOursOnly() {
    var asked = parameters(oidc.begin("/products/x?y=1").where());

    assertThat(asked).containsEntry("code_challenge_method", "S256").containsKeys("nonce", "state");
    assertThat(asked.get("redirect_uri")).isEqualTo("http://127.0.0.1:8080/api/v1/oidc/callback");
    assertThat(arrive("/products/x?y=1").to()).isEqualTo("/products/x?y=1");
    for (var evil : List.of("//evil.example", "/\\evil.example", "https://evil.example", "")) {
      assertThat(arrive(evil).to()).isEqualTo("/");
    }
  }

  @Test
  void onlyTheBrowserThatHasBegunALoginEndsIt() {
    var begun = oidc.begin("/");
    var state = parameters(begun.where()).get("state");
    var other = oidc.begin("/");

    assertThat(code(() -> oidc.arrive(Map.of("state", state, "code", "c"), "", "a")))
        .isEqualTo("login-lost");
    assertThat(code(() -> oidc.arrive(Map.of("state", state, "code", "c"), other.sealed(), "a")))
        .isEqualTo("login-lost");
    assertThat(code(() -> oidc.arrive(Map.of("code", "c"), begun.sealed(), "a")))
        .isEqualTo("login-lost");
    var mixed = Map.of("state", state, "code", "c", "iss", "https://evil.example");
    assertThat(code(() -> oidc.arrive(mixed, begun.sealed(), "a"))).isEqualTo("login-lost");
    shop.clock.advance(Duration.ofMinutes(11));
    assertThat(code(() -> oidc.arrive(Map.of("state", state, "code", "c"), begun.sealed(), "a")))
        .isEqualTo("login-lost");
    assertThat(issuer.asked).isEmpty();
  }

  @Test
  void whatTheIssuerHasNotSignedForThisLoginIsNotBelieved() throws Exception {
    var late = Date.from(shop.clock.instant().minusSeconds(120));
    var lies =
        List.<UnaryOperator<JWTClaimsSet.Builder>>of(
            said -> said.claim("nonce", "of another login"),
            said -> said.claim("nonce", null),
            said -> said.issuer("https://evil.example"),
            said -> said.audience("another-client"),
            said -> said.audience(List.of("weft", "another-client")),
            said -> said.audience(List.of("weft", "x")).claim("azp", "another-client"),
            said -> said.expirationTime(late),
            said -> said.expirationTime(null),
            said -> said.issueTime(null),
            said -> said.subject(null));
    for (var lie : lies) {
      issuer.claims = lie;
      assertThat(code(this::arrive)).isEqualTo("bad-issuer-token");
    }
    issuer.claims = said -> said;
    issuer.signer = FakeIssuer.key("one");
    assertThat(code(this::arrive)).as("another key of the same name").isEqualTo("bad-issuer-token");
    assertThat(shop.mesh.state().all(ResourceKind.ORIGIN)).isEmpty();
  }

  @Test
  void aSessionLivesAsLongAsTheIssuerRenewsItAndGroupsFollow() {
    var token = arrive().issued().token();
    issuer.claims = said -> said.claim("groups", List.of("Owners"));

    for (var i = 0; i < 5; i++) {
      shop.clock.advance(Duration.ofMinutes(6));
      oidc.renew();
    }
    assertThat(logins.caller(token)).isPresent();
    assertThat(user().groups()).isEmpty();
    issuer.refuses = true;
    shop.clock.advance(Duration.ofMinutes(6));
    oidc.renew();

    assertThat(logins.caller(token)).isEmpty();
    assertThat(shop.mesh.state().all(ResourceKind.ACCESS_TOKEN)).isEmpty();
  }

  @Test
  void whoIsNotInvitedAnyMoreIsOut() {
    var token = arrive().issued().token();
    issuer.claims = said -> said.claim("groups", List.of("Others"));

    assertThat(code(this::arrive)).isEqualTo("not-invited");
    shop.clock.advance(Duration.ofMinutes(6));
    oidc.renew();

    assertThat(logins.caller(token)).isEmpty();
  }

  @Test
  void anIssuerThatDoesNotAnswerIsNotAskedAllTheTime() {
    issuer.isSilent = true;

    assertThat(code(() -> oidc.begin("/"))).isEqualTo("issuer-not-reachable");
    assertThat(code(() -> oidc.begin("/"))).isEqualTo("issuer-not-reachable");

    assertThat(issuer.askedAbout).hasValue(1);
  }

  @Test
  void aSessionThatBecomesAnotherPersonsEnds() {
    var token = arrive().issued().token();
    issuer.claims = said -> said.subject("s-2").claim("preferred_username", "olga");

    shop.clock.advance(Duration.ofMinutes(6));
    oidc.renew();

    assertThat(logins.caller(token)).isEmpty();
  }

  @Test
  void theIssuerEndsASessionOrAllOfAPerson() {
    var token = arrive().issued().token();
    assertThat(code(() -> oidc.loggedOut(issuer.idToken()))).isEqualTo("bad-issuer-token");
    assertThat(logins.caller(token)).isPresent();

    oidc.loggedOut(logoutToken("session-1"));
    assertThat(logins.caller(token)).isEmpty();

    var again = arrive().issued().token();
    oidc.loggedOut(logoutToken(""));
    assertThat(logins.caller(again)).isEmpty();
  }

  @Test
  void whomTheIssuerKnowsNoMoreIsOutThoughNobodyIsLoggedIn() {
    oidc = logins(Optional.of(Duration.ofMinutes(5)));
    var token = arrive().issued().token();
    assertThat(parameters(oidc.begin("/").where()).get("scope")).endsWith(" offline_access");
    look();
    assertThat(logins.caller(token)).as("renewed by the watch").isPresent();
    logins.revoke(token, logins.caller(token).orElseThrow());
    look();
    assertThat(user().disabled()).isFalse();
    assertThat(Json.text(shop.mesh.state().all(ResourceKind.ISSUER_GRANT)))
        .doesNotContain("renews once");

    issuer.refuses = true;
    look();

    assertThat(user().disabled()).isTrue();
    assertThat(shop.mesh.state().all(ResourceKind.ISSUER_GRANT)).isEmpty();
    issuer.refuses = false;
    assertThat(logins.caller(arrive().issued().token())).as("who logs in again").isPresent();
    issuer.claims = said -> said.claim("groups", List.of("Others"));
    look();
    assertThat(user().disabled()).as("not invited any more").isTrue();
  }

  @Test
  void whatAnIssuerDoesNotSayChangesNothing() {
    oidc = logins(Optional.of(Duration.ofMinutes(5)));
    var token = arrive().issued().token();

    issuer.fails = 503;
    look();
    issuer.fails = 401;
    look();

    assertThat(user().disabled()).isFalse();
    assertThat(logins.caller(token)).as("not renewed").isEmpty();
  }

  @Test
  void thatAnIssuerKnowsNobodyAnyMoreIsNotBelieved() {
    oidc = logins(Optional.of(Duration.ofMinutes(5)));
    for (var name : List.of("nora", "pia.b", "max.b")) {
      issuer.claims = said -> said.subject("s-" + name).claim("preferred_username", name);
      arrive();
    }

    issuer.refuses = true;
    look();

    assertThat(user().disabled()).isFalse();
  }

  private void look() {
    shop.clock.advance(Duration.ofMinutes(6));
    oidc.watch();
  }

  private String logoutToken(String sid) {
    var said =
        new JWTClaimsSet.Builder()
            .issuer(issuer.url())
            .audience("weft")
            .subject("s-1")
            .issueTime(Date.from(shop.clock.instant()))
            .claim(
                "events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    return issuer.signed((sid.isEmpty() ? said : said.claim("sid", sid)).build(), "logout+jwt");
  }

  private OidcLogins.Arrived arrive() {
    return arrive("/");
  }

  private OidcLogins.Arrived arrive(String to) {
    var begun = oidc.begin(to);
    var asked = parameters(begun.where());
    issuer.nonce = asked.get("nonce");
    return oidc.arrive(Map.of("state", asked.get("state"), "code", "c"), begun.sealed(), "a");
  }

  private User user() {
    return shop.mesh.state().find(ResourceKind.USER, "nora", User.class).orElseThrow();
  }

  private static Map<String, String> parameters(URI address) {
    var all = new HashMap<String, String>();
    for (var pair : address.getRawQuery().split("&")) {
      var equals = pair.indexOf('=');
      all.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return all;
  }

  private static String code(ThrowingCallable act) {
    var codes = new String[1];
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(ProblemException.class, e -> codes[0] = e.first().code());
    return codes[0];
  }
}
