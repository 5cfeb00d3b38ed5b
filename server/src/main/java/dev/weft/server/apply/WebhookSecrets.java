package dev.weft.server.apply;

import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Makes the secrets by which flows sign webhooks (standardwebhooks.com, 1.0.0), and lets one follow
 * another: both sign until the older is ended. A secret is told once, when it is made; it is kept
 * as all secrets of flows are, encrypted. Who controls the flow may, and all of it is audited.
 */
public final class WebhookSecrets {
  private static final String PREFIX = "whsec_";
  private static final int BYTES = 32;

  private final MeshLog mesh;
  private final FlowParameters parameters;
  private final SecureRandom random;

  public WebhookSecrets(MeshLog mesh, FlowParameters parameters, SecureRandom random) {
    this.mesh = mesh;
    this.parameters = parameters;
    this.random = random;
  }

  /**
   * A secret that was just made.
   *
   * @param secrets how many sign from now on
   */
  public record Made(String flow, String parameter, String secret, int secrets) {}

  /** Makes a secret, which signs beside the newest of before. */
  public Made make(Caller caller, String flow, String parameter) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var secret = PREFIX + Base64.getEncoder().encodeToString(bytes);
    return mesh.decide(
        (state, now) -> {
          var before = newest(state, flow(caller, state, flow, parameter), parameter);
          var value = before.isEmpty() ? secret : secret + " " + before;
          var made = new Made(flow, parameter, secret, before.isEmpty() ? 1 : 2);
          return bound(caller, state, flow, parameter, value, "flow.secret.make", made);
        });
  }

  /** Ends all but the newest. */
  public String end(Caller caller, String flow, String parameter) {
    return mesh.decide(
        (state, now) -> {
          var newest = newest(state, flow(caller, state, flow, parameter), parameter);
          if (newest.isEmpty()) {
            throw Problem.missing(
                    "no-such-secret",
                    "The parameter '" + parameter + "' of flow '" + flow + "' has no such secret.",
                    "Make one: weft flow secret " + flow + " " + parameter + ".")
                .asException();
          }
          return bound(caller, state, flow, parameter, newest, "flow.secret.end", flow);
        });
  }

  private FlowSpec flow(Caller caller, MeshState state, String name, String parameter) {
    FlowControls.require(caller, state, name);
    var flow = state.find(ResourceKind.FLOW, name, FlowSpec.class).orElseThrow();
    var declared = flow.parameters().get(parameter);
    if (declared == null || !declared.sensitive()) {
      throw Problem.input(
              "not-a-secret",
              Place.field("parameter"),
              "Flow '" + name + "' declares no sensitive parameter '" + parameter + "'.",
              "Declare it: parameters: {" + parameter + ": {sensitive: true}}.")
          .asException();
    }
    return flow;
  }

  /** Empty when there is none, when something else is bound, or when the key file is another. */
  private String newest(MeshState state, FlowSpec flow, String parameter) {
    try {
      return parameters
          .secret(state, flow, parameter)
          .map(value -> value.strip().split("\\s+")[0])
          .filter(value -> value.startsWith(PREFIX))
          .orElse("");
    } catch (IllegalStateException e) {
      return ""; // Making one anew is the way out.
    }
  }

  private <T> MeshLog.Decided<T> bound(
      Caller caller,
      MeshState state,
      String name,
      String parameter,
      String value,
      String action,
      T reply) {
    var flow = state.find(ResourceKind.FLOW, name, FlowSpec.class).orElseThrow();
    var after =
        parameters.bind(flow, parameters.bound(state, name), Map.of(), Map.of(parameter, value));
    var details = Json.object().put("parameter", parameter);
    return new MeshLog.Decided<>(
        List.of(MeshLog.Put.of(FlowParameters.key(name), Json.tree(after), caller.id())),
        List.of(),
        List.of(new AuditEvent(caller.id(), action, name, true, details)),
        reply);
  }
}
