package dev.weft.server.http;

import dev.weft.model.ClientKey;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.ClientKeys;
import dev.weft.server.identity.Logins;
import dev.weft.server.identity.Rights;
import dev.weft.server.identity.oidc.OidcLogins;
import dev.weft.server.identity.people.Origin;
import dev.weft.spi.MeshLog;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Login, who am I, passwords, keys of Kafka clients. */
public final class IdentityRoutes {
  private static final int SESSION_SECONDS = (int) Duration.ofHours(12).toSeconds();

  private final MeshLog mesh;
  private final Logins logins;
  private final ClientKeys keys;
  private final Sessions sessions;
  private final GatewayDoor gateway;
  private final Optional<OidcLogins> oidc;

  /**
   * @param oidc the issuer that sessions may come from
   */
  public IdentityRoutes(
      MeshLog mesh,
      Logins logins,
      ClientKeys keys,
      GatewayDoor gateway,
      Optional<OidcLogins> oidc) {
    this.oidc = oidc;
    this.mesh = mesh;
    this.logins = logins;
    this.keys = keys;
    this.sessions = new Sessions(logins);
    this.gateway = gateway;
  }

  record Login(String name, String password, String token) {
    Login {
      name = name == null ? "" : name;
      password = password == null ? "" : password;
      token = token == null ? "" : token;
    }
  }

  record LoggedIn(String token, Instant expiresAt, PrincipalId principal) {}

  record InSession(Instant expiresAt, PrincipalId principal) {}

  record Who(
      String name,
      String title,
      Collection<String> groups,
      Collection<String> roles,
      List<String> owns,
      List<String> stewards,
      Instant expiresAt) {}

  /**
   * Somebody has logged out here.
   *
   * @param signOut where they log out at the issuer, too
   */
  record LeftHere(URI signOut) {}

  record NewPassword(String password) {}

  record NewKey(
      String port,
      String description,
      Instant until,
      String purpose,
      String certificate,
      String product) {}

  record FreshKey(
      String id,
      String secret,
      String bootstrap,
      String security,
      String mechanism,
      String port,
      String trust) {}

  record KeyView(
      String id,
      PrincipalId principal,
      String description,
      Instant createdAt,
      Optional<Instant> expiresAt,
      boolean revoked,
      String purpose,
      String certificate) {}

  public void addTo(Routes routes) {
    routes.open("POST", "/api/v1/login", "A token for name and password.", this::login);
    routes.open("POST", "/api/v1/session", "Logs the browser in by cookie.", this::openSession);
    routes.post("/api/v1/logout", "Revokes the token of this request.", this::logout);
    routes.delete("/api/v1/session", "Logs the browser out.", this::logout);
    routes.get("/api/v1/whoami", "Who makes this request.", request -> who(request.caller()));
    routes.put("/api/v1/users/{name}/password", "Sets a person's password.", this::setPassword);
    routes.get(
        "/api/v1/users/{name}/origin", "From where outside a user comes, if at all.", this::origin);
    routes.get(
        "/api/v1/keys",
        "The caller's Kafka keys.",
        request ->
            new Answers.Items<>(
                keys.list(request.caller()).stream().map(IdentityRoutes::view).toList()));
    routes.get(
        "/api/v1/gateway", "How Kafka clients get to the gateway.", request -> gateway.page());
    routes.post("/api/v1/keys", "A new Kafka key; its secret is shown this once.", this::createKey);
    routes.delete("/api/v1/keys/{id}", "Ends a key and its connections.", this::revokeKey);
  }

  private Object login(Request request) {
    var body = request.body(Login.class);
    var issued = logins.login(body.name(), body.password(), request.address());
    return new LoggedIn(issued.token(), issued.kept().expiresAt(), issued.kept().principal());
  }

