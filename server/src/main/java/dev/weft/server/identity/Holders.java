package dev.weft.server.identity;

import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** Who holds which token at one moment. */
record Holders(MeshState state, Instant now) {
  /**
   * Whose token it is, with the roles that they have now.
   *
   * @param name under which it is kept
   * @param fits whether it is good for what is asked
   */
  Optional<Caller> of(String name, Predicate<AccessToken> fits) {
    return state
        .find(ResourceKind.ACCESS_TOKEN, name, AccessToken.class)
        .filter(kept -> kept.holdsAt(now) && fits.test(kept))
        .flatMap(this::caller);
  }

  private Optional<Caller> caller(AccessToken kept) {
    return state
        .find(ResourceKind.USER, kept.principal().name(), User.class)
        .filter(user -> !user.disabled())
        .map(user -> new Caller(kept.principal(), new Rights(state).roles(user), kept.expiresAt()));
  }
}
