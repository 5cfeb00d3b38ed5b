package dev.weft.server.http;

import dev.weft.server.identity.AgentTokens;
import java.time.Instant;
import java.util.Optional;

/** The tokens that people make for their AI agents. */
public final class AgentTokenRoutes {
  private static final String PATH = "/api/v1/agent-tokens";

  private final AgentTokens tokens;

  public AgentTokenRoutes(AgentTokens tokens) {
    this.tokens = tokens;
  }

  record Wanted(String agent, String purpose, String until) {}

  record Fresh(String token, String id, String agent, String purpose, Instant expiresAt) {}

  public void addTo(Routes routes) {
    routes.get(
        PATH,
        "The caller's tokens for AI agents.",
        request -> new Answers.Items<>(tokens.list(request.caller())));
    routes.post(
        PATH,
        "A token for an AI agent of the caller's, good at /mcp only; it is shown this once.",
        this::create);
    routes.delete(
        PATH + "/{id}",
        "Ends a token for an AI agent.",
        request -> {
          tokens.revoke(request.caller(), request.path("id"));
          return Route.Answer.NONE;
        });
  }

  private Object create(Request request) {
    var body = request.body(Wanted.class);
    var until =
        Optional.ofNullable(body.until())
            .filter(text -> !text.isBlank())
            .map(text -> Request.time("until", text));
    var wanted = new AgentTokens.Wanted(body.agent(), body.purpose(), until);
    var fresh = tokens.create(request.caller(), wanted);
    var shown = fresh.shown();
    return new Fresh(fresh.token(), shown.id(), shown.agent(), shown.purpose(), shown.expiresAt());
  }
}
