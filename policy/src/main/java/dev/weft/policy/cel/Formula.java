package dev.weft.policy.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelUnknownSet;
import java.util.HashMap;
import java.util.Optional;

/** A compiled expression. Safe for any thread. */
public final class Formula {
  private final String text;
  private final RecordFields fields;
  private final Optional<Node> root;
  private final CelRuntime.Program library;
  private final VariableUses uses;

  Formula(
      String text,
      RecordFields fields,
      Optional<Node> root,
      CelRuntime.Program library,
      VariableUses uses) {
    this.text = text;
    this.fields = fields;
    this.root = root;
    this.library = library;
    this.uses = uses;
  }

  public String text() {
    return text;
  }

  public RecordFields fields() {
    return fields;
  }

  /** What it asks of the variables beside the record. */
  public VariableUses uses() {
    return uses;
  }

  /** True or false; empty when it is neither, such as for want of a value. */
  public Optional<Boolean> truth(Scope scope) {
    return value(scope) instanceof Boolean truth ? Optional.of(truth) : Optional.empty();
  }

  /** Whether the value is exactly true. */
  public boolean isTrue(Scope scope) {
    return Boolean.TRUE.equals(value(scope));
  }

  /**
   * The value as a record holds values.
   *
   * @throws NoValueException when a field is missing, a type is wrong or a limit is reached
   */
  public Object result(Scope scope) throws NoValueException {
    var value = root.isPresent() ? fast(root.get(), scope, true) : slow(scope);
    if (value instanceof Failure failure) {
      throw new NoValueException(failure.message());
    }
    return RecordValues.fromCel(value);
  }

  /** CEL's value or a {@link Failure}. */
  Object value(Scope scope) {
    return root.isPresent() ? fast(root.get(), scope, false) : slow(scope);
  }

  /** Whether the common operators cover it, so that the library is seldom asked. */
  boolean isFast() {
    return root.isPresent();
  }

  private Object fast(Node node, Scope scope, boolean asResult) {
    try {
      return asResult ? node.result(scope) : node.value(scope);
    } catch (Unusual e) {
      return slow(scope);
    }
  }

  /** The library's answer. */
  Object slow(Scope scope) {
    try {
      var variables = new HashMap<String, Object>();
      variables.put("record", RecordValues.toCel(scope.record()));
      uses.variables().forEach(name -> variables.put(name, scope.variable(name)));
      var value = library.eval(variables);
      return value instanceof CelUnknownSet ? new Failure("a value is unknown") : value;
    } catch (CelEvaluationException e) {
      return new Failure(e.getMessage());
    } catch (RuntimeException e) {
      // Not ours: values that the library did not expect must deny, not end a reader's connection.
      return new Failure("the library cannot evaluate it: " + e.getMessage());
    }
  }

  /** The expression has no value for this record; the message says why. */
  public static final class NoValueException extends Exception {
    NoValueException(String message) {
      super(message);
    }
  }
}
