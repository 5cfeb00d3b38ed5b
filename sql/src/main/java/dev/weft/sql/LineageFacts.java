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
 * What the reader of lineage answered, in our words. What is no field of a contract is left out: a
 * record's time in Kafka.
 *
 * @param tables the ports that the query names
 */
@SuppressWarnings("unchecked") // The reader's answer is described at its class.
record LineageFacts(Map<String, Object> answer, Map<PortName, PortTable> tables) {

  /** For each column, what it comes from. */
  List<List<Origin>> columns() {
    return ((List<List<Map<String, Object>>>) answer.get("columns"))
        .stream().map(this::origins).toList();
  }

  private List<Origin> origins(List<Map<String, Object>> sources) {
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
        .stream().map(PortCatalog::port).flatMap(Optional::stream).distinct().toList();
  }

  /** Positions of columns that tell one row from all others. */
  List<List<Integer>> keys() {
    return (List<List<Integer>>) answer.get("keys");
  }

  /** By what a sorted query is sorted: position, 1 for descending, 1 where NULL comes first. */
  List<List<Integer>> order() {
    return (List<List<Integer>>) answer.get("order");
  }

  /** The port of a field that its contract has. */
  private Optional<PortName> field(Map<String, Object> source) {
    var column = path(source).split("\\.", 2)[0];
    return PortCatalog.port((List<String>) source.get("table"))
        .filter(port -> tables.get(port).column(column).isPresent());
  }

  private static String path(Map<String, Object> source) {
    return text(source, "field");
  }

  private static String text(Map<String, Object> map, String key) {
    return (String) map.get(key);
  }
}
