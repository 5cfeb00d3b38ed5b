package dev.weft.server.identity;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.server.observe.SummedEvents;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import dev.weft.spi.MeshLog;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Turns names and passwords into tokens, and tokens into callers. Safe for any thread. */
public final class Logins {
  private static final Duration TOKEN_LIFE = Duration.ofHours(12);
  private static final int NAME_CHARACTERS_MAX = 200;

  private final MeshLog mesh;
  private final AuditLog audit;
  private final Clock clock;
  private final SecureRandom random;
  private final Attempts attempts;
  private final SummedEvents blocked;
  private final Optional<OutsidePasswords> outside;
  private final Passwords passwords;

  /** Of a mesh that knows its own passwords only. */
  public Logins(MeshLog mesh, AuditLog audit, Clock clock, SecureRandom random) {
    this(mesh, audit, clock, random, Optional.empty());
  }

  /**
   * @param outside asked about those who have no password here
   */
  public Logins(
      MeshLog mesh,
      AuditLog audit,
      Clock clock,
      SecureRandom random,
      Optional<OutsidePasswords> outside) {
    this.outside = outside;
    this.mesh = mesh;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
    this.attempts = new Attempts(clock);
    this.blocked = new SummedEvents(audit, clock);
    this.passwords = new Passwords(mesh, random);
  }

  /** A token and when it ends. The token is a secret: it goes to the caller and nowhere else. */
  public record Issued(String token, AccessToken kept) {
    @Override
    public String toString() {
      return "token of " + kept.principal();
    }
  }

  /** Logs a person in; the address is for the audit and the limits. */
  public Issued login(String name, String password, String address) {
    if (name.isBlank()) {
      throw wrongCredentials();
    }
    try {
      attempts.check(name, address);
    } catch (ProblemException e) {
      var unused = blocked.note(event(name, address, false, "too many attempts"));
      throw e;
    }
    blocked.sweep();
    var who =
        passwords.has(name) || outside.isEmpty()
            ? Optional.of(PrincipalId.user(name))
                .filter(id -> passwords.matches(name, password))
                .filter(id -> isEnabled(name))
            : outside(name, password, address);
    if (who.isEmpty()) {
      attempts.failed(name, address);
      record(name, address, false, "wrong name or password");
      throw wrongCredentials();
    }
    attempts.succeeded(name);
    return enter(who.get(), TOKEN_LIFE, "", address);
  }

  private Optional<PrincipalId> outside(String name, String password, String address) {
    try {
      return password.length() > Passwords.LENGTH_MAX
          ? Optional.empty()
          : outside.get().check(name, password);
    } catch (ProblemException e) {
      record(name, address, false, e.first().code());
      throw e;
    }
  }

  private boolean isEnabled(String name) {
    return mesh.state()
        .find(ResourceKind.USER, name, User.class)
        .filter(user -> !user.disabled())
        .isPresent();
  }

  /**
   * A token for somebody who has proven who they are, by whatever way.
   *
   * @param session at the issuer that has said so; empty for others
   */
  public Issued enter(PrincipalId who, Duration life, String session, String address) {
    record(who.name(), address, true, session.isEmpty() ? "" : "by the issuer");
    return issue(who, life, "login", session);
  }

  /** Notes that somebody was not let in, and why. */
  public void refused(String name, String address, String why) {
    var unused = blocked.note(event(name, address, false, why));
  }

  private static ProblemException wrongCredentials() {
    return new Problem(
            Problem.Kind.UNAUTHENTICATED,
            "wrong-credentials",
            Place.NOWHERE,
            "Name or password is wrong.",
            "An administrator can set a new password: weft user password NAME.")
        .asException();
  }

