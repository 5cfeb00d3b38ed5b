package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * An export of the administrator's page: policies of one or more services, without what is known of
 * the services themselves. Well-known types of service are described here.
 */
final class Export {
  private final JsonNode document;
  private final Sources sources;
  private final Findings findings;

  Export(JsonNode document, Sources sources, Findings findings) {
    this.document = document;
    this.sources = sources;
    this.findings = findings;
  }

  Bundle bundle() {
    var policies = Json.list(document, "policies");
    if (policies.isEmpty()) {
      throw RangerImport.problem(
          "not-ranger", "The file has neither a service with policies nor exported policies.");
    }
    var tagPolicies = policies.stream().filter(Export::isTag).toList();
    var service = service(policies);
    var its =
        policies.stream()
            .filter(policy -> !isTag(policy) && Json.text(policy, "service").equals(service))
            .toList();
    var type = its.isEmpty() ? "tag" : Json.text(its.get(0), "serviceType");
    var zones = zones(its);
    return new Bundle(
        service,
        serviceDef(type),
        its.stream().filter(policy -> Json.text(policy, "zoneName").isEmpty()).toList(),
        "",
        MissingNode.getInstance(),
        tagPolicies.isEmpty() ? MissingNode.getInstance() : described("tag"),
        tagPolicies,
        MissingNode.getInstance(),
        zones);
  }

  private static boolean isTag(JsonNode policy) {
    return Json.text(policy, "serviceType").equals("tag");
  }

  private String service(List<JsonNode> policies) {
    var names = new TreeSet<String>();
    policies.stream()
        .filter(policy -> !isTag(policy))
        .forEach(policy -> names.add(Json.text(policy, "service")));
    if (names.contains(sources.service()) || names.isEmpty()) {
      return sources.service();
    }
    if (names.size() == 1 && sources.service().isEmpty()) {
      return names.first();
    }
    throw RangerImport.problem(
        "which-service",
        "The export has policies of "
            + String.join(", ", names)
            + ": say with --service which of them are meant.");
  }

  /** An export says which policies are of a zone, but not what lies in it. */
  private Map<String, Bundle.ZoneBundle> zones(List<JsonNode> policies) {
    var byZone = new LinkedHashMap<String, List<JsonNode>>();
    for (var policy : policies) {
      var zone = Json.text(policy, "zoneName");
      if (!zone.isEmpty()) {
        byZone.computeIfAbsent(zone, key -> new ArrayList<>()).add(policy);
        findings.add(
            Json.number(policy, "id", -1),
            "zoneName",
            "An export does not say what lies in zone '" + zone + "', so it is never asked.");
      }
    }
    var all = new LinkedHashMap<String, Bundle.ZoneBundle>();
    byZone.forEach((zone, its) -> all.put(zone, new Bundle.ZoneBundle(List.of(), its, false)));
    return all;
  }

  private JsonNode serviceDef(String type) {
    return sources
        .serviceDef()
        .map(text -> RangerImport.parse(text, "the service-def"))
        .orElseGet(() -> described(type));
  }

  private static JsonNode described(String type) {
    try (var in = Export.class.getResourceAsStream("services.json")) {
      var all = Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      if (all.has(type)) {
        return new Described(type, all.path(type)).serviceDef();
      }
      throw RangerImport.problem(
          "unknown-service",
          "Services of type '"
              + type
              + "' are not described here: give the service-def with"
              + " --service-def.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
