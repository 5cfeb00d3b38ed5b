package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules of a schema ({@code ruleSet}), as Confluent's data contracts have them.
 *
 * @param migrationRules how to read records of another version
 * @param domainRules what must hold of records, or is done to them, when they are written and read
 * @param encodingRules what is done to the bytes
 * @param enableAt who applies them: {@code ALL}, {@code CLIENT}, {@code GATEWAY}, {@code SERVER},
 *     {@code NONE}; empty means all
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SchemaRules(
    List<Rule> migrationRules, List<Rule> domainRules, List<Rule> encodingRules, String enableAt) {
  public static final SchemaRules NONE = new SchemaRules(null, null, null, null);

  public SchemaRules {
    migrationRules = Defaults.list(migrationRules);
    domainRules = Defaults.list(domainRules);
    encodingRules = Defaults.list(encodingRules);
    enableAt = Defaults.text(enableAt);
  }

  /**
   * One rule.
   *
   * @param kind {@code CONDITION} or {@code TRANSFORM}
   * @param mode when it applies, such as {@code WRITE}
   * @param type in which language it is, such as {@code CEL}
   * @param expr the rule itself
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Rule(
      String name,
      String doc,
      String kind,
      String mode,
      String type,
      List<String> tags,
      Map<String, String> params,
      String expr,
      String onSuccess,
      String onFailure,
      boolean disabled) {
    public Rule {
      name = Defaults.text(name);
      doc = Defaults.text(doc);
      kind = Defaults.text(kind);
      mode = Defaults.text(mode);
      type = Defaults.text(type);
      tags = Defaults.list(tags);
      params = params == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(params));
      expr = Defaults.text(expr);
      onSuccess = Defaults.text(onSuccess);
      onFailure = Defaults.text(onFailure);
    }
  }

  @JsonIgnore
  public boolean isEmpty() {
    return migrationRules.isEmpty() && domainRules.isEmpty() && encodingRules.isEmpty();
  }

  /** Both together; of rules with one name the other's holds. */
  public SchemaRules with(SchemaRules other) {
    return new SchemaRules(
        both(migrationRules, other.migrationRules),
        both(domainRules, other.domainRules),
        both(encodingRules, other.encodingRules),
        other.enableAt.isEmpty() ? enableAt : other.enableAt);
  }

  private static List<Rule> both(List<Rule> these, List<Rule> others) {
    var all = new ArrayList<Rule>();
    these.stream()
        .filter(rule -> others.stream().noneMatch(other -> other.name().equals(rule.name())))
        .forEach(all::add);
    all.addAll(others);
    return all;
  }
}
