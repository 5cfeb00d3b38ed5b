package dev.weft.server.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.ClientKey;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The keys of people's Kafka clients. A secret is shown once and kept nowhere. */
public final class ClientKeys {
  private static final int KEYS_PER_PERSON_MAX = 100;
  private static final int PURPOSE_LENGTH_MAX = 2_000;

  private final MeshLog mesh;
  private final ScramVerifier verifier;

  public ClientKeys(MeshLog mesh, SecureRandom random) {
    this.mesh = mesh;
    this.verifier = new ScramVerifier(random);
  }

  /** A new key with its secret. */
  public record Fresh(ClientKey key, String secret) {
    @Override
    public String toString() {
      return "key " + key.id();
    }
  }

  /** A new key; with a purpose it gives what the subscriptions for this purpose give. */
  public Fresh create(Caller caller, String description, Optional<Instant> until, String purpose) {
    requireShort(purpose);
    var secret = verifier.secret();
    var id = verifier.keyId(caller.name() + "-");
    return mesh.decide(
        (state, now) ->
            created(
                caller,
                state,
                now,
                new Fresh(
                    verifier.key(id, secret, caller.id(), description, now, until, purpose),
                    secret)));
  }

  /**
   * A new key as a product, for a writer outside of this server such as a flow of another mesh.
   * Only who may change the product can make or end one; whoever has it reads and writes as the
   * product.
   */
  public Fresh createFor(
      Caller caller, String product, String description, Optional<Instant> until) {
    var secret = verifier.secret();
    var id = verifier.keyId(product + "-");
    return mesh.decide(
        (state, now) -> {
          requireChange(caller, state, product);
          return created(
              caller,
              state,
              now,
              new Fresh(
                  verifier.key(
                      id, secret, PrincipalId.product(product), description, now, until, ""),
                  secret));
        });
  }

  private static void requireChange(Caller caller, MeshState state, String product) {
    if (!mayChange(caller, state, product)) {
      throw Problem.refused(
              "not-yours",
              "You may not make keys of product '" + product + "'.",
              "Its owners and administrators may.")
          .asException();
    }
  }

  private static boolean mayChange(Caller caller, MeshState state, String product) {
    return state
        .find(ResourceKind.DATA_PRODUCT, product, DataProduct.class)
        .filter(found -> new Rights(state).mayChange(caller, found))
        .isPresent();
  }

  /** Administrators all; else one's own, and those of products that one may change. */
  private static boolean mayEnd(Caller caller, MeshState state, ClientKey key) {
    return caller.isAdmin()
        || key.principal().equals(caller.id())
        || (key.principal().type() == PrincipalId.Type.PRODUCT
            && key.flow().isEmpty()
            && mayChange(caller, state, key.principal().name()));
  }

  /**
   * A certificate becomes a key, of its holder and of nobody else; it ends when the certificate
   * does.
   *
   * @param pem the certificate, as text
   */
  public Fresh register(
      Caller caller, String description, Optional<Instant> until, String purpose, String pem) {
    requireShort(purpose);
    var id = verifier.keyId(caller.name() + "-");
    return mesh.decide(
        (state, now) -> {
          var read = Certificates.read(pem, now);
          requireFree(state, now, read.fingerprint());
          var end = until.filter(read.until()::isAfter).orElse(read.until());
          var key =
              ClientKey.withoutSecret(
                      id, caller.id(), description, read.fingerprint(), now, Optional.of(end))
                  .readingFor(purpose);
          return created(caller, state, now, new Fresh(key, ""));
        });
  }

  private static void requireShort(String purpose) {
    if (purpose.length() > PURPOSE_LENGTH_MAX) {
      throw Problem.input(
              "bad-purpose",
              Place.field("purpose"),
              "A purpose has at most " + PURPOSE_LENGTH_MAX + " characters.",
              "Name it as in your request for the port.")
          .asException();
    }
  }

  private static MeshLog.Decided<Fresh> created(
      Caller caller, MeshState state, Instant now, Fresh fresh) {
    var mine = state.all(ResourceKind.CLIENT_KEY, ClientKey.class).stream();
    var whose = fresh.key().principal();
    if (mine.filter(key -> key.principal().equals(whose) && key.validAt(now)).count()
        >= KEYS_PER_PERSON_MAX) {
      throw Problem.conflict(
              "too-many-keys",
              "There are " + KEYS_PER_PERSON_MAX + " keys of " + whose + " already.",
              "Revoke some: weft key list, weft key revoke ID.")
          .asException();
    }
    var id = fresh.key().id();
    return new MeshLog.Decided<>(
        List.of(MeshLog.Put.of(key(id), Json.tree(fresh.key()), caller.id())),
        List.of(),
        List.of(event(caller, "key.create", id)),
        fresh);
  }

  /** One certificate is one key: else nobody could say as whom its holder comes. */
  private static void requireFree(MeshState state, Instant now, String fingerprint) {
    if (state.all(ResourceKind.CLIENT_KEY, ClientKey.class).stream()
        .anyMatch(key -> key.certificate().equals(fingerprint) && key.validAt(now))) {
      throw Problem.conflict(
              "certificate-in-use",
              "This certificate is a key already.",
              "Revoke that key first; an administrator finds and revokes those of others.")
          .asException();
    }
  }

  /** The caller's keys and those of their products; all of them for an administrator. */
  public List<ClientKey> list(Caller caller) {
    var state = mesh.state();
    return state.all(ResourceKind.CLIENT_KEY, ClientKey.class).stream()
        .filter(key -> mayEnd(caller, state, key))
        .toList();
  }

  /** Ends a key, and with it its open connections. */
  public void revoke(Caller caller, String id) {
    mesh.decide(
        (state, now) -> {
          var key = state.find(ResourceKind.CLIENT_KEY, id, ClientKey.class);
          if (key.isEmpty() || !mayEnd(caller, state, key.get())) {
            throw Problem.missing(
                    "no-such-key", "You have no key '" + id + "'.", "'weft key list' lists them.")
                .asException();
          }
          return new MeshLog.Decided<>(
              List.of(MeshLog.Put.of(key(id), revoked(key.get()), caller.id())),
              List.of(),
              List.of(event(caller, "key.revoke", id)),
              id);
        });
  }

  private static ObjectNode revoked(ClientKey key) {
    return Json.tree(key).put("revoked", true);
  }

  private static ResourceKey key(String id) {
    return new ResourceKey(ResourceKind.CLIENT_KEY, id);
  }

  private static AuditEvent event(Caller caller, String action, String id) {
    PrincipalId by = caller.id();
    return new AuditEvent(by, action, key(id).toString(), true, Json.object());
  }
}
