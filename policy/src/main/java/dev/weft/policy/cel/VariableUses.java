package dev.weft.policy.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an expression asks of its variables beside the record: for each the names below it, one step
 * down, or {@code *} when it is used as a whole.
 */
public record VariableUses(Map<String, Set<String>> byVariable, Set<String> variables) {
  private static final String WHOLE = "*";

  static VariableUses of(CelExpr expression, Set<String> variables) {
    var all = new TreeMap<String, Set<String>>();
    collect(expression, variables, all);
    return new VariableUses(Map.copyOf(all), variables);
  }

  /** The names below the variable that it asks for; empty when it does not use it. */
  public Set<String> of(String variable) {
    return byVariable.getOrDefault(variable, Set.of());
  }

  /** Whether it asks for this name, or for all of the variable. */
  public boolean asks(String variable, String name) {
    return of(variable).contains(name) || of(variable).contains(WHOLE);
  }

  private static void collect(
      CelExpr expression, Set<String> variables, Map<String, Set<String>> all) {
    if (expression.getKind() == Kind.SELECT) {
      var operand = expression.select().operand();
      if (operand.getKind() == Kind.IDENT && variables.contains(operand.ident().name())) {
        add(all, operand.ident().name(), expression.select().field());
        return;
      }
    }
    if (expression.getKind() == Kind.IDENT && variables.contains(expression.ident().name())) {
      add(all, expression.ident().name(), WHOLE);
    }
    RecordFields.children(expression).forEach(child -> collect(child, variables, all));
  }

  private static void add(Map<String, Set<String>> all, String variable, String name) {
    all.computeIfAbsent(variable, any -> new TreeSet<>()).add(name);
  }
}
