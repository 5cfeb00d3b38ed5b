package dev.weft.sql.lineage;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Match;

/** Where the columns of {@code MATCH_RECOGNIZE} come from. */
final class MatchReader {
  private final Uses uses;
  private final ExpressionReader expressions;

  MatchReader(Uses uses, ExpressionReader expressions) {
    this.uses = uses;
    this.expressions = expressions;
  }

  List<Column> columns(Match match, Scope scope) {
    for (var condition : match.getPatternDefinitions().values()) {
      uses.add(expressions.read(condition, scope), "PATTERN");
    }
    for (var key : match.getPartitionKeys()) {
      uses.add(scope.columns().get(key), "GROUP");
    }
    for (var index : match.getOrderKeys().getKeys()) {
      uses.add(scope.columns().get(index), "SORT");
    }
    var input = match.getInput().getRowType().getFieldNames();
    var columns = new ArrayList<Column>();
    for (var field : match.getRowType().getFieldList()) {
      var measure = match.getMeasures().get(field.getName());
      var index = input.indexOf(field.getName());
      if (measure != null) {
        columns.add(expressions.read(measure, scope));
      } else if (index >= 0) {
        columns.add(scope.columns().get(index));
      } else {
        columns.add(Column.all(scope.columns()).then(How.TRANSFORMED));
      }
    }
    return columns;
  }
}
