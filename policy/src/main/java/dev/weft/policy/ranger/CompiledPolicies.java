package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.policy.rules.Policy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Policies as they were compiled, by what they were compiled from: text, service-def and time zone.
 * When a set is read again, those that did not change are taken from here. Filled by one thread
 * while a set is read, and left as it is from then on.
 */
final class CompiledPolicies {
  private final Map<String, ServiceDef> services = new HashMap<>();
  private final Map<String, Compiled> policies = new HashMap<>();
  private final CompiledPolicies before;
  private int fresh;

  private record Compiled(Optional<Policy> policy, List<Finding> findings) {}

  private CompiledPolicies(CompiledPolicies before) {
    this.before = before;
  }

  /** For a set that is read for the first time. */
  static CompiledPolicies first() {
    return new CompiledPolicies(null);
  }

  /** For a set of which most may be as it was. */
  static CompiledPolicies after(CompiledPolicies last) {
    return new CompiledPolicies(last.alone());
  }

  /** The same without what was before it, so that sets of the past can be forgotten. */
  private CompiledPolicies alone() {
    var alone = new CompiledPolicies(null);
    alone.services.putAll(services);
    alone.policies.putAll(policies);
    return alone;
  }

  /** How many were compiled because nothing like them was there. */
  int fresh() {
    return fresh;
  }

  /** The service-def, the very one from before if it says the same. */
  ServiceDef service(JsonNode node, String component) {
    var key = hash(component + '\n' + node);
    var known = before == null ? null : before.services.get(key);
    var service = known == null ? new ServiceDef(node, component, key) : known;
    services.put(key, service);
    return service;
  }

  /** The policies that are in force, and what is to be said of each. */
  List<Policy> read(ServiceDef service, ZoneId host, List<JsonNode> nodes, Findings findings) {
    var all = new ArrayList<Policy>();
    for (var node : nodes) {
      var key = hash(service.fingerprint() + '\n' + host + '\n' + node);
      var compiled = compiled(key, service, host, node);
      policies.put(key, compiled);
      compiled.findings().forEach(findings::add);
      compiled.policy().ifPresent(all::add);
    }
    return all;
  }

  private Compiled compiled(String key, ServiceDef service, ZoneId host, JsonNode node) {
    var known = before == null ? null : before.policies.get(key);
    if (known != null) {
      return known;
    }
    fresh++;
    var own = new Findings();
    var policy = new PolicyReader(service, host, own).read(node);
    return new Compiled(policy, own.kept());
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
