package dev.weft.sql.lineage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an expression may name: the columns of its node's input, and those of queries around its
 * own.
 */
record Scope(List<Column> columns, Map<String, List<Column>> outer) {
  Scope {
    outer = Map.copyOf(outer);
  }

  Scope over(List<Column> others) {
    return new Scope(others, outer);
  }

  Scope with(String correlation, List<Column> outside) {
    var all = new HashMap<>(outer);
    all.put(correlation, outside);
    return new Scope(columns, all);
  }
}
