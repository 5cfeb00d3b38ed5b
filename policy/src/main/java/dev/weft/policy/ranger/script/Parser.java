package dev.weft.policy.ranger.script;

import dev.weft.policy.ranger.script.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads statements: variables, results, ifs, and expressions. */
final class Parser {
  private static final Set<String> UNREADABLE =
      Set.of("for", "while", "do", "function", "new", "return", "try", "throw", "switch", "with");

  private final Expressions expressions;
  private final Tokens tokens;
  private int depth;

  Parser(String script) throws UnreadableScript {
    tokens = new Tokens(Lexer.read(script));
    expressions = new Expressions(tokens);
  }

  /** The whole script; what it gives is what its last statement gives. */
  Step script() throws UnreadableScript {
    var steps = new ArrayList<Step>();
    while (tokens.peek().kind() != Kind.END) {
      steps.add(statement());
    }
    return inOrder(steps);
  }

  private static Step inOrder(List<Step> steps) {
    return scope -> {
      Object last = Nothing.UNDEFINED;
      for (var step : steps) {
        last = step.run(scope);
      }
      return last;
    };
  }

  private Step statement() throws UnreadableScript {
    if (++depth > 100) {
      throw new UnreadableScript("it is nested too deeply");
    }
    try {
      return next();
    } finally {
      depth--;
    }
  }

  private Step next() throws UnreadableScript {
    var token = tokens.peek();
    if (token.kind() == Kind.NAME && UNREADABLE.contains(token.text())) {
      throw new UnreadableScript("'" + token.text() + "' is more than an expression");
    }
    if (tokens.take(";")) {
      return scope -> Nothing.UNDEFINED;
    }
    if (tokens.take("{")) {
      var steps = new ArrayList<Step>();
      while (!tokens.take("}")) {
        steps.add(statement());
      }
      return inOrder(steps);
    }
    if (tokens.take("if")) {
      return choice();
    }
    if (tokens.take("var") || tokens.take("let") || tokens.take("const")) {
      return ended(variable());
    }
    return ended(assignment());
  }

  private Step ended(Step step) {
    tokens.take(";");
    return step;
  }

  private Step choice() throws UnreadableScript {
    tokens.need("(");
    var test = expressions.expression();
    tokens.need(")");
    var then = statement();
    var otherwise = tokens.take("else") ? statement() : (Step) scope -> Nothing.UNDEFINED;
    return scope -> Values.isTrue(test.run(scope)) ? then.run(scope) : otherwise.run(scope);
  }

  private Step variable() throws UnreadableScript {
    var steps = new ArrayList<Step>();
    do {
      var name = tokens.needName();
      Step nothing = scope -> Nothing.UNDEFINED;
      var value = tokens.take("=") ? expressions.expression() : nothing;
      steps.add(
          scope -> {
            scope.set(name, value.run(scope));
            return Nothing.UNDEFINED;
          });
    } while (tokens.take(","));
    return inOrder(steps);
  }

  private Step assignment() throws UnreadableScript {
    if (tokens.looksLike("ctx", ".", "result", "=")) {
      tokens.skip(4);
      var value = expressions.expression();
      return scope -> {
        var now = value.run(scope);
        scope.setResult(Values.isTrue(now));
        return now;
      };
    }
    if (tokens.peek().kind() == Kind.NAME && tokens.looksLike(tokens.peek().text(), "=")) {
      var name = tokens.needName();
      tokens.need("=");
      var value = expressions.expression();
      return scope -> {
        var now = value.run(scope);
        scope.set(name, now);
        return now;
      };
    }
    return expressions.expression();
  }
}
