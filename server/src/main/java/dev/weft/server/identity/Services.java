package dev.weft.server.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.ClientKey;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Programs that act by themselves: users without a password, for whom somebody answers, with a key
 * for Kafka and REST that is replaced from time to time. While it is, the old one and the new one
 * hold beside each other, so that the program never stands outside. Safe for any thread.
 */
public final class Services {
  /** How old a key may be before its owners are told to replace it. */
  public static final Duration OLD = Duration.ofDays(90);

  private static final Duration OVERLAP_MAX = Duration.ofDays(30);
  private static final int PER_OWNER_MAX = 50;
  private static final int TITLE_MAX = 200;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final MeshLog mesh;
  private final Clock clock;
  private final ScramVerifier verifier;

  public Services(MeshLog mesh, Clock clock, SecureRandom random) {
    this.mesh = mesh;
    this.clock = clock;
    this.verifier = new ScramVerifier(random);
  }

  /** A key of a service; {@code old} when it should be replaced. */
  public record KeyAge(
      String id, Instant createdAt, long days, Optional<Instant> until, boolean old) {}

  /** A service as its owners see it. */
  public record Page(
      String name, String title, List<String> owners, boolean disabled, List<KeyAge> keys) {}

  /** A service with its first key; who makes it answers for it. */
  public ClientKeys.Fresh create(Caller caller, String name, String title) {
    if (!NAME.matcher(name).matches() || name.equals(PrincipalId.WEFT.name())) {
      throw Problem.input(
              "bad-name",
              Place.field("name"),
              "'" + name + "' cannot be the name of a service.",
              "Use up to 100 letters, digits, '.', '_' and '-', first a letter or digit.")
          .asException();
    }
    var fresh = fresh(name);
    return mesh.decide(
        (state, now) -> {
          requireMayCreate(caller, state);
          var user = new ResourceKey(ResourceKind.USER, name);
          if (state.get(user).isPresent()) {
            throw Problem.conflict(
                    "name-taken", "There is a user '" + name + "' already.", "Choose another name.")
                .asException();
          }
          return new MeshLog.Decided<>(
              List.of(
                  MeshLog.Put.of(user, document(name, title), caller.id()),
                  MeshLog.Put.of(
                      service(name), Json.tree(new Service(List.of(caller.name()))), caller.id()),
                  put(caller, fresh.key())),
              List.of(),
              List.of(
                  event(caller, "service.create", service(name)),
                  event(caller, "key.create", key(fresh.key().id()))),
              fresh);
        });
  }

  private static ObjectNode document(String name, String title) {
    var user = Json.object().put("apiVersion", "weft.dev/v1").put("kind", "User").put("name", name);
    var shown = title.isBlank() ? name : title.strip();
    user.put("title", shown.substring(0, Math.min(TITLE_MAX, shown.length())));
    user.putObject("attributes").put("service", true);
    return user;
  }

  private static void requireMayCreate(Caller caller, MeshState state) {
    caller.require(
        state.get(service(caller.name())).isEmpty()
            && (caller.isAdmin() || !new Rights(state).ownedBy(caller.name()).isEmpty()),
        "not-an-owner",
        "Services are made by owners of data products and by administrators.",
        "Ask one of them; 'weft search' names owners.");
    var own =
        state.all(ResourceKind.SERVICE, Service.class).stream()
            .filter(service -> service.owners().contains(caller.name()))
            .count();
    if (own >= PER_OWNER_MAX) {
      throw Problem.conflict(
              "too-many-services",
              "You answer for " + own + " services already.",
              "Revoke some: weft service revoke NAME.")
          .asException();
    }
  }

  /**
   * A new key beside the one that there is, which holds for so long yet; zero: no longer at all.
   */
  public ClientKeys.Fresh rotate(Caller caller, String name, Duration overlap) {
    if (overlap.isNegative() || overlap.compareTo(OVERLAP_MAX) > 0) {
      throw Problem.input(
              "bad-overlap",
              Place.field("overlap"),
              "Two keys hold beside each other for 0 to " + OVERLAP_MAX.toDays() + " days.",
              "Write days or hours, as 7d or 12h.")
          .asException();
    }
    var fresh = fresh(name);
    return mesh.decide(
        (state, now) -> {
          require(caller, state, name);
          var valid = valid(state, name, now);
          if (valid.size() > 1) {
            throw Problem.conflict(
                    "two-keys",
                    "Two keys of '" + name + "' hold already: " + ids(valid) + ".",
                    "Wait until the older one has ended, or end it: weft service revoke "
                        + name
                        + " "
                        + valid.get(0).id()
                        + ".")
                .asException();
          }
          var puts = new ArrayList<MeshLog.Put>();
          for (var old : valid) {
            puts.add(ending(caller, old, now.plus(overlap)));
          }
          puts.add(put(caller, fresh.key()));
          return new MeshLog.Decided<>(
              puts,
              List.of(),
              List.of(
                  event(caller, "service.rotate", service(name)),
                  event(caller, "key.create", key(fresh.key().id()))),
              fresh);
        });
  }

