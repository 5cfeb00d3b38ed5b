package dev.weft.policy.ranger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weft.policy.batch.Batch;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A service of an archive: buildings, rooms and boxes, and shelves as paths. For tests. */
final class Archive {
  static final Clock NOON = Clock.fixed(Instant.parse("2031-05-14T12:00:00Z"), ZoneOffset.UTC);

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String MATCHERS = "org.apache.ranger.plugin.resourcematcher.";
  private static final String EVALUATORS = "org.apache.ranger.plugin.conditionevaluator.";

  private final List<String> policies = new ArrayList<>();
  private final List<String> tagPolicies = new ArrayList<>();
  private String zones = "{}";
  private String config = "{}";
  private String roles = "{}";
  private String users = "{}";
  private String auditMode = "audit-default";
  private String access = "burn";
  private String enrichers = "[]";
  private Optional<String> tags = Optional.empty();

  private static String level(String name, String parent, String matcher, String more) {
    return "{'name': '%s', 'parent': '%s', 'matcher': '%s', 'recursiveSupported': true %s}"
        .formatted(name, parent, MATCHERS + matcher, more);
  }

  private static String conditions() {
    return """
        [{'name': 'ip-range', 'evaluator': '%1$sRangerIpMatcher'},
         {'name': 'hours', 'evaluator': '%1$sRangerTimeOfDayMatcher'},
         {'name': 'expression', 'evaluator': '%1$sRangerScriptConditionEvaluator'},
         {'name': 'expired', 'evaluator': '%1$sRangerScriptTemplateConditionEvaluator',
          'evaluatorOptions': {'scriptTemplate': "ctx.isAccessedAfter('until');"}},
         {'name': 'moon', 'evaluator': 'com.example.MoonPhase'}]
        """
        .formatted(EVALUATORS);
  }

  private static String serviceDef() {
    return "{'name': 'archive', 'resources': ["
        + String.join(
            ",",
            level("building", "", "RangerDefaultResourceMatcher", ", 'isValidLeaf': true"),
            level("room", "building", "RangerDefaultResourceMatcher", ", 'isValidLeaf': true"),
            level("box", "room", "RangerDefaultResourceMatcher", ""),
            level("shelf", "", "RangerPathResourceMatcher", ""))
        + "], 'accessTypes': [{'name': 'look'}, {'name': 'take', 'impliedGrants': ['look']},"
        + " {'name': 'burn'}], 'policyConditions': "
        + conditions()
        + ", 'dataMaskDef': {'maskTypes': [{'name': 'BLACK', 'transformer': 'black({col})'}],"
        + " 'resources': [{'name': 'building'}, {'name': 'room'}, {'name': 'box'}]},"
        + " 'rowFilterDef': {'resources': [{'name': 'building'}, {'name': 'room'}]}}";
  }

  private static String tagServiceDef() {
    return "{'name': 'tag', 'resources': ["
        + level("tag", "", "RangerDefaultResourceMatcher", "")
        + "], 'accessTypes': [{'name': 'archive:look'}, {'name': 'archive:take'},"
        + " {'name': 'other:fly'}], 'policyConditions': "
        + conditions()
        + "}";
  }

  /** A policy, as what follows its number and name. */
  Archive policy(int id, String rest) {
    policies.add("{'id': %d, 'name': 'p%d', %s}".formatted(id, id, rest));
    return this;
  }

  Archive tagPolicy(int id, String rest) {
    tagPolicies.add("{'id': %d, 'name': 't%d', %s}".formatted(id, id, rest));
    return this;
  }

  Archive zones(String json) {
    zones = json;
    return this;
  }

  Archive config(String json) {
    config = json;
    return this;
  }

  Archive roles(String json) {
    roles = json;
    return this;
  }

  Archive users(String json) {
    users = json;
    return this;
  }

  Archive access(String name) {
    access = name;
    return this;
  }

  Archive enrichers(String json) {
    enrichers = json;
    return this;
  }

  Archive auditMode(String mode) {
    auditMode = mode;
    return this;
  }

  Archive tags(String json) {
    tags = Optional.of(json);
    return this;
  }

  Imported imported() {
    return new RangerImport(sources()).read();
  }

  /** The same, read when an earlier state of the archive had been read before. */
  Imported importedAfter(Imported before) {
    return new RangerImport(sources(), Optional.of(before)).read();
  }

  private Sources sources() {
    var text =
        "{'serviceName': 'cellar', 'auditMode': '%s', 'serviceDef': %s, 'policies': [%s],"
            + " 'securityZones': %s, 'serviceConfig': %s, 'tagPolicies': {'serviceName': 'tags',"
            + " 'serviceDef': %s, 'policies': [%s]}}";
    var document =
        text.formatted(
            auditMode,
            serviceDef().replace("'burn'", "'" + access + "'"),
            String.join(",", policies),
            zones,
            config,
            tagServiceDef()
                .replace("'name': 'tag',", "'name': 'tag', 'contextEnrichers': " + enrichers + ","),
            String.join(",", tagPolicies));
    var sources = Sources.of(document).withRoles(roles).withUsers(users);
    return tags.map(sources::withTags).orElse(sources);
  }

  /** The answer to a request in short: what is asked, as JSON without the outer braces. */
  String ask(String request) {
    var answer = answer(request);
    var mask = answer.path("mask");
    return (answer.path("allowed").asBoolean() ? "yes " : "no ")
        + answer.path("policy").asLong()
        + (answer.path("audited").asBoolean() ? " audited" : "")
        + (mask.isNull() ? "" : " " + mask.path("type").asText() + mask.path("expression"))
        + (answer.path("filter").isNull() ? "" : " [" + answer.path("filter").asText() + "]");
  }

  JsonNode answer(String request) {
    return answer(request, Batch.Form.PLAIN);
  }

  /** Why, as lines of number and reason. */
  List<String> why(String request) {
    var all = new ArrayList<String>();
    answer(request, new Batch.Form(false, true, 0))
        .path("considered")
        .forEach(one -> all.add(one.path("policy").asLong() + " " + one.path("because").asText()));
    return all;
  }

  private JsonNode answer(String request, Batch.Form form) {
    var imported = imported();
    var batch =
        new Batch(
            imported.set(), RangerImport.tags(ZoneId.of("UTC")), imported.masks(), NOON, form);
    try {
      var requests = MAPPER.createArrayNode();
      requests.add(MAPPER.readTree(("{" + request + "}").replace('\'', '"')));
      return batch.answer(requests).get(0);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
