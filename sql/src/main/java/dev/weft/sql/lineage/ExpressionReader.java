package dev.weft.sql.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.flink.table.functions.FunctionIdentifier;
import org.apache.flink.table.planner.functions.bridging.BridgingSqlFunction;

/** Where the value of an expression comes from. */
final class ExpressionReader {
  /** Functions whose result does not show what they were given. */
  private static final Set<String> HIDING =
      Set.of(
          "MD5",
          "SHA1",
          "SHA224",
          "SHA256",
          "SHA384",
          "SHA512",
          "SHA2",
          "REDACT",
          "SHOW_FIRST_4",
          "SHOW_LAST_4",
          "DATE_SHOW_YEAR");

  /** In patterns: the value of one of the records that match. */
  private static final Set<String> OF_ONE_RECORD =
      Set.of("FINAL", "RUNNING", "FIRST", "LAST", "PREV", "NEXT");

  private final Uses uses;

  ExpressionReader(Uses uses) {
    this.uses = uses;
  }

  Column read(RexNode node, Scope scope) {
    if (node instanceof RexInputRef ref) {
      return scope.columns().get(ref.getIndex());
    }
    if (node instanceof RexLiteral) {
      return Column.NONE;
    }
    if (node instanceof RexFieldAccess access) {
      return field(access, scope);
    }
    if (node instanceof RexCorrelVariable outer) {
      return Column.all(scope.outer().getOrDefault(outer.getName(), List.of()));
    }
    if (node instanceof RexOver over) {
      return over(over, scope);
    }
    if (node instanceof RexSubQuery query) {
      return subQuery(query, scope);
    }
    if (node instanceof RexCall call) {
      return call(call, scope);
    }
    return Column.all(scope.columns()).then(How.TRANSFORMED);
  }

  private Column readAll(List<? extends RexNode> nodes, Scope scope) {
    return Column.all(nodes.stream().map(node -> read(node, scope)).toList());
  }

  private Column field(RexFieldAccess access, Scope scope) {
    if (access.getReferenceExpr() instanceof RexCorrelVariable outer) {
      var columns = scope.outer().get(outer.getName());
      return columns == null
          ? Column.all(scope.columns()).then(How.TRANSFORMED)
          : columns.get(access.getField().getIndex());
    }
    return read(access.getReferenceExpr(), scope).field(access.getField().getName());
  }

  private Column over(RexOver over, Scope scope) {
    var window = over.getWindow();
    var groups = readAll(window.partitionKeys, scope);
    var order = new ArrayList<RexNode>();
    for (RexFieldCollation key : window.orderKeys) {
      order.add(key.getKey());
    }
    var sorts = readAll(order, scope);
    uses.add(groups, "GROUP");
    uses.add(sorts, "SORT");
    return readAll(over.getOperands(), scope).and(groups).and(sorts).then(How.AGGREGATED);
  }

  private Column subQuery(RexSubQuery query, Scope scope) {
    var own = new Uses();
    var columns = new TreeReader(own).columns(query.rel, scope.over(List.of()));
    var operands = readAll(query.getOperands(), scope);
    uses.addAll(own);
    var decided = operands.and(own.asColumn()).then(How.TRANSFORMED);
    return switch (query.getKind()) {
      case SCALAR_QUERY -> Column.all(columns);
      case EXISTS -> decided;
      default -> decided.and(Column.all(columns).then(How.TRANSFORMED));
    };
  }

  private Column call(RexCall call, Scope scope) {
    var name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    if (call.getKind() == SqlKind.CAST || call.getKind() == SqlKind.REINTERPRET) {
      return cast(call, scope);
    }
    if (call.getKind() == SqlKind.AS) {
      return read(call.getOperands().get(0), scope);
    }
    if (call.getKind() == SqlKind.DOT || call.getKind() == SqlKind.ITEM) {
      return part(call, scope);
    }
    if (OF_ONE_RECORD.contains(name) && !call.getOperands().isEmpty()) {
      var others = readAll(call.getOperands().subList(1, call.getOperands().size()), scope);
      return read(call.getOperands().get(0), scope).and(others.then(How.TRANSFORMED));
    }
    var operands = readAll(call.getOperands(), scope);
    if (HIDING.contains(name) && !isOfJar(call)) {
      return operands.then(How.HIDDEN);
    }
    return operands.then(
        call.getOperator() instanceof SqlAggFunction ? How.AGGREGATED : How.TRANSFORMED);
  }

  /**
   * Functions from jars are in catalogs; of what they do nothing is known, whatever their names.
   */
  private static boolean isOfJar(RexCall call) {
    return call.getOperator() instanceof BridgingSqlFunction function
        && function
            .getResolvedFunction()
            .getIdentifier()
            .flatMap(FunctionIdentifier::getIdentifier)
            .isPresent();
  }

  /** A cast to a type that holds all values of the one before leaves the value as it is. */
  private Column cast(RexCall call, Scope scope) {
    var operand = call.getOperands().get(0);
    return read(operand, scope)
        .then(holds(call.getType(), operand.getType()) ? How.IDENTITY : How.TRANSFORMED);
  }

  private static boolean holds(RelDataType wide, RelDataType narrow) {
    var family = narrow.getSqlTypeName().getFamily();
    if (family == null || family != wide.getSqlTypeName().getFamily()) {
      return false;
    }
    if (SqlTypeUtil.isExactNumeric(narrow)) {
      return SqlTypeUtil.isExactNumeric(wide)
          && wide.getScale() >= narrow.getScale()
          && wide.getPrecision() - wide.getScale() >= narrow.getPrecision() - narrow.getScale();
    }
    return wide.getPrecision() >= narrow.getPrecision();
  }

  /** A field of a row, an element of an array or a map's value. */
  private Column part(RexCall call, Scope scope) {
    var whole = read(call.getOperands().get(0), scope);
    var which = call.getOperands().get(1);
    if (call.getOperands().get(0).getType().isStruct() && which instanceof RexLiteral literal) {
      var name = literal.getValueAs(String.class);
      return name == null ? whole : whole.field(name);
    }
    return whole.and(read(which, scope).then(How.TRANSFORMED));
  }
}
