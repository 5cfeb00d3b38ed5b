package dev.weft.registry.schema;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.SchemaRules;
import dev.weft.model.SchemaRules.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Holds sets of rules to their form; what their expressions say is for those who apply them. */
final class RuleSets {
  private static final int RULES_MAX = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,99}");
  private static final Set<String> KINDS = Set.of("", "CONDITION", "TRANSFORM");
  private static final Set<String> MIGRATES = Set.of("UPGRADE", "DOWNGRADE", "UPDOWN");
  private static final Set<String> PASSES = Set.of("", "WRITE", "READ", "WRITEREAD");
  private static final Set<String> PLACES =
      Set.of("", "ALL", "CLIENT", "GATEWAY", "SERVER", "NONE");

  private RuleSets() {}

  /**
   * Refuses what is no set of rules.
   *
   * @throws ProblemException {@code bad-rules}
   */
  static void check(SchemaRules rules) {
    if (!PLACES.contains(rules.enableAt())) {
      throw bad("enableAt cannot be '" + rules.enableAt() + "'.");
    }
    check(rules.migrationRules(), MIGRATES);
    check(rules.domainRules(), PASSES);
    check(rules.encodingRules(), PASSES);
  }

  private static void check(List<Rule> rules, Set<String> modes) {
    if (rules.size() > RULES_MAX) {
      throw bad("There are more than " + RULES_MAX + " rules of a sort.");
    }
    var names = new HashSet<String>();
    for (var rule : rules) {
      if (!NAME.matcher(rule.name()).matches()) {
        throw bad("A rule cannot be called '" + rule.name() + "'.");
      }
      if (!names.add(rule.name())) {
        throw bad("Two rules are called '" + rule.name() + "'.");
      }
      if (!KINDS.contains(rule.kind()) || !modes.contains(rule.mode()) || rule.type().isBlank()) {
        throw bad("The rule '" + rule.name() + "' has no type, or a kind or mode that is none.");
      }
    }
  }

  private static ProblemException bad(String message) {
    return Problem.input(
            "bad-rules",
            Place.field("ruleSet"),
            message,
            "A rule has a name, a kind (CONDITION, TRANSFORM), a mode and a type.")
        .asException();
  }
}
