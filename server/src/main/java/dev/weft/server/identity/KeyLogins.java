package dev.weft.server.identity;

import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.spi.Credentials;
import dev.weft.spi.MeshLog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Lets programs in by HTTP with a Kafka client's key: by the Basic scheme, as serializers that ask
 * for schemas know no other, or as a bearer, as clients of OpenLineage know no other. Wrong secrets
 * are limited as wrong passwords are.
 */
public final class KeyLogins {
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";
  private static final int HEADER_MAX = 1_000;

  private final MeshLog mesh;
  private final Credentials credentials;
  private final Attempts attempts;

  public KeyLogins(MeshLog mesh, Credentials credentials, Attempts attempts) {
    this.mesh = mesh;
    this.credentials = credentials;
    this.attempts = attempts;
  }

  /**
   * Who the header names; empty when it is none of these, or the key or its secret is wrong.
   *
   * @param header the request's Authorization
   * @throws dev.weft.model.ProblemException TOO_MANY after too many wrong secrets
   */
  public Optional<Caller> caller(String header, String address) {
    if (!header.startsWith(BASIC) || header.length() > HEADER_MAX) {
      return Optional.empty();
    }
    return holder(decoded(header.substring(BASIC.length()).strip()), address);
  }

  /**
   * Who {@code Bearer ID:SECRET} names, for programs that know no other scheme; empty when it is
   * none, or the key or its secret is wrong.
   *
   * @throws dev.weft.model.ProblemException TOO_MANY after too many wrong secrets
   */
  public Optional<Caller> bearer(String header, String address) {
    return header.startsWith(BEARER) && header.length() <= HEADER_MAX
        ? holder(header.substring(BEARER.length()).strip(), address)
        : Optional.empty();
  }

  /**
   * The service that {@code Bearer ID:SECRET} names; empty when it is no key of one.
   *
   * @throws dev.weft.model.ProblemException TOO_MANY after too many wrong secrets
   */
  public Optional<Caller> service(String header, String address) {
    return bearer(header, address).filter(this::isService);
  }

  private boolean isService(Caller caller) {
    return caller.id().type() == PrincipalId.Type.USER
        && mesh.state().get(new ResourceKey(ResourceKind.SERVICE, caller.name())).isPresent();
  }

  private Optional<Caller> holder(String text, String address) {
    var colon = text.indexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    var id = text.substring(0, colon);
    attempts.check(id, address);
    var key = credentials.key(id);
    if (key.isEmpty() || !ScramVerifier.verify(key.get(), text.substring(colon + 1))) {
      attempts.failed(id, address);
      return Optional.empty();
    }
    attempts.succeeded(id);
    return Optional.of(
        new Caller(
            key.get().principal(),
            roles(key.get().principal()),
            key.get().expiresAt().orElse(Instant.MAX)));
  }

  private Set<String> roles(PrincipalId principal) {
    var state = mesh.state();
    return principal.type() != PrincipalId.Type.USER
        ? Set.of()
        : state
            .find(ResourceKind.USER, principal.name(), User.class)
            .map(user -> new Rights(state).roles(user))
            .orElse(Set.of());
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
