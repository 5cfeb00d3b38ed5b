package dev.weft.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.FlowSpec;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.spi.flow.DeclaredSettings;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.ProcessorType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds sensitive parameters in settings that are not declared to hold a secret: such a setting may
 * be shown, logged, or written into records. As in NiFi, a sensitive value fills only settings that
 * are sensitive.
 */
final class SecretsCheck {
  private static final Pattern REFERENCE = Pattern.compile("(#?)#\\{([^}]*)}");

  private final FlowSpec flow;
  private final List<Problem> problems;

  SecretsCheck(FlowSpec flow, List<Problem> problems) {
    this.flow = flow;
    this.problems = problems;
  }

  void check(FlowPlan plan) {
    if (flow.parameters().values().stream().noneMatch(FlowSpec.Parameter::sensitive)) {
      return;
    }
    for (var step : plan.steps()) {
      var settings = flow.processors().get(step.index()).settings();
      check(settings, sensitive(step.type()), "processors[" + step.index() + "]");
    }
    for (var i = 0; i < flow.services().size(); i++) {
      var written = flow.services().get(i);
      var path = "services[" + i + "]";
      plan.services().stream()
          .filter(one -> one.name().equals(written.name()))
          .findFirst()
          .ifPresent(one -> check(written.settings(), sensitive(one.type().settings()), path));
    }
  }

  private void check(ObjectNode settings, Predicate<String> sensitive, String path) {
    for (Map.Entry<String, JsonNode> setting : settings.properties()) {
      if (!sensitive.test(setting.getKey())) {
        check(setting.getValue(), path + ".settings." + setting.getKey());
      }
    }
  }

  private void check(JsonNode value, String path) {
    if (!value.isTextual()) {
      value.forEach(inner -> check(inner, path));
      return;
    }
    var reference = REFERENCE.matcher(value.textValue());
    while (reference.find()) {
      var parameter = flow.parameters().get(reference.group(2));
      if (reference.group(1).isEmpty() && parameter != null && parameter.sensitive()) {
        problems.add(
            Problem.input(
                "secret-in-plain-setting",
                Place.field(path),
                "'" + reference.group(2) + "' is sensitive, and this setting is not for secrets.",
                "Put it into a setting that is (docs/processors.md marks them), or use a parameter"
                    + " that is not sensitive."));
      }
    }
  }

  /** What a library declares, and of what it does not declare only names that say so. */
  private static Predicate<String> sensitive(ProcessorType<?> type) {
    if (type instanceof DeclaredSettings declared) {
      var all = declared.declared();
      return name ->
          all.stream().anyMatch(one -> one.sensitive() && one.name().equals(name))
              || (all.stream().noneMatch(one -> one.name().equals(name))
                  && name.matches("(?i).*(password|passphrase|secret|token|jaas\\.config)"));
    }
    return sensitive(type.settings());
  }

  private static Predicate<String> sensitive(Class<? extends Record> settings) {
    var names =
        Arrays.stream(settings.getRecordComponents())
            .filter(SecretsCheck::isSensitive)
            .map(RecordComponent::getName)
            .toList();
    return names::contains;
  }

  private static boolean isSensitive(RecordComponent component) {
    var doc = component.getAnnotation(Doc.class);
    return doc != null && doc.sensitive();
  }
}
