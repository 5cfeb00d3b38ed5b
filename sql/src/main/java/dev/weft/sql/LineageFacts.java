package dev.weft.sql;

import dev.weft.model.PortName;
import dev.weft.sql.CheckedQuery.As;
import dev.weft.sql.CheckedQuery.How;
import dev.weft.sql.CheckedQuery.Origin;
import dev.weft.sql.CheckedQuery.Use;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the reader of lineage answered, in our words. What comes from no port is left out: a
 * record's time in Kafka, for instance.
 */
@SuppressWarnings("unchecked") // The reader's answer is described at its class.
record LineageFacts(Map<String, Object> answer) {

  /** For each column, what it comes from. */
  List<List<Origin>> columns() {
    return ((List<List<Map<String, Object>>>) answer.get("columns"))
        .stream().map(LineageFacts::origins).toList();
  }

  private static List<Origin> origins(List<Map<String, Object>> sources) {
    return sources.stream()
        .map(
            source ->
                field(source)
                    .map(port -> new Origin(port, path(source), How.valueOf(text(source, "how"))))
                    .orElse(null))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  List<Use> uses() {
    return ((List<Map<String, Object>>) answer.get("uses"))
        .stream()
            .map(
                use ->
                    field(use)
                        .map(port -> new Use(port, path(use), As.valueOf(text(use, "as"))))
                        .orElse(null))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
  }

  List<PortName> ports() {
    return ((List<List<String>>) answer.get("tables"))
        .stream().map(LineageFacts::port).flatMap(Optional::stream).distinct().toList();
  }

  /** Positions of columns that tell one row from all others. */
  List<List<Integer>> keys() {
    return (List<List<Integer>>) answer.get("keys");
  }

  private static Optional<PortName> field(Map<String, Object> source) {
    return path(source).startsWith("$")
        ? Optional.empty()
        : port((List<String>) source.get("table"));
  }

  private static Optional<PortName> port(List<String> table) {
    return table.size() == 3 && table.get(0).equals(PortCatalog.NAME)
        ? PortCatalog.port(table.get(1), table.get(2))
        : Optional.empty();
  }

  private static String path(Map<String, Object> source) {
    return text(source, "field");
  }

  private static String text(Map<String, Object> map, String key) {
    return (String) map.get(key);
  }
}
