package dev.weft.sql;

import dev.weft.model.PortName;
import dev.weft.sql.function.MaskFunctions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.ExplainFormat;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.internal.TableEnvironmentInternal;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.functions.UserDefinedFunctionHelper;
import org.apache.flink.table.operations.ModifyOperation;
import org.apache.flink.table.operations.Operation;
import org.apache.flink.table.operations.QueryOperation;
import org.apache.flink.table.types.inference.TypeInferenceUtil;

/**
 * Flink's planner for one query, with the ports as its tables. To be used by the planner's thread
 * only.
 */
final class Planning {
  private final TableEnvironmentInternal flink;
  private final List<PortCatalog> catalogs;

  private Planning(TableEnvironmentInternal flink, List<PortCatalog> catalogs) {
    this.flink = flink;
    this.catalogs = catalogs;
  }

  /** With these ports as tables; those that are written have the columns that one writes. */
  @SuppressWarnings("deprecation") // What replaces registerCatalog makes catalogs of classes only.
  static Planning with(
      Configuration settings,
      TableOptions options,
      Function<PortName, Optional<PortTable>> ports,
      Predicate<String> products,
      Set<PortName> written,
      List<FunctionClasses.Loaded> functions) {
    var environment =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(settings)
                .withClassLoader(FunctionsAround.of(functions))
                .build());
    var catalogs =
        Stream.of(PortCatalog.PORTS, PortCatalog.RECORDS)
            .map(name -> new PortCatalog(name, ports, products, written, options))
            .toList();
    catalogs.forEach(catalog -> environment.registerCatalog(catalog.getName(), catalog));
    environment.useCatalog(PortCatalog.PORTS);
    MaskFunctions.BY_NAME.forEach(environment::createTemporarySystemFunction);
    functions.forEach(
        each ->
            environment.createTemporaryFunction(
                ColumnType.quoted(each.function().product())
                    + "."
                    + ColumnType.quoted(each.function().name()),
                each.type()));
    var planning = new Planning((TableEnvironmentInternal) environment, catalogs);
    planning.bound();
    return planning;
  }

  /**
   * Has constants computed within limits only, from the first statement on. The reader of lineage,
   * which is where the planner is, sees to it with any statement.
   */
  private void bound() {
    lineage((QueryOperation) parse("SELECT 1"));
  }

  /** The tables that were asked for so far. */
  Map<PortName, PortTable> tables() {
    var tables = new HashMap<PortName, PortTable>();
    catalogs.forEach(catalog -> tables.putAll(catalog.asked()));
    return tables;
  }

  /** Parses and types one statement. */
  Operation parse(String sql) {
    var operations = flink.getParser().parse(sql);
    if (operations.size() != 1) {
      throw new TableException("one statement was expected, but there are " + operations.size());
    }
    return operations.get(0);
  }

  /** Keeps a temporary view. */
  void keep(Operation view) {
    flink.executeInternal(view);
  }

  /** The columns of a table. */
  ResolvedSchema schema(PortName port) {
    return flink
        .getCatalogManager()
        .getTableOrError(ObjectIdentifier.of(PortCatalog.PORTS, port.product(), port.port()))
        .getResolvedSchema();
  }

  /** What a function takes, as texts. */
  List<String> signatures(FunctionClasses.Loaded loaded) {
    var function = UserDefinedFunctionHelper.instantiateFunction(loaded.type());
    var inference = function.getTypeInference(flink.getCatalogManager().getDataTypeFactory());
    return TypeInferenceUtil.generateSignature(inference, loaded.function().call(), function)
        .lines()
        .map(String::strip)
        .toList();
  }

  /** Whether a query only adds rows. */
  boolean isAppend(QueryOperation query) {
    var explained =
        flink.explainInternal(List.of(query), ExplainFormat.TEXT, ExplainDetail.CHANGELOG_MODE);
    var at = explained.indexOf("changelogMode=[");
    return at < 0 || explained.startsWith("changelogMode=[I]", at);
  }

  /** What is known of a query from its tree. */
  Map<String, Object> lineage(QueryOperation query) {
    return LineageLoader.reader(flink.getParser().getClass()).apply(query);
  }

  /** Flink's compiled plan of all these. */
  String compile(List<ModifyOperation> operations) {
    return flink.compilePlan(operations).asJsonString();
  }

  /** Submits a compiled plan. */
  void submit(String plan) {
    flink.loadPlan(PlanReference.fromJsonString(plan)).execute();
  }

  /** Submits a query whose rows come back. */
  TableResult look(QueryOperation query) {
    return flink.executeInternal(query);
  }
}
