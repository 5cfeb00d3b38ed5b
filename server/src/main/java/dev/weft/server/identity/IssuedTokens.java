package dev.weft.server.identity;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiPredicate;

/** Renews and ends tokens for those who know their sessions elsewhere. Safe for any thread. */
public final class IssuedTokens {
  /** However often it is renewed, somebody logs in again after so long. */
  private static final Duration LIFE_MAX = Duration.ofHours(12);

  private final MeshLog mesh;

  public IssuedTokens(MeshLog mesh) {
    this.mesh = mesh;
  }

  /**
   * Lets a token live on; whether there was one still.
   *
   * @param name under which it is kept: {@link AccessToken#nameOf}
   */
  public boolean renew(String name, Duration life) {
    var key = new ResourceKey(ResourceKind.ACCESS_TOKEN, name);
    return mesh.decide(
        (state, now) -> {
          var kept = state.find(ResourceKind.ACCESS_TOKEN, name, AccessToken.class);
          if (kept.filter(it -> now.isBefore(it.expiresAt())).isEmpty()) {
            return MeshLog.Decided.nothing(false);
          }
          var last = kept.get().createdAt().plus(LIFE_MAX);
          var end = earlier(now.plus(life), last);
          var by = kept.get().principal();
          var event = new AuditEvent(by, "token.renew", "User/" + by.name(), true, Json.object());
          return new MeshLog.Decided<>(
              List.of(MeshLog.Put.of(key, Json.tree(kept.get().until(end)), by)),
              List.of(),
              List.of(event),
              end.isBefore(last));
        });
  }

  /** Lets all tokens of somebody live on that come from an issuer. */
  public void renewAll(PrincipalId person, Duration life) {
    mesh.state().all(ResourceKind.ACCESS_TOKEN).stream()
        .filter(kept -> kept.as(AccessToken.class).isFor(person))
        .filter(kept -> !kept.as(AccessToken.class).session().isEmpty())
        .map(Resource::name)
        .forEach(name -> renew(name, life));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** Ends those that fit, by the name under which each is kept; how many there were. */
  public int end(BiPredicate<String, AccessToken> which, PrincipalId by, String why) {
    return mesh.decide(
        (state, now) -> {
          var ended =
              state.all(ResourceKind.ACCESS_TOKEN).stream()
                  .filter(kept -> which.test(kept.name(), kept.as(AccessToken.class)))
                  .toList();
          if (ended.isEmpty()) {
            return MeshLog.Decided.nothing(0);
          }
          var events =
              ended.stream()
                  .map(kept -> "User/" + kept.as(AccessToken.class).principal().name())
                  .distinct()
                  .map(
                      who ->
                          new AuditEvent(
                              by, "token.revoke", who, true, Json.object().put("purpose", why)))
                  .toList();
          return new MeshLog.Decided<>(
              List.of(), ended.stream().map(Resource::key).toList(), events, ended.size());
        });
  }
}
