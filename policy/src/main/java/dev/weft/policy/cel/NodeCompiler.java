package dev.weft.policy.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns a checked tree into nodes; gives up when an operator is not among the common ones. */
final class NodeCompiler {
  private static final int DEPTH_MAX = 100;

  private final Set<String> others;
  private boolean covered = true;
  private int depth;

  private NodeCompiler(Set<String> others) {
    this.others = others;
  }

  /** Empty when the library has to evaluate the expression. */
  static Optional<Node> compile(CelExpr expression, Set<String> others) {
    var compiler = new NodeCompiler(others);
    var root = compiler.node(expression);
    return compiler.covered ? Optional.of(root) : Optional.empty();
  }

  private Node node(CelExpr expression) {
    if (++depth > DEPTH_MAX) {
      return uncovered();
    }
    var node =
        switch (expression.getKind()) {
          case CONSTANT -> constant(expression.constant());
          case SELECT -> select(expression);
          case LIST -> list(expression.list().elements());
          case CALL -> call(expression);
          case IDENT -> whole(expression.ident().name());
          default -> uncovered();
        };
    depth--;
    return node;
  }

  private Node uncovered() {
    covered = false;
    return scope -> Failure.TYPES;
  }

  private Node constant(CelConstant constant) {
    return switch (constant.getKind()) {
      case NULL_VALUE -> new Constant(NullValue.NULL_VALUE);
      case BOOLEAN_VALUE -> new Constant(constant.booleanValue());
      case INT64_VALUE -> new Constant(constant.int64Value());
      case DOUBLE_VALUE -> new Constant(constant.doubleValue());
      case STRING_VALUE -> new Constant(constant.stringValue());
      default -> uncovered();
    };
  }

  private Node select(CelExpr expression) {
    var path = RecordFields.path(expression);
    if (path.isPresent()) {
      return expression.select().testOnly()
          ? new Fields.Has(path.get())
          : new Fields.Get(path.get());
    }
    var names = new ArrayList<String>();
    var at = expression;
    while (at.getKind() == CelExpr.ExprKind.Kind.SELECT) {
      names.add(0, at.select().field());
      at = at.select().operand();
    }
    if (at.getKind() != CelExpr.ExprKind.Kind.IDENT || !others.contains(at.ident().name())) {
      return uncovered();
    }
    var variable = at.ident().name();
    if (!expression.select().testOnly()) {
      return new Fields.OtherGet(variable, names);
    }
    return names.size() == 1 ? new Fields.OtherHas(variable, names.get(0)) : uncovered();
  }

  private Node whole(String variable) {
    return others.contains(variable) ? new Fields.OtherWhole(variable) : uncovered();
  }

  private Node list(ImmutableList<CelExpr> elements) {
    var nodes = nodes(elements);
    if (nodes.stream().allMatch(Constant.class::isInstance)) {
      return new Constant(nodes.stream().map(node -> ((Constant) node).constant()).toList());
    }
    return new Lists.Literal(nodes);
  }

  private List<Node> nodes(List<CelExpr> expressions) {
    var all = new ArrayList<Node>();
    expressions.forEach(expression -> all.add(node(expression)));
    return List.copyOf(all);
  }

  private Node call(CelExpr expression) {
    var path = RecordFields.path(expression);
    if (path.isPresent()) {
      return new Fields.Get(path.get());
    }
    var call = expression.call();
    var operands = new ArrayList<CelExpr>();
    call.target().ifPresent(operands::add);
    operands.addAll(call.args());
    return call(call.function(), nodes(operands));
  }

  private Node call(String function, List<Node> on) {
    return switch (function) {
      case "_?_:_" -> new Logic.Conditional(on.get(0), on.get(1), on.get(2));
      case "_&&_" -> new Logic.And(on.get(0), on.get(1));
      case "_||_" -> new Logic.Or(on.get(0), on.get(1));
      case "!_" -> new Logic.Not(on.get(0));
      case "_==_" -> new Equality(on.get(0), on.get(1), true);
      case "_!=_" -> new Equality(on.get(0), on.get(1), false);
      case "_<_" -> new Order(on.get(0), on.get(1), Order.Is.LESS);
      case "_<=_" -> new Order(on.get(0), on.get(1), Order.Is.LESS_OR_EQUAL);
      case "_>_" -> new Order(on.get(0), on.get(1), Order.Is.GREATER);
      case "_>=_" -> new Order(on.get(0), on.get(1), Order.Is.GREATER_OR_EQUAL);
      case "_+_" -> new Arithmetic(on.get(0), on.get(1), Arithmetic.Operation.PLUS);
      case "_-_" -> new Arithmetic(on.get(0), on.get(1), Arithmetic.Operation.MINUS);
      case "_*_" -> new Arithmetic(on.get(0), on.get(1), Arithmetic.Operation.TIMES);
      case "_/_" -> new Arithmetic(on.get(0), on.get(1), Arithmetic.Operation.DIVIDED_BY);
      case "_%_" -> new Arithmetic(on.get(0), on.get(1), Arithmetic.Operation.MODULO);
      case "-_" -> new Arithmetic.Negative(on.get(0));
      case "@in" -> new Lists.In(on.get(0), on.get(1));
      case "size" -> new Lists.Size(on.get(0));
      case "startsWith" -> new Texts(on.get(0), on.get(1), String::startsWith);
      case "endsWith" -> new Texts(on.get(0), on.get(1), String::endsWith);
      case "contains" -> new Texts(on.get(0), on.get(1), String::contains);
      case "matches" -> matches(on);
      default -> uncovered();
    };
  }

  private Node matches(List<Node> on) {
    return on.get(1) instanceof Constant constant && constant.constant() instanceof String regex
        ? Texts.matches(on.get(0), regex).orElseGet(this::uncovered)
        : uncovered();
  }

  /** A value that the author wrote. */
  private record Constant(Object constant) implements Node {
    @Override
    public Object value(Scope scope) {
      return constant;
    }
  }
}
