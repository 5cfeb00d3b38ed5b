package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.policy.rules.AuditRule;
import dev.weft.policy.rules.PolicyKind;
import dev.weft.policy.rules.Principals;
import dev.weft.policy.rules.ResourcePattern;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the audit filters of a service's configuration: JSON within a text. */
final class AuditFilters {
  static final String SETTING = "ranger.plugin.audit.filters";

  private final ServiceDef service;
  private final ZoneId host;
  private final Findings findings;

  AuditFilters(ServiceDef service, ZoneId host, Findings findings) {
    this.service = service;
    this.host = host;
    this.findings = findings;
  }

  List<AuditRule> read(JsonNode config) {
    var text = Json.text(config, SETTING);
    var all = new ArrayList<AuditRule>();
    if (!text.isBlank()) {
      try {
        Json.parse(text).forEach(node -> all.add(rule(node)));
      } catch (IOException | IllegalArgumentException e) {
        findings.add(-1, SETTING, "The audit filters cannot be read, so policies alone decide.");
        all.clear();
      }
    }
    return all;
  }

  private AuditRule rule(JsonNode node) {
    var outcome = Json.text(node, "accessResult").toUpperCase(Locale.ROOT);
    return new AuditRule(
        patterns(node),
        outcome.isEmpty() ? Optional.empty() : Optional.of(AuditRule.Outcome.valueOf(outcome)),
        new Principals(
            Json.textSet(node, "users"), Json.textSet(node, "groups"), Json.textSet(node, "roles")),
        Json.textSet(node, "actions"),
        Json.textSet(node, "accessTypes"),
        Json.maybe(node, "isAudited"));
  }

  private List<ResourcePattern> patterns(JsonNode node) {
    var values = PolicyReader.values(node.path("resources"));
    var templates = new RangerTemplates(host, findings, -1);
    return Stream.of(values)
        .filter(its -> !its.isEmpty())
        .map(its -> new ResourcePattern(service.model(), PolicyKind.ACCESS, its, templates))
        .toList();
  }
}
