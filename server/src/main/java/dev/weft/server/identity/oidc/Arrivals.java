package dev.weft.server.identity.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.weft.model.Problem;
import dev.weft.server.identity.AccessToken;
import dev.weft.server.identity.Logins;
import dev.weft.server.identity.people.OutsidePerson;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;

/** Lets in whom the issuer's tokens name. */
final class Arrivals {
  private final OidcSettings settings;
  private final IssuerClaims claims;
  private final OidcLogins.Parts parts;

  Arrivals(OidcSettings settings, IssuerClaims claims, OidcLogins.Parts parts) {
    this.settings = settings;
    this.claims = claims;
    this.parts = parts;
  }

  /** Who is in the issuer's answer is let in here; the session is renewed from now on. */
  Logins.Issued enter(JsonNode answer, Optional<String> nonce, String address) {
    var said = claims.idToken(answer.path("id_token").asText(), nonce);
    var who = parts.people().welcome(person(said), settings.existing());
    var session = OidcLogins.SOURCE + ":" + text(said, "sid");
    var issued = parts.logins().enter(who, settings.life(), session, address);
    var refresh = answer.path("refresh_token").asText();
    if (!refresh.isEmpty()) {
      // What is kept for the watch is asked with by nobody else: it may be good for once only.
      parts.watched().ifPresent(it -> it.grants().keep(who.name(), said.getSubject(), refresh));
      var own = parts.watched().isPresent() ? "" : refresh;
      parts.sessions().keep(AccessToken.nameOf(issued.token()), said.getSubject(), own);
    }
    return issued;
  }

  /** Takes over what the issuer says of who is in already. */
  void again(JsonNode answer, String subject) {
    var token = answer.path("id_token").asText();
    if (token.isEmpty()) {
      return; // It need not say more than that the session goes on.
    }
    var said = claims.idToken(token, Optional.empty());
    if (!said.getSubject().equals(subject)) {
      throw Luggage.lost("The session has become another person's.");
    }
    parts.people().admit(person(said), settings.existing());
  }

  private OutsidePerson person(JWTClaimsSet said) {
    var groups = list(said, settings.groupsClaim());
    if (!settings.invited().isEmpty() && groups.stream().noneMatch(settings.invited()::contains)) {
      throw Problem.refused(
              "not-invited",
              "You are in none of the issuer's groups that may log in here.",
              "Ask whoever keeps the groups at the issuer.")
          .asException();
    }
    return OutsidePerson.of(
        OidcLogins.SOURCE,
        said.getSubject(),
        text(said, settings.nameClaim()),
        text(said, "name"),
        text(said, "email"),
        settings.groups().of(groups));
  }

  static String text(JWTClaimsSet said, String claim) {
    try {
      return Optional.ofNullable(said.getStringClaim(claim)).orElse("");
    } catch (ParseException e) {
      return "";
    }
  }

  private static List<String> list(JWTClaimsSet said, String claim) {
    try {
      return Optional.ofNullable(said.getStringListClaim(claim)).orElse(List.of());
    } catch (ParseException e) {
      return List.of();
    }
  }
}
