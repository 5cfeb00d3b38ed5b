package dev.weft.sql.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables that are read, and the fields that decide which rows there are, and as what. */
final class Uses {
  private final Map<Source, List<String>> uses = new LinkedHashMap<>();
  private final Set<List<String>> tables = new LinkedHashSet<>();

  void read(List<String> table) {
    tables.add(table);
  }

  List<List<String>> tables() {
    return List.copyOf(tables);
  }

  void add(Column column, String as) {
    for (var source : column.fields()) {
      var known = uses.computeIfAbsent(source, key -> new ArrayList<>());
      if (!known.contains(as)) {
        known.add(as);
      }
    }
  }

  void addAll(Uses others) {
    tables.addAll(others.tables);
    others.uses.forEach(
        (source, as) -> as.forEach(one -> add(Column.of(source.table(), source.path()), one)));
  }

  /** All these fields, as one column that is computed from them. */
  Column asColumn() {
    return Column.all(uses.keySet().stream().map(s -> Column.of(s.table(), s.path())).toList())
        .then(How.TRANSFORMED);
  }

  List<Map<String, Object>> toData() {
    var all = new ArrayList<Map<String, Object>>();
    uses.forEach(
        (source, each) ->
            each.forEach(
                as -> all.add(Map.of("table", source.table(), "field", source.path(), "as", as))));
    return all;
  }
}
