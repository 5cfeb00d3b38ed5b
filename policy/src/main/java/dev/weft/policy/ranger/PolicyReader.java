package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.policy.rules.Condition;
import dev.weft.policy.rules.Policy;
import dev.weft.policy.rules.PolicyKind;
import dev.weft.policy.rules.ResourcePattern;
import dev.weft.policy.rules.ResourceValues;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads policies of one service. */
final class PolicyReader {
  private final ServiceDef service;
  private final ZoneId host;
  private final Findings findings;
  private final Conditions conditions;
  private final ItemReader items;

  PolicyReader(ServiceDef service, ZoneId host, Findings findings) {
    this.service = service;
    this.host = host;
    this.findings = findings;
    conditions = new Conditions(service, host, findings);
    items = new ItemReader(service, conditions, host, findings);
  }

  /** The policy; empty when it is switched off, or of a type that is not evaluated. */
  Optional<Policy> read(JsonNode node) {
    var id = Json.number(node, "id", -1);
    if (!Json.flag(node, "isEnabled", true)) {
      return Optional.empty();
    }
    var kind = kind(node);
    if (kind.isEmpty()) {
      findings.add(id, "policyType", "Policies of this type are not evaluated.");
      return Optional.empty();
    }
    var own = policyConditions(node, id);
    var parts = items.read(node, kind.get(), id, own.closed());
    if (!Json.flag(node, "isAuditEnabled", true) && parts.isEmpty() && isTagService()) {
      return Optional.empty();
    }
    return Optional.of(policy(node, id, kind.get(), own.read(), parts));
  }

  private boolean isTagService() {
    return service.model().levelNames().contains(dev.weft.policy.rules.TagPolicies.LEVEL);
  }

  private static Optional<PolicyKind> kind(JsonNode node) {
    return switch ((int) Json.number(node, "policyType", 0)) {
      case 0 -> Optional.of(PolicyKind.ACCESS);
      case 1 -> Optional.of(PolicyKind.MASK);
      case 2 -> Optional.of(PolicyKind.FILTER);
      default -> Optional.empty();
    };
  }

  private Policy policy(
      JsonNode node, long id, PolicyKind kind, List<Condition> own, ItemReader.Parts parts) {
    var templates = new RangerTemplates(host, findings, id);
    var patterns = patterns(node, id, kind, templates);
    var denyAllElse = Json.flag(node, "isDenyAllElse", false);
    return new Policy(
        id,
        Json.text(node, "name"),
        kind,
        (int) Json.number(node, "policyPriority", 0),
        new AskOrder(node, service)
            .of(
                patterns.stream().anyMatch(ResourcePattern::isDynamic),
                own.size() + parts.conditions()),
        Json.text(node, "zoneName"),
        Json.flag(node, "isAuditEnabled", true),
        denyAllElse,
        denyAllElse || parts.hasDeny(),
        new RangerSchedules(host, findings).read(Json.list(node, "validitySchedules"), id),
        patterns,
        own,
        parts.access(),
        parts.effects());
  }

  /** Conditions on the whole policy; what cannot be read closes each part in its own way. */
  private record Own(List<Condition> read, List<JsonNode> closed) {}

  private Own policyConditions(JsonNode node, long id) {
    var read = new ArrayList<Condition>();
    var closed = new ArrayList<JsonNode>();
    for (var one : Json.list(node, "conditions")) {
      var trial = new Findings();
      var its = new Conditions(service, host, trial).read(List.of(one), Closing.ALLOW, id, "");
      if (trial.count() == 0) {
        read.addAll(its);
      } else {
        closed.add(one);
      }
    }
    return new Own(read, closed);
  }

  private List<ResourcePattern> patterns(
      JsonNode node, long id, PolicyKind kind, RangerTemplates templates) {
    var all = new ArrayList<ResourcePattern>();
    all.add(pattern(node.path("resources"), kind, templates));
    Json.list(node, "additionalResources").forEach(one -> all.add(pattern(one, kind, templates)));
    if (all.stream().noneMatch(ResourcePattern::isValid)) {
      findings.add(
          id,
          "resources",
          "The levels "
              + all.get(0).written().keySet()
              + " lie on no way down through the service's resources, so it never matches.");
    }
    return all;
  }

  private ResourcePattern pattern(JsonNode resources, PolicyKind kind, RangerTemplates templates) {
    return new ResourcePattern(service.model(), kind, values(resources), templates);
  }

  static Map<String, ResourceValues> values(JsonNode resources) {
    var all = new LinkedHashMap<String, ResourceValues>();
    Json.map(resources)
        .forEach(
            (level, its) ->
                all.put(
                    level,
                    new ResourceValues(
                        Json.texts(its, "values"),
                        Json.flag(its, "isExcludes", false),
                        Json.flag(its, "isRecursive", false))));
    return all;
  }
}
