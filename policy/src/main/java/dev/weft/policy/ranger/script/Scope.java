package dev.weft.policy.ranger.script;

import java.util.HashMap;
import java.util.Map;

/** What one run of a script knows: the request, and its own variables. */
final class Scope {
  private final RequestView request;
  private final Map<String, Object> variables = new HashMap<>();
  private boolean result;

  Scope(RequestView request) {
    this.request = request;
  }

  RequestView request() {
    return request;
  }

  boolean result() {
    return result;
  }

  void setResult(boolean now) {
    result = now;
  }

  void set(String name, Object value) {
    variables.put(name, value);
  }

  Object variable(String name) {
    var own = variables.get(name);
    if (own != null) {
      return own;
    }
    return request
        .variable(name)
        .orElseThrow(() -> new ScriptFailure("'" + name + "' is not defined"));
  }
}
