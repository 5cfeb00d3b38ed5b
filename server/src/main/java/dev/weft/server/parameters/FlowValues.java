package dev.weft.server.parameters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * What one flow runs with. A value bound to the flow comes before that of a context, and that
 * before the flow's own default. Of its contexts it has only what it uses. Never shows a value.
 */
public final class FlowValues {
  private final FlowSpec written;
  private final FlowSpec flow;
  private final BoundValues bound;
  private final Map<String, ContextParameters.Given> given;
  private final BiFunction<BoundValues, String, String> open;
  private final long boundVersion;

  FlowValues(
      FlowSpec written,
      FlowSpec flow,
      BoundValues bound,
      Map<String, ContextParameters.Given> given,
      BiFunction<BoundValues, String, String> open,
      long boundVersion) {
    this.written = written;
    this.flow = flow;
    this.bound = bound;
    this.given = given;
    this.open = open;
    this.boundVersion = boundVersion;
  }

  /**
   * Where a parameter has its value from.
   *
   * @param from {@code flow} when it is bound to the flow, {@code context}, {@code default}, or
   *     {@code nothing}
   * @param context the name of the context that gives it; empty when none does
   * @param by of a context: {@code bound}, {@code environment}, {@code file}, or {@code document}
   */
  public record Origin(
      String name,
      String description,
      boolean sensitive,
      boolean used,
      String from,
      String context,
      String by) {}

  /** The flow, as if it had declared what it takes from its contexts. */
  public FlowSpec flow() {
    return flow;
  }

  /** The parameters without a value, for want of which the flow waits. */
  public Set<String> missing() {
    var missing = new TreeSet<>(flow.parameters().keySet());
    missing.removeIf(name -> bound.has(name) || given.containsKey(name) || hasDefault(name));
    return missing;
  }

  /** Differs when a value differs; says nothing of what the values are. */
  public String edition() {
    if (written.parameterContext().isEmpty()) {
      return Long.toString(boundVersion);
    }
    var texts = new TreeMap<String, String>();
    given.forEach((name, value) -> texts.put(name, value.text()));
    return boundVersion + "-" + digest(Json.text(texts) + flow.parameters().keySet());
  }

  /** All values, secrets in clear; throws IllegalStateException when the key file is wrong. */
  public Map<String, String> open() {
    var values = new LinkedHashMap<String, String>();
    written
        .parameters()
        .forEach((name, parameter) -> putDefault(values, name, parameter.defaultValue()));
    given.forEach((name, value) -> values.put(name, value.text()));
    values.putAll(bound.plain());
    bound.secrets().keySet().forEach(name -> values.put(name, open.apply(bound, name)));
    values.keySet().retainAll(flow.parameters().keySet());
    return values;
  }

  /** Where each parameter has its value from, by name. */
  public List<Origin> origins() {
    var used = written.usedParameters();
    var origins = new ArrayList<Origin>();
    new TreeMap<>(flow.parameters())
        .forEach(
            (name, parameter) -> {
              var its = given.get(name);
              var isBound = bound.has(name);
              var byContext = !isBound && its != null;
              var from =
                  isBound ? "flow" : byContext ? "context" : hasDefault(name) ? "default" : "";
              origins.add(
                  new Origin(
                      name,
                      parameter.description(),
                      parameter.sensitive() || bound.secrets().containsKey(name),
                      used.contains(name),
                      from.isEmpty() ? "nothing" : from,
                      byContext ? its.context() : "",
                      byContext ? its.by() : ""));
            });
    return origins;
  }

  private boolean hasDefault(String name) {
    var own = written.parameters().get(name);
    return own != null && own.hasDefault();
  }

  private static void putDefault(Map<String, String> values, String name, JsonNode value) {
    if (value != null && !value.isNull()) {
      values.put(name, value.isTextual() ? value.textValue() : Json.text(value));
    }
  }

  private static String digest(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "values of flow " + flow.name();
  }
}
