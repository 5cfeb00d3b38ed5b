package dev.weft.sql.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Where the columns of a table function come from. Windows add their bounds, which come from the
 * time by which rows are put into them; a function over an array gives its elements.
 */
final class TableFunctionReader {
  private static final Set<String> WINDOWS = Set.of("TUMBLE", "HOP", "CUMULATE", "SESSION");

  private final Uses uses;
  private final ExpressionReader expressions;

  TableFunctionReader(Uses uses, ExpressionReader expressions) {
    this.uses = uses;
    this.expressions = expressions;
  }

  List<Column> columns(TableFunctionScan scan, List<Column> input, Scope around) {
    var scope = around.over(input);
    if (!(scan.getCall() instanceof RexCall call)) {
      return all(scan, Column.all(input).then(How.TRANSFORMED));
    }
    var name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    if (WINDOWS.contains(name)) {
      return window(scan, call, input, scope);
    }
    if (call.getOperands().size() == 1 && input.isEmpty()) {
      var elements = elements(scan, call.getOperands().get(0), scope);
      if (elements != null) {
        return elements;
      }
    }
    var operands = call.getOperands().stream().map(each -> expressions.read(each, scope)).toList();
    var from = Column.all(input).and(Column.all(operands)).then(How.TRANSFORMED);
    uses.add(from, "FILTER");
    return all(scan, from);
  }

  private static List<Column> all(TableFunctionScan scan, Column column) {
    return scan.getRowType().getFieldList().stream().map(field -> column).toList();
  }

  /** What Flink makes of {@code UNNEST}; null for what is something else. */
  private List<Column> elements(TableFunctionScan scan, RexNode array, Scope scope) {
    var type = array.getType();
    if (type.getComponentType() == null && type.getKeyType() == null) {
      return null;
    }
    var column = expressions.read(array, scope);
    var element = type.getComponentType();
    var names = scan.getRowType().getFieldNames();
    if (element != null && element.isStruct() && element.getFieldCount() <= names.size()) {
      var columns = new ArrayList<Column>();
      element.getFieldNames().forEach(field -> columns.add(column.field(field)));
      while (columns.size() < names.size()) {
        columns.add(Column.NONE);
      }
      return columns;
    }
    return all(scan, column);
  }

  private List<Column> window(
      TableFunctionScan scan, RexCall call, List<Column> input, Scope scope) {
    var names = scan.getInput(0).getRowType().getFieldNames();
    var time = new ArrayList<Column>();
    descriptors(call, names, scope, time);
    var from = time.isEmpty() ? Column.all(input) : Column.all(time);
    uses.add(from, "WINDOW");
    var columns = new ArrayList<>(input);
    while (columns.size() < scan.getRowType().getFieldCount()) {
      columns.add(from.then(How.TRANSFORMED));
    }
    return columns;
  }

  /** A descriptor holds a reference to a column, or its name. */
  private void descriptors(RexNode node, List<String> names, Scope scope, List<Column> found) {
    if (!(node instanceof RexCall call)) {
      return;
    }
    if (call.getKind() != SqlKind.DESCRIPTOR) {
      call.getOperands().forEach(each -> descriptors(each, names, scope, found));
      return;
    }
    for (var operand : call.getOperands()) {
      if (operand instanceof RexInputRef ref) {
        found.add(scope.columns().get(ref.getIndex()));
      } else if (operand instanceof RexLiteral literal) {
        var index = names.indexOf(literal.getValueAs(String.class));
        found.add(index < 0 ? Column.all(scope.columns()) : scope.columns().get(index));
      }
    }
  }
}