  private Object openSession(Request request) {
    RecordSockets.requireOwnPage(request.context()); // Nobody is logged in by another's page.
    var body = request.body(Login.class);
    if (body.token().isEmpty()) {
      var issued = logins.login(body.name(), body.password(), request.address());
      sessions.remember(request.context(), issued, SESSION_SECONDS);
      return new InSession(issued.kept().expiresAt(), issued.kept().principal());
    }
    // A session of its own, so that logging out of the browser does not end the token.
    var life = Duration.ofSeconds(SESSION_SECONDS);
    var issued = logins.loginByToken(body.token(), life, request.address());
    sessions.remember(request.context(), issued, SESSION_SECONDS);
    return new InSession(issued.kept().expiresAt(), issued.kept().principal());
  }

  private Object logout(Request request) {
    var caller = request.caller();
    var token = sessions.token(request.context());
    token.ifPresent(it -> logins.revoke(it, caller));
    sessions.forget(request.context());
    var elsewhere = token.flatMap(it -> oidc.flatMap(issuer -> issuer.leave(it)));
    return elsewhere.<Object>map(LeftHere::new).orElse(Route.Answer.NONE);
  }

  private Who who(Caller caller) {
    var state = mesh.state();
    var rights = new Rights(state);
    var user = state.find(ResourceKind.USER, caller.name(), User.class);
    return new Who(
        caller.name(),
        user.map(User::title).orElse(caller.name()),
        user.map(rights::groups).orElse(Set.of()),
        caller.roles(),
        rights.ownedBy(caller.name()),
        rights.stewardedBy(caller.name()),
        caller.until());
  }

  private Object setPassword(Request request) {
    var body = request.body(NewPassword.class);
    logins.setPassword(
        request.caller(), request.path("name"), body.password() == null ? "" : body.password());
    return Route.Answer.NONE;
  }

  private Object origin(Request request) {
    var name = request.path("name");
    request
        .caller()
        .require(
            request.caller().isAuditor() || request.caller().name().equals(name),
            "not-yours",
            "Where others come from is for administrators and auditors.",
            "");
    return mesh.state().find(ResourceKind.ORIGIN, name, Origin.class).orElse(new Origin(List.of()));
  }

  private Object createKey(Request request) {
    var body = request.body(NewKey.class);
    var port = body.port() == null ? "" : body.port();
    if (!port.isEmpty() && !isKnown(request.caller(), Request.port(port))) {
      throw Problem.missing(
              "no-such-port",
              "There is no port '" + port + "'.",
              "'weft search WORDS' finds ports.")
          .asException();
    }
    var description = body.description() == null ? port : body.description();
    var purpose = body.purpose() == null ? "" : body.purpose().strip();
    if (body.certificate() != null) {
      return registered(request.caller(), body, description, purpose);
    }
    var until = Optional.ofNullable(body.until());
    var fresh =
        body.product() == null
            ? keys.create(request.caller(), description, until, purpose)
            : keys.createFor(request.caller(), body.product(), description, until);
    return new FreshKey(
        fresh.key().id(),
        fresh.secret(),
        gateway.address().get(),
        gateway.security(),
        "SCRAM-SHA-512",
        port,
        gateway.trust().get());
  }

  private boolean isKnown(Caller caller, PortName port) {
    var state = mesh.state();
    return Ports.exists(state, port) && new Insiders(state, caller).knowsOf(port.product());
  }

  private FreshKey registered(Caller caller, NewKey body, String description, String purpose) {
    if (!gateway.isEncrypted()) {
      throw Problem.conflict(
              "gateway-without-tls",
              "The gateway has no TLS, so nobody can show it a certificate.",
              "Configure gateway.tls.keystore, or make a key with a secret: weft connect.")
          .asException();
    }
    var until = Optional.ofNullable(body.until());
    var key = keys.register(caller, description, until, purpose, body.certificate()).key();
    var port = body.port() == null ? "" : body.port();
    return new FreshKey(
        key.id(), "", gateway.address().get(), "SSL", "", port, gateway.trust().get());
  }

  private Object revokeKey(Request request) {
    keys.revoke(request.caller(), request.path("id"));
    return Route.Answer.NONE;
  }

  private static KeyView view(ClientKey key) {
    return new KeyView(
        key.id(),
        key.principal(),
        key.description(),
        key.createdAt(),
        key.expiresAt(),
        key.revoked(),
        key.purpose(),
        key.certificate());
  }
}
