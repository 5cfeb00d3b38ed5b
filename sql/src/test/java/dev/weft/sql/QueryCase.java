package dev.weft.sql;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A query of the files in {@code queries/}, and what is to come out of it.
 *
 * @param columns for each column what it comes from: {@code product.port/field}, with how where it
 *     is not the value itself
 * @param uses {@code product.port/field} and as what
 * @param rows as JSON, one a row
 */
record QueryCase(
    String name,
    String sql,
    Map<String, String> parameters,
    boolean ordered,
    String changes,
    Map<String, List<String>> columns,
    List<String> uses,
    List<String> rows) {

  @SuppressWarnings("unchecked") // As the files are written.
  static List<QueryCase> of(String file) {
    var cases = new ArrayList<QueryCase>();
    for (var entry : (List<Map<String, Object>>) TestPorts.yaml("queries/" + file)) {
      cases.add(
          new QueryCase(
              (String) entry.get("name"),
              (String) entry.get("sql"),
              (Map<String, String>) entry.getOrDefault("parameters", Map.of()),
              Boolean.TRUE.equals(entry.get("ordered")),
              (String) entry.getOrDefault("changes", "append"),
              (Map<String, List<String>>) entry.getOrDefault("columns", Map.of()),
              (List<String>) entry.getOrDefault("uses", List.of()),
              ((List<Object>) entry.getOrDefault("rows", List.of()))
                  .stream().map(Json::text).toList()));
    }
    return cases;
  }

  QueryText text() {
    return new QueryText(name, "test.query.yaml", sql, List.<PortName>of(), parameters, Map.of());
  }

  /** What really came out. */
  QueryCase with(CheckedQuery.Output output, Iterator<DataRecord> found) {
    var lineage = new LinkedHashMap<String, List<String>>();
    output.fields().forEach(field -> lineage.put(field.name(), origins(field)));
    var used =
        output.uses().stream()
            .map(use -> use.port() + "/" + use.field() + " " + word(use.as()))
            .collect(Collectors.toCollection(TreeSet::new));
    var lines = new ArrayList<String>();
    found.forEachRemaining(row -> lines.add(Json.text(new ArrayList<>(row.fields().values()))));
    if (!ordered) {
      Collections.sort(lines);
    }
    return new QueryCase(
        name, sql, parameters, ordered, word(output.changes()), lineage, List.copyOf(used), lines);
  }

  private static List<String> origins(CheckedQuery.OutputField field) {
    return field.from().stream()
        .map(
            origin ->
                origin.port()
                    + "/"
                    + origin.field()
                    + (origin.how() == CheckedQuery.How.IDENTITY ? "" : " " + word(origin.how())))
        .sorted()
        .toList();
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
