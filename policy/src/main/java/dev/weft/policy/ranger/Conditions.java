package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.policy.ranger.script.Script;
import dev.weft.policy.ranger.script.UnreadableScript;
import dev.weft.policy.rules.Asked;
import dev.weft.policy.rules.Condition;
import dev.weft.policy.rules.Schedule;
import dev.weft.policy.rules.Tag;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes conditions of a service evaluable, each by the evaluator that the service-def names. */
final class Conditions {
  private final ServiceDef service;
  private final ZoneId host;
  private final Findings findings;

  Conditions(ServiceDef service, ZoneId host, Findings findings) {
    this.service = service;
    this.host = host;
    this.findings = findings;
  }

  /** All of these; one of a type that the service does not have says nothing, as in Ranger. */
  List<Condition> read(List<JsonNode> nodes, Closing closing, long policy, String place) {
    var all = new ArrayList<Condition>();
    for (var node : nodes) {
      var type = Json.text(node, "type");
      var def = service.condition(type);
      if (def.isEmpty()) {
        findings.add(
            policy, place, "The service has no condition '" + type + "', so it is not asked.");
      } else {
        all.add(read(def.get(), Json.texts(node, "values"), closing, policy, place));
      }
    }
    return all;
  }

  private Condition read(
      JsonNode def, List<String> values, Closing closing, long policy, String place) {
    try {
      var condition = known(def, values, policy);
      if (condition.isPresent()) {
        return condition.get();
      }
      var evaluator = Json.text(def, "evaluator");
      closed(policy, place, "the evaluator '" + evaluator + "' is not known", closing);
    } catch (UnreadableScript e) {
      closed(policy, place, "the script cannot be read: " + e.getMessage(), closing);
    }
    return closing.condition();
  }

  private void closed(long policy, String place, String why, Closing closing) {
    findings.add(policy, place, "The condition " + closing.inWords() + ", because " + why + ".");
  }

  private Optional<Condition> known(JsonNode def, List<String> values, long policy)
      throws UnreadableScript {
    var evaluator = Json.text(def, "evaluator");
    var options = def.path("evaluatorOptions");
    var condition =
        switch (evaluator.substring(evaluator.lastIndexOf('.') + 1)) {
          case "RangerIpMatcher" -> new IpRange(values);
          case "RangerTimeOfDayMatcher" -> timeOfDay(values);
          case "RangerScriptConditionEvaluator" -> script(values);
          case "RangerScriptTemplateConditionEvaluator" -> template(options, values);
          case "RangerTagsAllPresentConditionEvaluator" -> allTags(trimmed(values));
          case "RangerAnyOfExpectedTagsPresentConditionEvaluator" -> anyTag(trimmed(values));
          case "RangerNoneOfExpectedTagsPresentConditionEvaluator" -> not(anyTag(trimmed(values)));
          case "RangerAccessedFromClusterCondition" -> from(values, Conditions::cluster);
          case "RangerAccessedNotFromClusterCondition" -> notFrom(values, Conditions::cluster);
          case "RangerAccessedFromClusterTypeCondition" -> from(values, Conditions::clusterType);
          case "RangerAccessedNotFromClusterTypeCondition" ->
              notFrom(values, Conditions::clusterType);
          case "RangerContextAttributeValueInCondition" -> context(options, values, true);
          case "RangerContextAttributeValueNotInCondition" -> context(options, values, false);
          case "RangerSimpleMatcher" -> SimpleMatch.of(Json.text(options, "CONTEXT_NAME"), values);
          case "RangerActionMatcher" -> new Actions(values);
          case "RangerValidityScheduleConditionEvaluator" -> schedule(values, policy);
          case "RangerHiveResourcesAccessedTogetherCondition" ->
              new Together(service.model(), values, true);
          case "RangerHiveResourcesNotAccessedTogetherCondition" ->
              new Together(service.model(), values, false);
          default -> null;
        };
    return Optional.ofNullable(condition);
  }

  private static Set<String> trimmed(List<String> values) {
    var all = new HashSet<String>();
    values.forEach(value -> all.add(value.strip()));
    return all;
  }

  private static Condition not(Condition condition) {
    return asked -> !condition.holds(asked);
  }

  private static Set<String> tagsOf(Asked asked) {
    var names = new HashSet<String>();
    asked.tags().stream().map(Tag::name).forEach(names::add);
    return names;
  }

  private static Condition allTags(Set<String> expected) {
    return asked -> tagsOf(asked).containsAll(expected);
  }

  private static Condition anyTag(Set<String> expected) {
    return asked -> asked.tags().stream().anyMatch(tag -> expected.contains(tag.name()));
  }

  /** Ranger does not tell policies on tags from which cluster the request comes. */
  private static Optional<String> cluster(Asked asked) {
    return asked.tag().isPresent() ? Optional.empty() : asked.request().where().cluster();
  }

  private static Optional<String> clusterType(Asked asked) {
    return asked.tag().isPresent() ? Optional.empty() : asked.request().where().clusterType();
  }

  private static Condition from(
      List<String> values, java.util.function.Function<Asked, Optional<String>> what) {
    return asked -> values.isEmpty() || what.apply(asked).filter(values::contains).isPresent();
  }

  private static Condition notFrom(
      List<String> values, java.util.function.Function<Asked, Optional<String>> what) {
    return asked -> values.isEmpty() || what.apply(asked).filter(values::contains).isEmpty();
  }

  private static Condition context(JsonNode options, List<String> values, boolean in) {
    var name = Json.text(options, "attributeName");
    return asked -> {
      var given = asked.request().where().context().get(name);
      return values.isEmpty() || given == null || values.contains(given.toString()) == in;
    };
  }

  private Condition timeOfDay(List<String> values) {
    var times = TimesOfDay.read(values);
    return asked ->
        times.isEmpty()
            || times.stream()
                .anyMatch(time -> time.includes(LocalDateTime.ofInstant(asked.moment(), host)));
  }

  private Condition script(List<String> values) throws UnreadableScript {
    var text = values.isEmpty() ? "" : values.get(0).strip();
    return text.isEmpty() ? asked -> true : Script.read(text, host)::isTrue;
  }

  private Condition template(JsonNode options, List<String> values) throws UnreadableScript {
    var expected = values.isEmpty() ? "" : values.get(0).strip().toLowerCase(Locale.ROOT);
    var text = expected.isEmpty() ? "" : Json.text(options, "scriptTemplate").strip();
    var reverse = expected.equals("false") || expected.equals("no");
    Condition condition = text.isEmpty() ? asked -> true : Script.read(text, host)::isTrue;
    return reverse ? not(condition) : condition;
  }

  private Condition schedule(List<String> values, long policy) {
    var nodes = new ArrayList<JsonNode>();
    for (var value : values) {
      try {
        nodes.add(Json.parse(value));
      } catch (IOException e) {
        findings.add(policy, "conditions", "A schedule is no JSON, so it is not asked.");
      }
    }
    var schedules = new RangerSchedules(host, findings).read(nodes, policy);
    return asked -> Schedule.anyHoldsAt(schedules, asked.moment());
  }
}
