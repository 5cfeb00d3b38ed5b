package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.policy.rules.AuditSettings;
import dev.weft.policy.rules.Policy;
import dev.weft.policy.rules.PolicyKind;
import dev.weft.policy.rules.PolicySet;
import dev.weft.policy.rules.Principals;
import dev.weft.policy.rules.ResourcePattern;
import dev.weft.policy.rules.ResourceValues;
import dev.weft.policy.rules.TagPolicies;
import dev.weft.policy.rules.Zone;
import dev.weft.policy.rules.ZonePolicies;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compiles what is known of one service. */
final class SetReader {
  private final Bundle bundle;
  private final ZoneId host;
  private final Findings findings;
  private final ServiceDef service;
  private final Optional<PolicySet> before;
  private final CompiledPolicies compiled;
  private int off;

  /**
   * A reader of what is known of a service.
   *
   * @param before the set as it was read last, if it was
   */
  SetReader(Bundle bundle, ZoneId host, Findings findings, Optional<Imported> before) {
    this.bundle = bundle;
    this.host = host;
    this.findings = findings;
    this.before = before.map(Imported::set);
    this.compiled =
        before
            .map(last -> CompiledPolicies.after(last.compiled()))
            .orElseGet(CompiledPolicies::first);
    this.service = serviceDef(bundle.serviceDef(), "");
    service.report(findings);
  }

  private ServiceDef serviceDef(JsonNode node, String component) {
    try {
      return compiled.service(node, component);
    } catch (IllegalArgumentException e) {
      throw RangerImport.problem(
          "invalid-service-def", "The service cannot be read: " + e.getMessage() + ".");
    }
  }

  /** What comes beside the service; missing where it was not given. */
  record Companions(JsonNode roles, JsonNode users, JsonNode tags) {}

  Imported read(Companions beside) {
    new Enrichers(bundle, findings).report(beside);
    var zones = zones();
    var tags = tags();
    var set =
        new PolicySet(
            new PolicySet.Parts(
                service.model(),
                service.accesses(),
                policies("", bundle.policies()),
                zones,
                tags,
                new RangerTags(service, host, findings).read(beside.tags()),
                RangerRoles.read(beside.roles()),
                RangerUsers.read(beside.users()),
                people("ranger.plugin.super.users", "ranger.plugin.super.groups", ""),
                audit()));
    return new Imported(
        set,
        compiled,
        bundle.service(),
        service.name(),
        masks(),
        set.size(),
        off,
        findings.count(),
        findings.kept());
  }

  private Map<String, String> masks() {
    var all = new LinkedHashMap<String, String>();
    for (var mask : Json.list(bundle.serviceDef().path("dataMaskDef"), "maskTypes")) {
      var name = Json.text(mask, "name");
      var transformer = service.transformer(name);
      if (!transformer.isEmpty()) {
        all.put(name, transformer);
      }
    }
    return all;
  }

  private ZonePolicies policies(String zone, List<JsonNode> nodes) {
    return new ZonePolicies(
        service.model(),
        inForce(service, nodes),
        !nodes.isEmpty(),
        before.flatMap(set -> set.zone(zone)));
  }

  private List<Policy> inForce(ServiceDef def, List<JsonNode> nodes) {
    var all = compiled.read(def, host, nodes, findings);
    off += nodes.size() - all.size();
    return all;
  }

  private List<Zone> zones() {
    var all = new ArrayList<Zone>();
    bundle
        .zones()
        .forEach(
            (name, zone) ->
                all.add(
                    new Zone(name, patterns(zone.resources()), policies(name, zone.policies()))));
    return all;
  }

  private List<ResourcePattern> patterns(List<JsonNode> resources) {
    return resources.stream().map(this::pattern).toList();
  }

  /** Zones do not depend on who asks, so their values have no tokens. */
  private ResourcePattern pattern(JsonNode resource) {
    var values = new LinkedHashMap<String, ResourceValues>();
    Json.map(resource)
        .forEach(
            (level, its) ->
                values.put(
                    level,
                    new ResourceValues(
                        Json.texts(resource, level),
                        false,
                        service
                            .model()
                            .level(PolicyKind.ACCESS, level)
                            .filter(one -> one.recursive())
                            .isPresent())));
    var kind = service.kindWith(values.keySet()).orElse(PolicyKind.ACCESS);
    return new ResourcePattern(service.model(), kind, values, (text, how) -> Optional.empty());
  }

  private Optional<TagPolicies> tags() {
    if (!bundle.tagServiceDef().isObject()) {
      return Optional.empty();
    }
    var def = serviceDef(bundle.tagServiceDef(), service.name());
    var withOwn =
        bundle.zones().entrySet().stream()
            .filter(zone -> zone.getValue().hasTagService())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return Optional.of(
        new TagPolicies(
            def.model(),
            inForce(def, bundle.tagPolicies()),
            withOwn,
            before.flatMap(PolicySet::tagPolicies)));
  }

  private AuditSettings audit() {
    var mode =
        switch (bundle.auditMode()) {
          case "audit-all" -> AuditSettings.Mode.ALL;
          case "audit-none" -> AuditSettings.Mode.NONE;
          default -> AuditSettings.Mode.BY_POLICY;
        };
    var never =
        people(
            "ranger.plugin.audit.exclude.users",
            "ranger.plugin.audit.exclude.groups",
            "ranger.plugin.audit.exclude.roles");
    var tagRules =
        bundle.tagServiceDef().isObject()
            ? new AuditFilters(serviceDef(bundle.tagServiceDef(), service.name()), host, findings)
                .read(bundle.tagConfig())
            : List.<dev.weft.policy.rules.AuditRule>of();
    return new AuditSettings(
        mode, never, new AuditFilters(service, host, findings).read(bundle.config()), tagRules);
  }

  private Principals people(String users, String groups, String roles) {
    return new Principals(names(users), names(groups), roles.isEmpty() ? Set.of() : names(roles));
  }

  private Set<String> names(String setting) {
    var all = new HashSet<String>();
    Stream.of(Json.text(bundle.config(), setting).split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .forEach(all::add);
    return all;
  }
}
