package dev.weft.server.identity;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tokens that people make for their AI agents. Such a token opens what agents are for, and
 * nothing else: no REST, no portal, no Kafka; so an agent cannot decide, accept or change what only
 * its person may. Safe for any thread.
 */
public final class AgentTokens {
  private static final Duration STANDARD = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(90);
  private static final Pattern NAME = Pattern.compile("[\\x20-\\x7E]{1,100}");
  private static final Pattern PURPOSE = Pattern.compile("\\P{Cntrl}{0,2000}");
  private static final int EACH_MAX = 20;
  private static final int ID_CHARACTERS = 16;

  private final MeshLog mesh;
  private final Clock clock;
  private final SecureRandom random;

  public AgentTokens(MeshLog mesh, Clock clock, SecureRandom random) {
    this.mesh = mesh;
    this.clock = clock;
    this.random = random;
  }

  /**
   * What is asked for.
   *
   * @param agent what the person calls it
   * @param purpose the one purpose for which it may read; empty: it says one with each call
   * @param until empty: 30 days; 90 at most
   */
  public record Wanted(String agent, String purpose, Optional<Instant> until) {}

  /** What is shown of one. The id is no secret. */
  public record Shown(
      String id, String agent, String purpose, Instant createdAt, Instant expiresAt) {}

  /**
   * Who an agent works for.
   *
   * @param purpose the one for which it may read; empty: any that it says
   */
  public record Worker(Caller person, String purpose) {}

  /** A fresh one; the token is shown this once. */
  public record Fresh(String token, Shown shown) {
    @Override
    public String toString() {
      return "token for " + shown.agent();
    }
  }

  /** Makes one for an agent of the caller's. */
  public Fresh create(Caller caller, Wanted wanted) {
    var agent = agent(wanted.agent());
    var purpose = purpose(wanted.purpose());
    var token = AccessToken.generate(random);
    var key = new ResourceKey(ResourceKind.ACCESS_TOKEN, AccessToken.nameOf(token));
    return mesh.decide(
        (state, now) -> {
          var kept =
              new AccessToken(
                  caller.id(), now, end(wanted.until(), now), "agent " + agent, "", agent, purpose);
          limit(state, caller.id(), now);
          return new MeshLog.Decided<>(
              List.of(MeshLog.Put.of(key, Json.tree(kept), caller.id())),
              List.of(),
              List.of(event(caller, "token.create", kept)),
              new Fresh(token, shown(key.name(), kept)));
        });
  }

  private static String agent(String name) {
    if (name == null || name.isBlank() || !NAME.matcher(name).matches()) {
      throw Problem.input(
              "bad-name",
              Place.field("agent"),
              "An agent has a name of 1 to 100 letters, digits and signs.",
              "Call it what you call the program.")
          .asException();
    }
    return name.strip();
  }

  private static String purpose(String text) {
    if (text != null && !PURPOSE.matcher(text).matches()) {
      throw Problem.input(
              "bad-purpose",
              Place.field("purpose"),
              "A purpose is one line of at most 2000 characters.",
              "Leave it out, and the agent says one with each call.")
          .asException();
    }
    return text == null ? "" : text.strip();
  }

  private static Instant end(Optional<Instant> until, Instant now) {
    var end = until.orElse(now.plus(STANDARD));
    if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
      throw Problem.input(
              "bad-until",
              Place.field("until"),
              "A token for an agent ends within " + LONGEST.toDays() + " days.",
              "Give another date, or none for " + STANDARD.toDays() + " days.")
          .asException();
    }
    return end;
  }

  private static void limit(MeshState state, PrincipalId person, Instant now) {
    if (of(state, person, now).count() >= EACH_MAX) {
      throw Problem.conflict(
              "too-many-tokens",
              "You have " + EACH_MAX + " tokens for agents.",
              "Revoke one: weft token list, weft token revoke ID.")
          .asException();
    }
  }

  /** Those of the caller that hold, the newest first. */
  public List<Shown> list(Caller caller) {
    return of(mesh.state(), caller.id(), clock.instant())
        .map(one -> shown(one.name(), one.as(AccessToken.class)))
        .sorted(Comparator.comparing(Shown::createdAt).reversed())
        .toList();
  }

  private static Stream<Resource> of(MeshState state, PrincipalId person, Instant now) {
    return state.all(ResourceKind.ACCESS_TOKEN).stream()
        .filter(one -> one.as(AccessToken.class).isFor(person))
        .filter(one -> one.as(AccessToken.class).holdsAt(now))
        .filter(one -> !one.as(AccessToken.class).agent().isEmpty());
  }

  /** Ends one of the caller's. */
  public void revoke(Caller caller, String id) {
    mesh.decide(
        (state, now) -> {
          var one =
              of(state, caller.id(), now)
                  .filter(kept -> shown(kept.name(), kept.as(AccessToken.class)).id().equals(id))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          Problem.missing(
                                  "no-such-token",
                                  "You have no token '" + id + "' for an agent.",
                                  "'weft token list' lists them.")
                              .asException());
          return new MeshLog.Decided<>(
              List.of(),
              List.of(one.key()),
              List.of(event(caller, "token.revoke", one.as(AccessToken.class))),
              id);
        });
  }

  /** For whom the agent that has this token works; empty when it is none, or holds no more. */
  public Optional<Worker> worker(String token) {
    var state = mesh.state();
    var name = AccessToken.nameOf(token);
    return new Holders(state, clock.instant())
        .of(name, kept -> !kept.agent().isEmpty())
        .map(person -> new Worker(person, purpose(state, name)));
  }

  private static String purpose(MeshState state, String name) {
    return state
        .find(ResourceKind.ACCESS_TOKEN, name, AccessToken.class)
        .map(AccessToken::agentPurpose)
        .orElse("");
  }

  private static Shown shown(String name, AccessToken kept) {
    return new Shown(
        name.substring(0, ID_CHARACTERS),
        kept.agent(),
        kept.agentPurpose(),
        kept.createdAt(),
        kept.expiresAt());
  }

  private static AuditEvent event(Caller caller, String action, AccessToken kept) {
    var details = Json.object().put("purpose", "agent").put("agent", kept.agent());
    if (!kept.agentPurpose().isEmpty()) {
      details.put("agentPurpose", kept.agentPurpose());
    }
    return new AuditEvent(caller.id(), action, "User/" + caller.name(), true, details);
  }
}
