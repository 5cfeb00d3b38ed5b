package dev.weft.policy.ranger.script;

import dev.weft.policy.ranger.script.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** Reads expressions, by how closely their operators bind. */
final class Expressions {
  private static final int DEPTH_MAX = 200;

  private final Tokens tokens;
  private final Functions functions = new Functions();
  private int depth;

  Expressions(Tokens tokens) {
    this.tokens = tokens;
  }

  Step expression() throws UnreadableScript {
    if (++depth > DEPTH_MAX) {
      throw new UnreadableScript("it is nested too deeply");
    }
    var test = or();
    if (tokens.take("?")) {
      var then = expression();
      tokens.need(":");
      var otherwise = expression();
      depth--;
      return scope -> Values.isTrue(test.run(scope)) ? then.run(scope) : otherwise.run(scope);
    }
    depth--;
    return test;
  }

  private Step or() throws UnreadableScript {
    var left = and();
    while (tokens.take("||")) {
      var one = left;
      var other = and();
      left =
          scope -> {
            var value = one.run(scope);
            return Values.isTrue(value) ? value : other.run(scope);
          };
    }
    return left;
  }

  private Step and() throws UnreadableScript {
    var left = equality();
    while (tokens.take("&&")) {
      var one = left;
      var other = equality();
      left =
          scope -> {
            var value = one.run(scope);
            return Values.isTrue(value) ? other.run(scope) : value;
          };
    }
    return left;
  }

  private Step equality() throws UnreadableScript {
    var left = comparison();
    while (true) {
      if (tokens.take("===")) {
        left = both(left, comparison(), Values::same);
      } else if (tokens.take("!==")) {
        left = both(left, comparison(), (one, other) -> !Values.same(one, other));
      } else if (tokens.take("==")) {
        left = both(left, comparison(), Values::alike);
      } else if (tokens.take("!=")) {
        left = both(left, comparison(), (one, other) -> !Values.alike(one, other));
      } else {
        return left;
      }
    }
  }

  private Step comparison() throws UnreadableScript {
    var left = sum();
    while (true) {
      if (tokens.take("<=")) {
        left = both(left, sum(), (one, other) -> Values.compare(one, other) <= 0);
      } else if (tokens.take(">=")) {
        left = both(left, sum(), (one, other) -> Values.compare(one, other) >= 0);
      } else if (tokens.take("<")) {
        left = both(left, sum(), (one, other) -> Values.compare(one, other) < 0);
      } else if (tokens.take(">")) {
        left = both(left, sum(), (one, other) -> Values.compare(one, other) > 0);
      } else {
        return left;
      }
    }
  }

  private Step sum() throws UnreadableScript {
    var left = product();
    while (true) {
      if (tokens.take("+")) {
        left = both(left, product(), Values::plus);
      } else if (tokens.take("-")) {
        left = numbers(left, product(), (one, other) -> one - other);
      } else {
        return left;
      }
    }
  }

  private Step product() throws UnreadableScript {
    var left = unary();
    while (true) {
      if (tokens.take("*")) {
        left = numbers(left, unary(), (one, other) -> one * other);
      } else if (tokens.take("/")) {
        left = numbers(left, unary(), (one, other) -> one / other);
      } else if (tokens.take("%")) {
        left = numbers(left, unary(), (one, other) -> one % other);
      } else {
        return left;
      }
    }
  }

  private static Step both(
      Step left, Step right, java.util.function.BiFunction<Object, Object, Object> operator) {
    return scope -> operator.apply(left.run(scope), right.run(scope));
  }

  private static Step numbers(Step left, Step right, BinaryOperator<Double> operator) {
    return both(
        left, right, (one, other) -> operator.apply(Values.number(one), Values.number(other)));
  }

  private Step unary() throws UnreadableScript {
    if (++depth > DEPTH_MAX) {
      throw new UnreadableScript("it is nested too deeply");
    }
    try {
      if (tokens.take("!")) {
        var of = unary();
        return scope -> !Values.isTrue(of.run(scope));
      }
      if (tokens.take("-")) {
        var of = unary();
        return scope -> -Values.number(of.run(scope));
      }
      return postfix(primary());
    } finally {
      depth--;
    }
  }

  private Step postfix(Step start) throws UnreadableScript {
    var left = start;
    while (true) {
      var of = left;
      if (tokens.take("[")) {
        var name = expression();
        tokens.need("]");
        left = scope -> Members.property(of.run(scope), name.run(scope));
      } else if (tokens.take(".")) {
        var name = tokens.needName();
        left = tokens.take("(") ? method(of, name) : scope -> Members.property(of.run(scope), name);
      } else if (tokens.peek().is("(")) {
        throw new UnreadableScript("it calls something that is not known");
      } else {
        return left;
      }
    }
  }

  private Step method(Step of, String name) throws UnreadableScript {
    if (!Members.METHODS.contains(name)) {
      throw new UnreadableScript("the method '" + name + "' is not known");
    }
    var with = arguments();
    return scope -> Members.call(of.run(scope), name, values(with, scope));
  }

  private List<Step> arguments() throws UnreadableScript {
    var all = new ArrayList<Step>();
    while (!tokens.take(")")) {
      all.add(expression());
      if (!tokens.peek().is(")")) {
        tokens.need(",");
      }
    }
    return all;
  }

  private static List<Object> values(List<Step> steps, Scope scope) {
    var all = new ArrayList<Object>();
    steps.forEach(step -> all.add(step.run(scope)));
    return all;
  }

  private Step primary() throws UnreadableScript {
    if (tokens.take("(")) {
      var inner = expression();
      tokens.need(")");
      return inner;
    }
    if (tokens.take("[")) {
      return list();
    }
    var token = tokens.next();
    return switch (token.kind()) {
      case TEXT -> constant(token.text());
      case NUMBER -> constant(number(token.text()));
      case NAME -> named(token.text());
      default -> throw new UnreadableScript("'" + token.text() + "' is not expected there");
    };
  }

  private static Object number(String text) throws UnreadableScript {
    var number = Values.number(text);
    if (Double.isNaN(number)) {
      throw new UnreadableScript("'" + text + "' is no number");
    }
    return number;
  }

  private static Step constant(Object value) {
    return scope -> value;
  }

  private Step list() throws UnreadableScript {
    var all = new ArrayList<Step>();
    while (!tokens.take("]")) {
      all.add(expression());
      if (!tokens.peek().is("]")) {
        tokens.need(",");
      }
    }
    return scope -> values(all, scope);
  }

  private Step named(String name) throws UnreadableScript {
    return switch (name) {
      case "true" -> constant(true);
      case "false" -> constant(false);
      case "null" -> constant(Nothing.NULL);
      case "undefined" -> constant(Nothing.UNDEFINED);
      case "new", "function", "this", "typeof", "delete", "void", "eval", "Java", "java" ->
          throw new UnreadableScript("'" + name + "' is more than an expression");
      default -> variableOrCall(name);
    };
  }

  private Step variableOrCall(String name) throws UnreadableScript {
    var function =
        tokens.peek().kind() == Kind.SIGN
            ? functions.path(name, tokens)
            : Optional.<Functions.Function>empty();
    if (function.isEmpty()) {
      return scope -> scope.variable(name);
    }
    var with = arguments();
    return scope -> function.get().call(scope, values(with, scope));
  }
}
