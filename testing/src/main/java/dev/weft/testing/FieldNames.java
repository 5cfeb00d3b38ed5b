package dev.weft.testing;

import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions;
import java.util.Map;
import java.util.Set;

/**
 * Expressions that are the name of a field, for tests of processors whose module does not know CEL.
 * A field that is not there fails as it does in CEL; nothing is ever true.
 */
public final class FieldNames implements Expressions {
  @Override
  public Compiled compile(String text) {
    return new Field(text);
  }

  private record Field(String name) implements Compiled {
    @Override
    public Object evaluate(DataRecord record, Map<String, String> attributes)
        throws EvaluationException {
      if (!record.fields().containsKey(name)) {
        throw new EvaluationException(name + " is missing");
      }
      return record.get(name);
    }

    @Override
    public boolean isTrue(DataRecord record, Map<String, String> attributes) {
      return false;
    }

    @Override
    public Set<String> fields() {
      return Set.of(name);
    }
  }
}