  /** A session for who holds a token, as a browser's; the address is for the audit. */
  public Issued loginByToken(String token, Duration life, String address) {
    var caller = caller(token);
    if (caller.isEmpty()) {
      record("", address, false, "unknown token");
      throw new Problem(
              Problem.Kind.UNAUTHENTICATED,
              "wrong-credentials",
              Place.NOWHERE,
              "The token is unknown or has ended.",
              "Log in with name and password.")
          .asException();
    }
    record(caller.get().name(), address, true, "");
    return issue(caller.get().id(), life, "session");
  }

  /** Makes a token. Its life is bounded; it can be revoked. */
  public Issued issue(PrincipalId principal, Duration life, String purpose) {
    return issue(principal, life, purpose, "");
  }

  private Issued issue(PrincipalId principal, Duration life, String purpose, String session) {
    var token = AccessToken.generate(random);
    var now = clock.instant();
    var kept = new AccessToken(principal, now, now.plus(life), purpose, session);
    var key = new ResourceKey(ResourceKind.ACCESS_TOKEN, AccessToken.nameOf(token));
    mesh.decide(
        (state, time) ->
            new MeshLog.Decided<>(
                List.of(MeshLog.Put.of(key, Json.tree(kept), principal)),
                List.of(),
                List.of(event(principal, "token.create", purpose)),
                token));
    return new Issued(token, kept);
  }

  /**
   * Who holds this token; empty when it is unknown, ended, revoked, made for an agent, or its owner
   * is disabled.
   */
  public Optional<Caller> caller(String token) {
    return holder(AccessToken.nameOf(token));
  }

  /** The same by the name under which the token is kept. */
  Optional<Caller> holder(String tokenName) {
    return new Holders(mesh.state(), clock.instant()).of(tokenName, kept -> kept.agent().isEmpty());
  }

  public void revoke(String token, Caller caller) {
    var key = new ResourceKey(ResourceKind.ACCESS_TOKEN, AccessToken.nameOf(token));
    mesh.decide(
        (state, now) ->
            state.get(key).isEmpty()
                ? MeshLog.Decided.nothing(key)
                : new MeshLog.Decided<>(
                    List.of(),
                    List.of(key),
                    List.of(event(caller.id(), "token.revoke", "logout")),
                    key));
  }

  /** Sets a password; ends all of the person's tokens unless they set it themselves. */
  public void setPassword(Caller caller, String name, String password) {
    caller.require(
        caller.isAdmin() || caller.name().equals(name),
        "not-yours",
        "Only " + name + " or an administrator may set this password.",
        "Log in as " + name + ", or ask an administrator.");
    passwords.set(caller, name, password);
  }

  /** Removes tokens that have ended; called from time to time by the writer. */
  public void sweep() {
    blocked.sweep();
    mesh.decide(
        (state, now) -> {
          var ended =
              state.all(ResourceKind.ACCESS_TOKEN).stream()
                  .filter(kept -> !now.isBefore(kept.as(AccessToken.class).expiresAt()))
                  .map(Resource::key)
                  .toList();
          return ended.isEmpty()
              ? MeshLog.Decided.nothing(0)
              : new MeshLog.Decided<>(
                  List.of(),
                  ended,
                  List.of(event(PrincipalId.WEFT, "token.expire", ended.size() + " tokens")),
                  ended.size());
        });
  }

  private void record(String name, String address, boolean successful, String why) {
    audit.append(event(name, address, successful, why)).join();
  }

  /** Names are whatever somebody sends here, and empty where they gave none. */
  private static AuditEvent event(String name, String address, boolean successful, String why) {
    var details = Json.object().put("address", address);
    if (!why.isEmpty()) {
      details.put("why", why);
    }
    var known = name.length() > NAME_CHARACTERS_MAX ? name.substring(0, NAME_CHARACTERS_MAX) : name;
    var who = known.isEmpty() ? PrincipalId.WEFT : PrincipalId.user(known);
    return new AuditEvent(who, "login", "User/" + known, successful, details);
  }

  private static AuditEvent event(PrincipalId by, String action, String purpose) {
    return new AuditEvent(
        by, action, "User/" + by.name(), true, Json.object().put("purpose", purpose));
  }
}