  private static String ids(List<ClientKey> keys) {
    return String.join(", ", keys.stream().map(ClientKey::id).toList());
  }

  /** Ends one key; without one all of them, and the service itself. */
  public void revoke(Caller caller, String name, Optional<String> id) {
    mesh.decide(
        (state, now) -> {
          require(caller, state, name);
          var ended =
              valid(state, name, now).stream()
                  .filter(key -> id.isEmpty() || id.get().equals(key.id()))
                  .toList();
          if (id.isPresent() && ended.isEmpty()) {
            throw Problem.missing(
                    "no-such-key",
                    "'" + name + "' has no key '" + id.get() + "'.",
                    "'weft service list' lists them.")
                .asException();
          }
          var puts = new ArrayList<MeshLog.Put>();
          ended.forEach(key -> puts.add(revoked(caller, key)));
          if (id.isEmpty()) {
            var user = state.get(new ResourceKey(ResourceKind.USER, name)).orElseThrow();
            var document = user.document().deepCopy().put("disabled", true);
            puts.add(MeshLog.Put.of(user.key(), document, caller.id()));
          }
          return new MeshLog.Decided<>(
              puts, List.of(), List.of(event(caller, "service.revoke", service(name))), name);
        });
  }

  /** Those that the caller answers for; all for administrators. */
  public List<Page> list(Caller caller) {
    var state = mesh.state();
    var now = clock.instant();
    return state.all(ResourceKind.SERVICE).stream()
        .filter(one -> isAnswerable(caller, one.as(Service.class)))
        .map(one -> page(state, one.name(), one.as(Service.class), now))
        .toList();
  }

  private static Page page(MeshState state, String name, Service service, Instant now) {
    var user = state.find(ResourceKind.USER, name, User.class);
    var keys = valid(state, name, now);
    var ages = new ArrayList<KeyAge>();
    for (var key : keys) {
      var age = Duration.between(key.createdAt(), now);
      var isNewest = key.equals(keys.get(keys.size() - 1));
      ages.add(
          new KeyAge(
              key.id(),
              key.createdAt(),
              age.toDays(),
              key.expiresAt(),
              isNewest && age.compareTo(OLD) > 0));
    }
    return new Page(
        name,
        user.map(User::title).orElse(name),
        service.owners(),
        user.map(User::disabled).orElse(true),
        ages);
  }

  private static boolean isAnswerable(Caller caller, Service service) {
    return caller.isAdmin() || service.owners().contains(caller.name());
  }

  private static void require(Caller caller, MeshState state, String name) {
    if (state
        .find(ResourceKind.SERVICE, name, Service.class)
        .filter(service -> isAnswerable(caller, service))
        .isEmpty()) {
      throw missing(name);
    }
  }

  private static ProblemException missing(String name) {
    return Problem.missing(
            "no-such-service",
            "You answer for no service '" + name + "'.",
            "'weft service list' lists those that you answer for.")
        .asException();
  }

  /** The oldest first. */
  private static List<ClientKey> valid(MeshState state, String name, Instant now) {
    return state.all(ResourceKind.CLIENT_KEY, ClientKey.class).stream()
        .filter(key -> key.principal().equals(PrincipalId.user(name)) && key.validAt(now))
        .sorted(Comparator.comparing(ClientKey::createdAt))
        .toList();
  }

  private ClientKeys.Fresh fresh(String name) {
    var secret = verifier.secret();
    var id = verifier.keyId(name + "-");
    var key =
        verifier.key(
            id,
            secret,
            PrincipalId.user(name),
            "service key",
            clock.instant(),
            Optional.empty(),
            "");
    return new ClientKeys.Fresh(key, secret);
  }

  private static MeshLog.Put ending(Caller caller, ClientKey key, Instant end) {
    var until = key.expiresAt().filter(end::isAfter).orElse(end);
    return MeshLog.Put.of(
        key(key.id()), Json.tree(key).put("expiresAt", until.toString()), caller.id());
  }

  private static MeshLog.Put revoked(Caller caller, ClientKey key) {
    return MeshLog.Put.of(key(key.id()), Json.tree(key).put("revoked", true), caller.id());
  }

  private static MeshLog.Put put(Caller caller, ClientKey key) {
    return MeshLog.Put.of(key(key.id()), Json.tree(key), caller.id());
  }

  private static ResourceKey key(String id) {
    return new ResourceKey(ResourceKind.CLIENT_KEY, id);
  }

  private static ResourceKey service(String name) {
    return new ResourceKey(ResourceKind.SERVICE, name);
  }

  private static AuditEvent event(Caller caller, String action, ResourceKey subject) {
    return new AuditEvent(caller.id(), action, subject.toString(), true, Json.object());
  }
}
