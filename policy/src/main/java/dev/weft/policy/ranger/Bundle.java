package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is known of one service before it is compiled: what a plug-in downloads, in parts.
 *
 * @param tagServiceDef missing when the service has no tag policies
 */
record Bundle(
    String service,
    JsonNode serviceDef,
    List<JsonNode> policies,
    String auditMode,
    JsonNode config,
    JsonNode tagServiceDef,
    List<JsonNode> tagPolicies,
    JsonNode tagConfig,
    Map<String, ZoneBundle> zones) {

  /** A security zone: combinations of values by level, and the policies of the zone. */
  record ZoneBundle(List<JsonNode> resources, List<JsonNode> policies, boolean hasTagService) {}

  /** What a plug-in downloads; changes that come with it are applied. */
  static Bundle ofPlugIn(JsonNode document) {
    var tags = document.path("tagPolicies");
    var type = Json.text(document.path("serviceDef"), "name");
    var deltas = Json.list(document, "policyDeltas");
    var zones = new LinkedHashMap<String, ZoneBundle>();
    Json.map(document.path("securityZones"))
        .forEach((name, zone) -> zones.put(name, zone(zone, type)));
    var hasTags = !Json.text(tags, "serviceName").isEmpty() && tags.path("serviceDef").isObject();
    return new Bundle(
        Json.text(document, "serviceName"),
        document.path("serviceDef"),
        Deltas.apply(Json.list(document, "policies"), deltas, type),
        Json.text(document, "auditMode"),
        document.path("serviceConfig"),
        hasTags ? tags.path("serviceDef") : MissingNode.getInstance(),
        hasTags ? Deltas.apply(Json.list(tags, "policies"), deltas, "tag") : new ArrayList<>(),
        tags.path("serviceConfig"),
        zones);
  }

  private static ZoneBundle zone(JsonNode zone, String type) {
    return new ZoneBundle(
        Json.list(zone, "resources"),
        Deltas.apply(Json.list(zone, "policies"), Json.list(zone, "policyDeltas"), type),
        Json.flag(zone, "containsAssociatedTagService", false));
  }
}
