package dev.weft.sql.lineage;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the values of a column come from. */
record Column(Map<Source, How> sources) {
  static final Column NONE = new Column(Map.of());

  static Column of(List<String> table, String path) {
    return new Column(Map.of(new Source(table, path), How.IDENTITY));
  }

  static Column all(Collection<Column> columns) {
    var sources = new LinkedHashMap<Source, How>();
    for (var column : columns) {
      column.sources.forEach((source, how) -> sources.merge(source, how, How::or));
    }
    return new Column(sources);
  }

  Column and(Column other) {
    return all(List.of(this, other));
  }

  /** Of what is made of the column's values in this way. */
  Column then(How how) {
    var made = new LinkedHashMap<Source, How>();
    sources.forEach((source, before) -> made.put(source, before.then(how)));
    return new Column(made);
  }

  /** A field of the column's values, which are rows. Of a computed row it is not known which. */
  Column field(String name) {
    var fields = new LinkedHashMap<Source, How>();
    sources.forEach(
        (source, how) ->
            fields.merge(
                how == How.IDENTITY
                    ? new Source(source.table(), source.path() + "." + name)
                    : source,
                how,
                How::or));
    return new Column(fields);
  }

  Set<Source> fields() {
    return sources.keySet();
  }
}
