package dev.weft.policy;

import dev.weft.model.DataRecord;
import dev.weft.policy.cel.FieldPath;
import dev.weft.policy.cel.Formula;
import dev.weft.policy.cel.Language;
import dev.weft.policy.cel.Scope;
import dev.weft.spi.Expressions;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Expressions in CEL over {@code record} and {@code attributes}. Safe for any thread. */
public final class CelExpressions implements Expressions {
  private final Language language;

  public CelExpressions() {
    this(Clock.systemUTC());
  }

  /** With the clock that {@code now()} asks. */
  public CelExpressions(Clock clock) {
    language = Language.ofRecordAndAttributes(clock);
  }

  @Override
  public Compiled compile(String text) {
    return new CompiledFormula(language.compile(text));
  }

  private record CompiledFormula(Formula formula) implements Compiled {
    @Override
    public Object evaluate(DataRecord record, Map<String, String> attributes)
        throws EvaluationException {
      try {
        return formula.result(new RecordScope(record.fields(), attributes));
      } catch (Formula.NoValueException e) {
        throw new EvaluationException(e.getMessage());
      }
    }

    @Override
    public boolean isTrue(DataRecord record, Map<String, String> attributes) {
      return formula.isTrue(new RecordScope(record.fields(), attributes));
    }

    /** An expression that uses the record as a whole reads {@code *}. */
    @Override
    public Set<String> fields() {
      var all = new TreeSet<>(formula.fields().paths());
      if (formula.fields().whole()) {
        all.add("*");
      }
      return all;
    }
  }

  private record RecordScope(Map<String, Object> record, Map<String, String> attributes)
      implements Scope {
    @Override
    public Object field(FieldPath path) {
      return path.in(record);
    }

    @Override
    public Map<String, Object> other() {
      return Collections.unmodifiableMap(attributes);
    }
  }
}
