package dev.weft.server.observe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.SourceTable;
import dev.weft.model.SourceTable.Column;
import dev.weft.model.SourceTable.TypeChange;
import dev.weft.spi.flow.SourceTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is different about the columns of a table since they were seen last. */
final class ColumnChanges {
  private final List<Column> columns;
  private final List<String> added = new ArrayList<>();
  private final List<String> gone = new ArrayList<>();
  private final List<TypeChange> changed = new ArrayList<>();
  private final List<TypeChange> all;

  /** A table of which no columns are told keeps those that are known. */
  ColumnChanges(Optional<SourceTable> before, List<SourceTables.Column> now, Instant at) {
    var old = new LinkedHashMap<String, Column>();
    before.map(SourceTable::columns).orElse(List.of()).forEach(one -> old.put(one.name(), one));
    this.columns =
        now.isEmpty()
            ? List.copyOf(old.values())
            : now.stream().map(it -> new Column(it.name(), it.type(), it.logicalType())).toList();
    if (before.isPresent() && !now.isEmpty()) {
      compare(old, at);
    }
    this.all = new ArrayList<>(changed);
    all.addAll(before.map(SourceTable::changes).orElse(List.of()));
  }

  private void compare(Map<String, Column> old, Instant at) {
    for (var column : columns) {
      var was = old.remove(column.name());
      if (was == null) {
        added.add(column.name());
      } else if (!was.type().equals(column.type())) {
        changed.add(
            new TypeChange(column.name(), was.type(), column.type(), column.logicalType(), at));
      }
    }
    gone.addAll(old.keySet());
  }

  List<Column> columns() {
    return columns;
  }

  /** All changes of types that are known, the newest first. */
  List<TypeChange> types() {
    return all.stream().limit(SourceTable.CHANGES_MAX).toList();
  }

  boolean isAny() {
    return !added.isEmpty() || !gone.isEmpty() || !changed.isEmpty();
  }

  ObjectNode details(String flow) {
    var details = Json.object().put("flow", flow);
    details.set("added", Json.MAPPER.valueToTree(added));
    details.set("gone", Json.MAPPER.valueToTree(gone));
    details.set("changed", Json.MAPPER.valueToTree(changed));
    return details;
  }

  /** For those who look after a flow that reads the table; new columns they see at its ports. */
  List<String> sentences(String table) {
    var told = new ArrayList<String>();
    for (var one : changed) {
      told.add(
          "The type of %s in %s has changed at the source from %s to %s."
              .formatted(one.column(), table, one.from(), one.to()));
    }
    for (var one : gone) {
      told.add("The column %s is gone from %s at the source.".formatted(one, table));
    }
    return told;
  }
}
