package dev.weft.spi.flow;

import dev.weft.spi.Expressions;

/** A type whose processors pass the fields of records on as they are, to each relationship. */
public interface KeepsFields<S extends Record> extends ProcessorType<S> {
  @Override
  default FieldMap fields(S settings, String relationship, Expressions expressions) {
    return FieldMap.SAME;
  }
}
