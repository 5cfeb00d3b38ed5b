package dev.weft.server.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The values bound to flows' parameters: plain ones as text, sensitive ones encrypted. */
public final class FlowParameters {
  private final SecretBox box;

  public FlowParameters(SecretBox box) {
    this.box = box;
  }

  /** What is kept for one flow; {@code secrets} are encrypted. */
  public record Bound(Map<String, String> plain, Map<String, String> secrets) {
    public static final Bound NOTHING = new Bound(Map.of(), Map.of());

    public Bound {
      plain = plain == null ? Map.of() : Map.copyOf(plain);
      secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
    }
  }

  public static ResourceKey key(String flow) {
    return new ResourceKey(ResourceKind.PARAMETERS, flow);
  }

  public Bound bound(MeshState state, String flow) {
    return state.find(ResourceKind.PARAMETERS, flow, Bound.class).orElse(Bound.NOTHING);
  }

  /**
   * The flow's bound values with those of {@code plain} and {@code secrets} that it declares set
   * anew. A parameter declared sensitive is encrypted however it was passed.
   */
  public Bound bind(
      FlowSpec flow, Bound before, Map<String, String> plain, Map<String, String> secrets) {
    var nextPlain = new TreeMap<>(before.plain());
    var nextSecrets = new TreeMap<>(before.secrets());
    flow.parameters()
        .forEach(
            (name, parameter) -> {
              var secret = secrets.containsKey(name) || parameter.sensitive();
              var value = secrets.getOrDefault(name, plain.get(name));
              if (value == null) {
                return;
              }
              nextPlain.remove(name);
              nextSecrets.remove(name);
              if (secret) {
                nextSecrets.put(name, keep(before, flow, name, value));
              } else {
                nextPlain.put(name, value);
              }
            });
    return new Bound(nextPlain, nextSecrets);
  }

  /**
   * All values that the flow runs with; throws IllegalStateException when the key file is wrong.
   */
  public Map<String, String> open(FlowSpec flow, Bound bound) {
    var values = new LinkedHashMap<String, String>();
    flow.parameters()
        .forEach((name, parameter) -> putDefault(values, name, parameter.defaultValue()));
    values.putAll(bound.plain());
    bound
        .secrets()
        .forEach(
            (name, ciphertext) -> values.put(name, box.open(place(flow.name(), name), ciphertext)));
    values.keySet().retainAll(flow.parameters().keySet());
    return values;
  }

  /** The parameters without a value, for want of which the flow waits. */
  public Set<String> missing(FlowSpec flow, Bound bound) {
    var missing = new TreeSet<String>();
    flow.parameters()
        .forEach(
            (name, parameter) -> {
              var has =
                  bound.plain().containsKey(name)
                      || bound.secrets().containsKey(name)
                      || (parameter.defaultValue() != null && !parameter.defaultValue().isNull());
              if (!has) {
                missing.add(name);
              }
            });
    return missing;
  }

  /**
   * The same secret keeps its ciphertext, so that applying it again changes nothing. One that
   * another key file has encrypted is replaced: setting it again is the way out.
   */
  private String keep(Bound before, FlowSpec flow, String name, String value) {
    var place = place(flow.name(), name);
    var ciphertext = before.secrets().get(name);
    return ciphertext != null && box.holds(place, ciphertext, value)
        ? ciphertext
        : box.seal(place, value);
  }

  private static String place(String flow, String parameter) {
    return "Flow/" + flow + "#" + parameter;
  }

  private static void putDefault(Map<String, String> values, String name, JsonNode value) {
    if (value != null && !value.isNull()) {
      values.put(name, value.isTextual() ? value.textValue() : Json.text(value));
    }
  }
}
