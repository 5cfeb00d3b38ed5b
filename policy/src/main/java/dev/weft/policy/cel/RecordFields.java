package dev.weft.policy.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which fields of the record an expression reads.
 *
 * @param paths dotted, below {@code record}
 * @param whole whether it also uses the record as a whole, so that any field may matter
 */
public record RecordFields(Set<String> paths, boolean whole) {
  private static final String RECORD = "record";
  private static final String INDEX = "_[_]";

  static RecordFields of(CelExpr expression) {
    var paths = new TreeSet<String>();
    var whole = collect(expression, paths);
    return new RecordFields(Set.copyOf(paths), whole);
  }

  /** The path that the expression selects below {@code record}; empty if it is something else. */
  static Optional<FieldPath> path(CelExpr expression) {
    var names = new ArrayList<String>();
    var at = expression;
    while (at.getKind() != Kind.IDENT) {
      var step = step(at);
      if (step.isEmpty()) {
        return Optional.empty();
      }
      names.add(0, step.get().name());
      at = step.get().operand();
    }
    var below = at.ident().name().equals(RECORD) && !names.isEmpty();
    return below ? Optional.of(FieldPath.of(names)) : Optional.empty();
  }

  /** One step down: {@code a.name} or {@code a['name']}. */
  private record Step(CelExpr operand, String name) {}

  private static Optional<Step> step(CelExpr expression) {
    if (expression.getKind() == Kind.SELECT) {
      return Optional.of(new Step(expression.select().operand(), expression.select().field()));
    }
    if (expression.getKind() == Kind.CALL && expression.call().function().equals(INDEX)) {
      var name = expression.call().args().get(1);
      var operand = expression.call().args().get(0);
      return name.getKind() == Kind.CONSTANT
              && name.constant().getKind() == CelConstant.Kind.STRING_VALUE
          ? Optional.of(new Step(operand, name.constant().stringValue()))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** Adds the paths below; true when the record is used as a whole. */
  private static boolean collect(CelExpr expression, Set<String> paths) {
    var path = path(expression);
    if (path.isPresent()) {
      paths.add(path.get().dotted());
      return false;
    }
    if (expression.getKind() == Kind.IDENT) {
      return expression.ident().name().equals(RECORD);
    }
    var whole = false;
    for (var child : children(expression)) {
      whole |= collect(child, paths);
    }
    return whole;
  }

  static List<CelExpr> children(CelExpr expression) {
    return switch (expression.getKind()) {
      case SELECT -> List.of(expression.select().operand());
      case LIST -> expression.list().elements();
      case CALL -> {
        var all = new ArrayList<>(expression.call().args());
        expression.call().target().ifPresent(all::add);
        yield all;
      }
      case STRUCT -> expression.struct().entries().stream().map(e -> e.value()).toList();
      case MAP -> {
        var all = new ArrayList<CelExpr>();
        expression.map().entries().forEach(e -> all.addAll(List.of(e.key(), e.value())));
        yield all;
      }
      case COMPREHENSION -> {
        var loop = expression.comprehension();
        yield List.of(
            loop.iterRange(),
            loop.accuInit(),
            loop.loopCondition(),
            loop.loopStep(),
            loop.result());
      }
      case NOT_SET, CONSTANT, IDENT -> List.of();
    };
  }
}
