package dev.weft.server.http;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.server.identity.AgentTokens;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.KeyLogins;
import dev.weft.server.identity.Rights;
import dev.weft.server.mcp.McpServer;
import dev.weft.spi.Credentials;
import dev.weft.spi.Credentials.TokenAnswer;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The address for AI agents: the Model Context Protocol by streamable HTTP. An agent comes with a
 * token of the person for whom it works: one of Weft's, or one that the issuer has made for this
 * very server. A cookie is not taken, so that no page acts as an agent.
 */
public final class McpRoutes {
  private static final String PATH = "/mcp";
  private static final String ABOUT = "/.well-known/oauth-protected-resource";
  private static final String BEARER = "Bearer ";
  private static final int BYTES_MAX = 1024 * 1024;
  private static final List<String> HEADERS =
      List.of("MCP-Protocol-Version", "Mcp-Session-Id", "Mcp-Method", "Mcp-Name");

  private final McpServer server;
  private final Credentials credentials;
  private final KeyLogins keys;
  private final AgentTokens tokens;
  private final Supplier<MeshState> state;
  private final Supplier<String> url;
  private final Optional<String> issuer;

  /**
   * @param url where agents find this server
   * @param issuer who makes tokens for it, if anybody else does
   */
  public McpRoutes(
      McpServer server,
      Credentials credentials,
      KeyLogins keys,
      AgentTokens tokens,
      Supplier<MeshState> state,
      Supplier<String> url,
      Optional<String> issuer) {
    this.server = server;
    this.credentials = credentials;
    this.keys = keys;
    this.tokens = tokens;
    this.state = state;
    this.url = url;
    this.issuer = issuer;
  }

  public void addTo(Routes routes) {
    routes.open("POST", PATH, "A message of an AI agent.", this::message);
    routes.open("GET", PATH, "Streams of the server's own: there are none.", this::noStream);
    routes.open("DELETE", PATH, "Ends an agent's session.", this::end);
    for (var path : List.of(ABOUT, ABOUT + PATH)) {
      routes.open("GET", path, "Whose tokens agents bring (RFC 9728).", request -> about());
    }
  }

  private Object about() {
    var about = Json.object().put("resource", url.get() + PATH).put("resource_name", "Weft");
    about.putArray("bearer_methods_supported").add("header");
    issuer.ifPresent(it -> about.putArray("authorization_servers").add(it));
    return about;
  }

  private Object message(Request request) {
    var context = request.context();
    RecordSockets.requireOwnPage(context);
    var caller = caller(request);
    if (caller.isEmpty()) {
      return unknown(request);
    }
    var body = context.body();
    if (body.length() > BYTES_MAX) {
      throw new Problem(
              Problem.Kind.TOO_LARGE,
              "too-large",
              Place.NOWHERE,
              "A message has at most " + BYTES_MAX + " bytes.",
              "")
          .asException();
    }
    var headers = new HashMap<String, String>();
    for (var name : HEADERS) {
      var value = context.header(name);
      if (value != null) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
      }
    }
    var worker = caller.get();
    var answer =
        server.answer(
            new McpServer.Message(
                worker.person(), worker.purpose(), request.address(), body, headers));
    answer.session().ifPresent(id -> context.header("Mcp-Session-Id", id));
    context.status(answer.status());
    answer
        .body()
        .ifPresent(json -> context.contentType("application/json").result(Json.bytes(json)));
    return Route.Answer.WRITTEN;
  }

  private Object noStream(Request request) {
    if (caller(request).isEmpty()) {
      return unknown(request);
    }
    request.context().status(405).header("Allow", "POST, DELETE");
    return Route.Answer.WRITTEN;
  }

  private Object end(Request request) {
    var caller = caller(request);
    if (caller.isEmpty()) {
      return unknown(request);
    }
    var session = Optional.ofNullable(request.context().header("Mcp-Session-Id")).orElse("");
    server.end(caller.get().person(), session);
    return Route.Answer.NONE;
  }

  /** Where a token is had is said in a header, as clients expect. */
  private Object unknown(Request request) {
    request
        .context()
        .header(
            "WWW-Authenticate", "Bearer resource_metadata=\"" + url.get() + ABOUT + PATH + "\"");
    throw new Problem(
            Problem.Kind.UNAUTHENTICATED,
            "not-logged-in",
            Place.NOWHERE,
            "An agent needs a token of the person for whom it works.",
            "weft token agent NAME, or a token of the issuer for " + url.get() + PATH + ".")
        .asException();
  }

  private Optional<AgentTokens.Worker> caller(Request request) {
    var header = Optional.ofNullable(request.context().header("Authorization")).orElse("");
    if (!header.startsWith(BEARER)) {
      return Optional.empty();
    }
    var token = header.substring(BEARER.length()).strip();
    return tokens
        .worker(token)
        .or(
            () ->
                request
                    .authenticated()
                    .or(() -> keys.service(header, request.address()))
                    .or(() -> byIssuer(token))
                    .map(person -> new AgentTokens.Worker(person, "")));
  }

  private Optional<Caller> byIssuer(String token) {
    if (!(credentials.token(token) instanceof TokenAnswer.Known known)) {
      return Optional.empty();
    }
    var now = state.get();
    var id = known.key().principal();
    var end = known.key().expiresAt().orElse(Instant.MAX);
    return id.type() != PrincipalId.Type.USER
        ? Optional.empty()
        : now.find(ResourceKind.USER, id.name(), User.class)
            .filter(user -> !user.disabled())
            .map(user -> new Caller(id, new Rights(now).roles(user), end));
  }
}
