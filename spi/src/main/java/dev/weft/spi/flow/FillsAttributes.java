package dev.weft.spi.flow;

import dev.weft.spi.Expressions;
import java.util.Set;

/**
 * A type whose processors put values of records or of content into attributes, which stay with the
 * FlowFile whatever becomes of its fields. Tags travel along them: what is sent may hold them.
 */
public interface FillsAttributes<S extends Record> extends ProcessorType<S> {
  /** The incoming fields that may be in attributes after it; {@link FieldMap#ANY} for any. */
  default Set<String> inAttributes(S settings, Expressions expressions) {
    return Set.of(FieldMap.ANY);
  }
}
