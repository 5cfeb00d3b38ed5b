package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.policy.rules.MatchType;
import dev.weft.policy.rules.ResourcePattern;
import dev.weft.policy.rules.Tag;
import dev.weft.policy.rules.TaggedResources;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads which resources have which tags: what a plug-in's tag enricher downloads and caches. */
final class RangerTags {
  private final ServiceDef service;
  private final ZoneId host;
  private final Findings findings;

  RangerTags(ServiceDef service, ZoneId host, Findings findings) {
    this.service = service;
    this.host = host;
    this.findings = findings;
  }

  /** The tagged resources; empty when there is no file of them. */
  Optional<TaggedResources> read(JsonNode node) {
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (Json.flag(node, "isDelta", false)) {
      throw RangerImport.problem(
          "tags-are-changes", "The file of tags has only what has changed since another.");
    }
    var tags = tags(node.path("tags"));
    var ofResources = Json.map(node.path("resourceToTagIds"));
    var entries = new ArrayList<TaggedResources.Entry>();
    for (var resource : Json.list(node, "serviceResources")) {
      var id = Json.text(resource, "id");
      var its = new ArrayList<Tag>();
      for (var tag : ofResources.getOrDefault(id, MissingNode.getInstance())) {
        Optional.ofNullable(tags.get(tag.asText())).ifPresent(its::add);
      }
      pattern(resource, id)
          .filter(pattern -> !its.isEmpty())
          .ifPresent(pattern -> entries.add(new TaggedResources.Entry(pattern, its)));
    }
    return Optional.of(new TaggedResources(service.model(), entries));
  }

  private Map<String, Tag> tags(JsonNode nodes) {
    var schedules = new RangerSchedules(host, findings);
    var all = new HashMap<String, Tag>();
    Json.map(nodes)
        .forEach(
            (id, node) ->
                all.put(
                    id,
                    new Tag(
                        Json.text(node, "type"),
                        Json.textMap(node.path("attributes")),
                        MatchType.SELF,
                        schedules.read(Json.list(node, "validityPeriods"), -1))));
    return all;
  }

  private Optional<ResourcePattern> pattern(JsonNode resource, String id) {
    var values = PolicyReader.values(resource.path("resourceElements"));
    var kind = service.kindWith(values.keySet());
    var pattern =
        kind.map(
            its ->
                new ResourcePattern(
                    service.model(), its, values, new RangerTemplates(host, findings, -1)));
    if (pattern.filter(ResourcePattern::isValid).isEmpty()) {
      findings.add(
          -1,
          "serviceResources",
          "The tagged resource " + id + " is none of this service's, so its tags are never found.");
      return Optional.empty();
    }
    return pattern;
  }
}
