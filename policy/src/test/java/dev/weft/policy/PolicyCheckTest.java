package dev.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.PolicySpec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class PolicyCheckTest {
  private final PolicyEngine engine =
      new PolicyEngine(Clock.systemUTC(), "0123456789abcdef".getBytes(StandardCharsets.UTF_8));

  @Test
  void aGoodPolicyHasNoProblem() {
    assertThat(
            problems(
                """
                {'name': 'p', 'type': 'mask', 'resources': {'tags': ['pii.*']},
                 'rules': [{'principals': {'everyone': true}, 'mask': 'show-last-4'}]}
                """))
        .isEmpty();
  }

  @Test
  void tellsAllProblemsAtOnceWithTheirPlaces() {
    assertThat(
            problems(
                """
                {'name': 'p', 'type': 'mask', 'rules': [
                  {'principals': {'everyone': true}, 'mask': 'show-last-five'},
                  {'mask': 'none', 'filter': 'true'}]}
                """))
        .containsExactly(
            "resources: empty-policy",
            "rules[0].mask: unknown-mask",
            "rules[1].principals: missing-principals",
            "rules[1].filter: misplaced-key");
  }

  @Test
  void compilesFiltersAndKnowsActions() {
    assertThat(
            problems(
                """
                {'name': 'p', 'type': 'row-filter', 'resources': {'ports': ['a.b']}, 'rules': [
                  {'principals': {'everyone': true}, 'filter': 'record.a == usr.b'},
                  {'principals': {'everyone': true}}]}
                """))
        .containsExactly("rules[0].filter: bad-expression", "rules[1].filter: missing-key");
    assertThat(
            problems(
                """
                {'name': 'p', 'type': 'access', 'resources': {'ports': ['a.b']}, 'rules': [
                  {'principals': {'everyone': true}, 'allow': ['raed']}]}
                """))
        .containsExactly("rules[0]: unknown-action");
  }

  private java.util.List<String> problems(String policy) {
    var spec = Json.read(Json.parse(policy.replace('\'', '"')), PolicySpec.class);
    return engine.check(spec).stream()
        .map(problem -> problem.place() + ": " + problem.code())
        .toList();
  }
}
