package dev.weft.server.identity;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** The passwords of this mesh's own people, of which hashes are kept. Safe for any thread. */
final class Passwords {
  static final int LENGTH_MAX = 1_000;
  private static final int LENGTH_MIN = 12;

  private final MeshLog mesh;
  private final Hashing hashing;

  /** Checked for names that do not exist, so that they take as long as those that do. */
  private final PasswordHash nobody;

  Passwords(MeshLog mesh, SecureRandom random) {
    this.mesh = mesh;
    this.hashing = new Hashing(random);
    this.nobody = PasswordHash.of(AccessToken.generate(random), random);
  }

  /** Whether somebody has one. */
  boolean has(String name) {
    return hash(name).isPresent();
  }

  boolean matches(String name, String password) {
    var hash = hash(name);
    return password.length() <= LENGTH_MAX
        && hashing.matches(hash.orElse(nobody), password)
        && hash.isPresent();
  }

  private Optional<PasswordHash> hash(String name) {
    return mesh.state().find(ResourceKind.PASSWORD, name, PasswordHash.class);
  }

  /** Sets one; ends all of the person's tokens unless they set it themselves. */
  void set(Caller caller, String name, String password) {
    if (password.length() < LENGTH_MIN || password.length() > LENGTH_MAX) {
      throw Problem.input(
              "weak-password",
              Place.field("password"),
              "A password has " + LENGTH_MIN + " to " + LENGTH_MAX + " characters.",
              "Several unrelated words are easy to remember and hard to guess.")
          .asException();
    }
    var hash = hashing.of(password);
    var key = new ResourceKey(ResourceKind.PASSWORD, name);
    mesh.decide(
        (state, now) -> {
          if (state.find(ResourceKind.USER, name, User.class).isEmpty()) {
            throw Problem.missing(
                    "no-such-user",
                    "No user is called '" + name + "'.",
                    "'weft get user' lists them.")
                .asException();
          }
          return new MeshLog.Decided<>(
              List.of(MeshLog.Put.of(key, Json.tree(hash), caller.id())),
              caller.name().equals(name) ? List.of() : tokens(state, name),
              List.of(
                  new AuditEvent(caller.id(), "password.set", "User/" + name, true, Json.object())),
              name);
        });
  }

  private static List<ResourceKey> tokens(MeshState state, String name) {
    return state.all(ResourceKind.ACCESS_TOKEN).stream()
        .filter(kept -> kept.as(AccessToken.class).principal().name().equals(name))
        .map(Resource::key)
        .toList();
  }
}
