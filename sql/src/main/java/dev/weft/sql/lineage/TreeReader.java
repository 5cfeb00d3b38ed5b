package dev.weft.sql.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Match;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Snapshot;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.flink.table.planner.plan.nodes.calcite.WatermarkAssigner;

/** Where the columns of a node of the planner's tree come from. */
final class TreeReader {
  private final Uses uses;
  private final ExpressionReader expressions;

  TreeReader(Uses uses) {
    this.uses = uses;
    this.expressions = new ExpressionReader(uses);
  }

  List<Column> columns(RelNode root) {
    return columns(root, new Scope(List.of(), Map.of()));
  }

  /**
   * @param around what queries around this one offer
   */
  List<Column> columns(RelNode node, Scope around) {
    if (node instanceof TableScan scan) {
      return scan(scan);
    }
    if (node instanceof Values) {
      return node.getRowType().getFieldList().stream().map(field -> Column.NONE).toList();
    }
    if (node instanceof Join join) {
      return join(join, around);
    }
    if (node instanceof Correlate correlate) {
      return correlate(correlate, around);
    }
    if (node instanceof SetOp op) {
      return setOp(op, around);
    }
    if (node instanceof TableFunctionScan scan) {
      return new TableFunctionReader(uses, expressions).columns(scan, inputs(scan, around), around);
    }
    return node.getInputs().size() == 1
        ? single(node, columns(node.getInput(0), around), around)
        : unknown(node, inputs(node, around));
  }

  private List<Column> single(RelNode node, List<Column> input, Scope around) {
    var scope = correlated(node.getVariablesSet(), input, around).over(input);
    if (node instanceof Project project) {
      return project.getProjects().stream().map(each -> expressions.read(each, scope)).toList();
    }
    if (node instanceof Filter filter) {
      uses.add(expressions.read(filter.getCondition(), scope), "FILTER");
      return input;
    }
    if (node instanceof Aggregate aggregate) {
      return aggregate(aggregate, input);
    }
    if (node instanceof Sort sort) {
      sort.getSortExps().forEach(key -> uses.add(expressions.read(key, scope), "SORT"));
      return input;
    }
    if (node instanceof Uncollect uncollect) {
      return uncollect(uncollect, input);
    }
    if (node instanceof Match match) {
      return new MatchReader(uses, expressions).columns(match, scope);
    }
    if (node instanceof Snapshot snapshot) {
      uses.add(expressions.read(snapshot.getPeriod(), scope), "JOIN");
      return input;
    }
    if (node instanceof WatermarkAssigner) {
      return input;
    }
    return unknown(node, input);
  }

  private static Scope correlated(Set<CorrelationId> ids, List<Column> columns, Scope around) {
    var scope = around;
    for (var id : ids) {
      scope = scope.with(id.getName(), columns);
    }
    return scope;
  }

  private List<Column> inputs(RelNode node, Scope around) {
    var all = new ArrayList<Column>();
    node.getInputs().forEach(input -> all.addAll(columns(input, around)));
    return all;
  }

  private List<Column> scan(TableScan scan) {
    var table = List.copyOf(scan.getTable().getQualifiedName());
    uses.read(table);
    return scan.getRowType().getFieldNames().stream()
        .map(field -> Column.of(table, field))
        .toList();
  }

  private List<Column> join(Join join, Scope around) {
    var left = columns(join.getLeft(), around);
    var both = new ArrayList<>(left);
    both.addAll(columns(join.getRight(), around));
    var scope = correlated(join.getVariablesSet(), both, around).over(both);
    uses.add(expressions.read(join.getCondition(), scope), "JOIN");
    return isHalf(join.getJoinType()) ? left : both;
  }

  private List<Column> correlate(Correlate correlate, Scope around) {
    var left = columns(correlate.getLeft(), around);
    var inner = around.with(correlate.getCorrelationId().getName(), left);
    var both = new ArrayList<>(left);
    both.addAll(columns(correlate.getRight(), inner));
    return isHalf(correlate.getJoinType()) ? left : both;
  }

  private static boolean isHalf(JoinRelType type) {
    return type == JoinRelType.SEMI || type == JoinRelType.ANTI;
  }

  /** What is left of an intersection or difference is decided by all of it. */
  private List<Column> setOp(SetOp op, Scope around) {
    var branches = op.getInputs().stream().map(input -> columns(input, around)).toList();
    var columns = new ArrayList<Column>();
    for (var i = 0; i < op.getRowType().getFieldCount(); i++) {
      var index = i;
      columns.add(Column.all(branches.stream().map(branch -> branch.get(index)).toList()));
    }
    if (!(op instanceof org.apache.calcite.rel.core.Union) || !op.all) {
      columns.forEach(column -> uses.add(column, "GROUP"));
    }
    return columns;
  }

  private List<Column> aggregate(Aggregate aggregate, List<Column> input) {
    var columns = new ArrayList<Column>();
    for (var key : aggregate.getGroupSet()) {
      uses.add(input.get(key), "GROUP");
      columns.add(input.get(key));
    }
    for (var call : aggregate.getAggCallList()) {
      var from = new ArrayList<Column>();
      call.getArgList().forEach(index -> from.add(input.get(index)));
      if (call.hasFilter()) {
        from.add(input.get(call.filterArg));
      }
      call.getCollation().getKeys().forEach(index -> from.add(input.get(index)));
      columns.add(Column.all(from).then(How.AGGREGATED));
    }
    return columns;
  }

  private static List<Column> uncollect(Uncollect uncollect, List<Column> input) {
    var columns = new ArrayList<Column>();
    var arrays = uncollect.getInput().getRowType().getFieldList();
    for (var i = 0; i < arrays.size(); i++) {
      columns.addAll(elements(arrays.get(i), input.get(i)));
    }
    while (columns.size() < uncollect.getRowType().getFieldCount()) {
      columns.add(Column.NONE); // The position within the array.
    }
    return columns;
  }

  static List<Column> elements(RelDataTypeField array, Column column) {
    var type = array.getType();
    if (type.getKeyType() != null) {
      return List.of(column, column);
    }
    var element = type.getComponentType();
    return element != null && element.isStruct()
        ? element.getFieldNames().stream().map(column::field).toList()
        : List.of(column);
  }

  /** A node of which is not known what it does: anything may come from anything. */
  private List<Column> unknown(RelNode node, List<Column> input) {
    var all = Column.all(input).then(How.TRANSFORMED);
    uses.add(all, "FILTER");
    return node.getRowType().getFieldList().stream().map(field -> all).toList();
  }
}
