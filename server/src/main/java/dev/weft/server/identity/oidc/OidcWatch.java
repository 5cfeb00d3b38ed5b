package dev.weft.server.identity.oidc;

import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.server.identity.IssuedTokens;
import dev.weft.server.identity.people.People;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the issuer now and then about everybody who has come from it, logged in or not. Of whom it
 * knows no more, the sessions end, the keys open nothing and Kafka's connections are closed, until
 * they log in again. What cannot be asked changes nothing. Called by one thread, of the mesh's
 * writer.
 */
final class OidcWatch {
  private static final Logger LOG = LoggerFactory.getLogger(OidcWatch.class);

  /** That it knows nobody of so many any more is rather its mistake. */
  private static final int BELIEVED = 3;

  private static final int AT_ONCE = 100;
  private static final Set<String> ENDED = Set.of("not-invited", "user-disabled");

  private final Duration every;
  private final Duration life;
  private final Provider provider;
  private final Arrivals arrivals;
  private final OidcGrants grants;
  private final People people;
  private final IssuedTokens tokens;
  private final Clock clock;

  /** When whom was asked about; after a restart everybody is asked about soon. */
  private final Map<String, Instant> asked = new HashMap<>();

  OidcWatch(OidcSettings settings, Provider provider, Arrivals arrivals, OidcLogins.Parts parts) {
    var half = settings.life().dividedBy(2);
    var wanted = settings.watch().orElse(half);
    this.every = wanted.compareTo(half) < 0 ? wanted : half;
    this.life = settings.life();
    this.provider = provider;
    this.arrivals = arrivals;
    this.grants = parts.watched().orElseThrow().grants();
    this.tokens = parts.watched().orElseThrow().tokens();
    this.people = parts.people();
    this.clock = parts.watched().orElseThrow().clock();
  }

  private enum Answer {
    GOES_ON,
    ENDED,
    UNKNOWN
  }

  /** Asks about those whose time has come. */
  void look() {
    var all = grants.all();
    asked.keySet().retainAll(all.stream().map(OidcGrants.Grant::name).toList());
    var ended = new ArrayList<OidcGrants.Grant>();
    var answered = 0;
    for (var grant : all.stream().filter(this::isDue).limit(AT_ONCE).toList()) {
      asked.put(grant.name(), clock.instant());
      var answer = ask(grant);
      answered += answer == Answer.UNKNOWN ? 0 : 1;
      if (answer == Answer.ENDED) {
        ended.add(grant);
      }
    }
    if (ended.size() == answered && answered >= BELIEVED) {
      LOG.warn("The issuer knows none of {} people any more; that is not believed.", answered);
      return;
    }
    ended.forEach(this::end);
  }

  private boolean isDue(OidcGrants.Grant grant) {
    var last = asked.getOrDefault(grant.name(), Instant.MIN);
    return last.isBefore(clock.instant().minus(every));
  }

  private Answer ask(OidcGrants.Grant grant) {
    try {
      var token = grants.opened(grant);
      var question = Map.of("grant_type", "refresh_token", "refresh_token", token);
      var answer = provider.post(provider.endpoints().token(), question);
      if (answer.status() != 200) {
        return refused(answer);
      }
      arrivals.again(answer.body(), grant.subject());
      var next = answer.body().path("refresh_token").asText(token);
      if (!next.equals(token)) {
        grants.keep(grant.name(), grant.subject(), next);
      }
      tokens.renewAll(PrincipalId.user(grant.name()), life);
      return Answer.GOES_ON;
    } catch (ProblemException e) {
      return ENDED.contains(e.first().code()) ? Answer.ENDED : unknown(e.getMessage());
    } catch (IllegalStateException e) {
      return unknown("what asks about " + grant.name() + " cannot be opened");
    }
  }

  /** Only what says that this very token is worth nothing is about the person. */
  private static Answer refused(Provider.Answer answer) {
    var error = answer.body().path("error").asText();
    return answer.status() == 400 && error.equals("invalid_grant")
        ? Answer.ENDED
        : unknown("it answers " + answer.status() + " " + error);
  }

  private static Answer unknown(String why) {
    LOG.warn("The issuer does not say how somebody is: {}", why);
    return Answer.UNKNOWN;
  }

  private void end(OidcGrants.Grant grant) {
    grants.forget(grant.name());
    people.dismiss(OidcLogins.SOURCE, grant.subject(), PrincipalId.WEFT);
  }
}
