package dev.weft.server.identity.oidc;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.parameters.SecretBox;
import java.time.Clock;
import java.time.Duration;

/**
 * What a login was begun with, sealed, so that the browser or program that has begun it carries it
 * and nothing is kept here. It is good for ten minutes.
 */
final class Luggage {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final String place;
  private final SecretBox box;
  private final Clock clock;

  /**
   * @param place what the login is, so that one sort of luggage is not taken for another
   */
  Luggage(String place, SecretBox box, Clock clock) {
    this.place = place;
    this.box = box;
    this.clock = clock;
  }

  /** In letters that a cookie takes as they are. */
  String sealed(Object what) {
    var packed = Json.object().put("at", clock.instant().getEpochSecond());
    packed.set("what", Json.tree(what));
    return box.seal(place, Json.text(packed)).replace('+', '-').replace('/', '_').replace("=", "");
  }

  <T> T opened(String sealed, Class<T> type) {
    try {
      var packed = Json.parse(box.open(place, sealed.replace('-', '+').replace('_', '/')));
      if (clock.instant().getEpochSecond() - packed.path("at").asLong() > PATIENCE.toSeconds()) {
        throw lost("The login has taken too long.");
      }
      return Json.read(packed.path("what"), type);
    } catch (IllegalStateException e) {
      throw lost("The login was not begun from here.");
    }
  }

  static ProblemException lost(String why) {
    return new Problem(
            Problem.Kind.UNAUTHENTICATED, "login-lost", Place.NOWHERE, why, "Log in again.")
        .asException();
  }
}
