package dev.weft.sql.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.flink.table.planner.operations.PlannerQueryOperation;
import org.apache.flink.table.planner.plan.metadata.FlinkRelMetadataQuery;

/**
 * The way in: from a parsed query to what is known of it, in types of the JDK.
 *
 * <p>{@code columns}: for each column a list of its sources, each a map of {@code table} (a list of
 * names), {@code field} and {@code how}. {@code uses}: maps of {@code table}, {@code field} and
 * {@code as}. {@code tables}: all that are read. {@code keys}: lists of positions of columns that
 * tell one row from all others. {@code order}: of a sorted query, lists of a column's position, 1
 * for descending, and 1 where NULL comes first.
 *
 * <p>From then on the planner of that query computes constants within limits only.
 */
public final class PlanReader implements Function<Object, Map<String, Object>> {
  @Override
  public Map<String, Object> apply(Object operation) {
    var tree = ((PlannerQueryOperation) operation).getCalciteTree();
    BoundedFolding.in(tree.getCluster());
    var uses = new Uses();
    var columns = new TreeReader(uses).columns(tree);
    return Map.of(
        "columns", columns.stream().map(PlanReader::sources).toList(),
        "uses", uses.toData(),
        "tables", uses.tables(),
        "keys", keys(tree),
        "order", order(tree));
  }

  private static List<Map<String, Object>> sources(Column column) {
    var sources = new ArrayList<Map<String, Object>>();
    column
        .sources()
        .forEach(
            (source, how) ->
                sources.add(
                    Map.of("table", source.table(), "field", source.path(), "how", how.name())));
    return sources;
  }

  private static List<List<Integer>> order(RelNode tree) {
    var order = new ArrayList<List<Integer>>();
    if (tree instanceof Sort sort) {
      for (var key : sort.getCollation().getFieldCollations()) {
        var nullsFirst = key.nullDirection == RelFieldCollation.NullDirection.FIRST;
        order.add(
            List.of(
                key.getFieldIndex(),
                key.getDirection().isDescending() ? 1 : 0,
                nullsFirst ? 1 : 0));
      }
    }
    return order;
  }

  private static List<List<Integer>> keys(RelNode tree) {
    var keys =
        FlinkRelMetadataQuery.reuseOrCreate(tree.getCluster().getMetadataQuery())
            .getUniqueKeys(tree);
    return keys == null ? List.of() : keys.stream().map(key -> key.asList()).toList();
  }
}
