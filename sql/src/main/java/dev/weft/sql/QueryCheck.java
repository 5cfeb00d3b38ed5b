package dev.weft.sql;

import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.spi.Schemas;
import dev.weft.sql.CheckedQuery.Changes;
import dev.weft.sql.CheckedQuery.Output;
import dev.weft.sql.CheckedQuery.OutputField;
import dev.weft.sql.SqlScript.Does;
import dev.weft.sql.SqlScript.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.operations.ModifyOperation;
import org.apache.flink.table.operations.QueryOperation;
import org.apache.flink.table.operations.SinkModifyOperation;

/** Goes through the statements of one query and gathers what is to be said of them. */
final class QueryCheck {
  private static final int UNKNOWN_MAX = 20;

  private final QueryText query;
  private final PortTables ports;
  private final SqlScript script;
  private final Planning planning;
  private final NamedPorts names;
  private final Schemas schemas;
  private final List<QueryFunction> functions;

  private final List<Problem> problems = new ArrayList<>();
  private final Set<PortName> reads = new LinkedHashSet<>();
  private final List<Output> outputs = new ArrayList<>();
  private final List<ModifyOperation> fills = new ArrayList<>();
  private final Set<PortName> filled = new HashSet<>();
  private final QueryWarnings warnings;
  private QueryOperation looked;
  private List<List<Integer>> order = List.of();

  QueryCheck(
      QueryText query,
      PortTables ports,
      SqlScript script,
      Planning planning,
      Schemas schemas,
      List<QueryFunction> functions) {
    this.query = query;
    this.ports = ports;
    this.script = script;
    this.planning = planning;
    this.schemas = schemas;
    this.functions = functions;
    this.names = new NamedPorts(query, ports);
    this.warnings = new QueryWarnings(new Place(query.file(), 0, 0, "sql"));
    problems.addAll(script.problems());
  }

  /** Parses and types all statements, and plans those that fill ports. */
  CheckedQuery check() {
    problems.addAll(names.before());
    selects();
    if (problems.isEmpty()) {
      statements();
    }
    if (problems.isEmpty()) {
      problems.addAll(names.after(filled, reads, planning.tables().values()));
    }
    var plan = problems.isEmpty() && !fills.isEmpty() ? plan() : "";
    warnings.functions(script);
    filled.forEach(port -> warnings.schema(planning.tables().get(port), schemas));
    return new CheckedQuery(problems, warnings.all(), List.copyOf(reads), outputs, functions, plan);
  }

  /** Submits a query that is only looked at, after it was found to be sound. */
  LookRows look(boolean bounded) {
    if (looked == null) {
      throw Problem.input(
              "nothing-to-look-at", null, "The query has no SELECT of its own.", "Write SELECT ...")
          .asException();
    }
    var replaces = outputs.get(0).changes() == Changes.UPSERT;
    return bounded && replaces
        ? LookRows.settled(planning.look(looked), order)
        : LookRows.of(planning.look(looked));
  }

  private void selects() {
    var selects = script.statements().stream().filter(each -> each.does() == Does.SELECT).toList();
    if (selects.size() > 1) {
      problem(
          selects.get(1),
          "two-queries",
          "A query has one SELECT, or several INSERT INTO.",
          "Write INSERT INTO product.port before each SELECT.");
    } else if (selects.size() == 1 && query.into().size() > 1) {
      problem(
          selects.get(0),
          "which-port",
          "The query names several ports in 'into', so SELECT does not say which it fills.",
          "Write INSERT INTO product.port before each SELECT.");
    }
  }

  private void problem(Statement at, String code, String message, String hint) {
    problems.add(Problem.input(code, place(at), message, hint));
  }

  private Place place(Statement statement) {
    var before = statement.sql().substring(0, statement.start());
    var line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return script.place(line, statement.start() - before.lastIndexOf('\n'));
  }

  /** Without a view that could not be made, what follows cannot be judged. */
  private void statements() {
    for (var statement : script.statements()) {
      statement(statement);
      if (statement.does() == Does.VIEW && !problems.isEmpty()) {
        return;
      }
    }
  }

  private void statement(Statement statement) {
    try {
      switch (statement.does()) {
        case VIEW -> planning.keep(planning.parse(statement.sql()));
        case SELECT -> select(statement);
        case INSERT -> insert(statement);
      }
    } catch (RuntimeException e) {
      // Flink says with any exception that it does not take a statement.
      failed(statement, e);
    }
  }

  /** Tells the error, and what else is unknown in the statement: Flink stops at the first. */
  private void failed(Statement statement, RuntimeException first) {
    var error = first;
    var sql = statement.sql();
    for (var tries = 0; tries < UNKNOWN_MAX; tries++) {
      var problem = errors().problem(error, place(statement));
      var rest = FlinkErrors.withoutUnknownColumn(error, sql);
      if (tries == 0 || rest.isPresent()) {
        problems.add(problem);
      }
      if (rest.isEmpty()) {
        return;
      }
      sql = rest.get();
      try {
        planning.parse(sql);
        return;
      } catch (RuntimeException e) {
        error = e;
      }
    }
  }

  private FlinkErrors errors() {
    var columns =
        planning.tables().values().stream()
            .flatMap(table -> table.names().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    return new FlinkErrors(script, columns, ports.names());
  }

  private void select(Statement statement) {
    var operation = (QueryOperation) planning.parse(statement.sql());
    if (query.into().isEmpty()) {
      looked = operation;
      output(null, operation, operation.getResolvedSchema());
      return;
    }
    var port = query.into().get(0);
    var fit = fit(port, statement).problems(operation.getResolvedSchema());
    problems.addAll(fit);
    if (fit.isEmpty()) {
      var columns =
          operation.getResolvedSchema().getColumnNames().stream()
              .map(ColumnType::quoted)
              .collect(Collectors.joining(", "));
      var insert = "INSERT INTO " + table(port) + " (" + columns + ")\n" + statement.sql();
      filled.add(port);
      fills.add((ModifyOperation) planning.parse(insert));
      output(port, operation, operation.getResolvedSchema());
    }
  }

  private static String table(PortName port) {
    return String.join(
        ".",
        ColumnType.quoted(PortCatalog.PORTS),
        ColumnType.quoted(port.product()),
        ColumnType.quoted(port.port()));
  }

  private OutputFit fit(PortName port, Statement statement) {
    var types = planning.schema(port);
    return new OutputFit(planning.tables().get(port), types, place(statement));
  }

  private void insert(Statement statement) {
    var operation = (SinkModifyOperation) planning.parse(statement.sql());
    var target = operation.getContextResolvedTable().getIdentifier();
    var port = PortCatalog.port(target.toList());
    if (port.isEmpty() || !query.into().contains(port.get())) {
      problem(
          statement,
          "not-into",
          "The query fills '"
              + target.getDatabaseName()
              + "."
              + target.getObjectName()
              + "', which its 'into' does not name.",
          "Add it to 'into'.");
      return;
    }
    if (!filled.add(port.get())) {
      problem(
          statement,
          "filled-twice",
          "The query fills '" + port.get() + "' twice.",
          "Put both SELECTs together with UNION ALL.");
      return;
    }
    fills.add(operation);
    output(port.get(), operation.getChild(), planning.schema(port.get()));
  }

  /**
   * @param named the columns with the names that they have in the end
   */
  private void output(PortName port, QueryOperation operation, ResolvedSchema named) {
    var facts = new LineageFacts(planning.lineage(operation), planning.tables());
    reads.addAll(facts.ports());
    order = facts.order();
    if (facts.ports().stream().anyMatch(query.into()::contains)) {
      return; // Told with the ports that it fills.
    }
    var types = operation.getResolvedSchema().getColumns();
    var from = facts.columns();
    var fields = new ArrayList<OutputField>();
    for (var i = 0; i < types.size(); i++) {
      fields.add(field(named.getColumns().get(i).getName(), types.get(i), from.get(i)));
    }
    var append = planning.isAppend(operation);
    var key = append ? List.<String>of() : key(port, facts, fields);
    var output =
        new Output(port, append ? Changes.APPEND : Changes.UPSERT, key, fields, facts.uses());
    outputs.add(output);
    if (port != null) {
      warnings.key(output, planning.tables().get(port).key(), apart(facts, fields));
    }
  }

  private static List<Set<String>> apart(LineageFacts facts, List<OutputField> fields) {
    return facts.keys().stream()
        .map(key -> key.stream().map(index -> fields.get(index).name()).collect(Collectors.toSet()))
        .toList();
  }

  private static OutputField field(String name, Column column, List<CheckedQuery.Origin> from) {
    var type = column.getDataType().getLogicalType();
    return new OutputField(
        name,
        type.copy(true).asSummaryString().replaceFirst(" \\*[A-Z]+\\*$", ""),
        type.isNullable(),
        from);
  }

  private List<String> key(PortName port, LineageFacts facts, List<OutputField> fields) {
    if (port != null) {
      return planning.tables().get(port).key();
    }
    return facts.keys().stream()
        .min(java.util.Comparator.comparingInt(List::size))
        .map(key -> key.stream().map(index -> fields.get(index).name()).toList())
        .orElse(List.of());
  }

  private String plan() {
    try {
      var flink = planning.compile(fills);
      warnings.state(flink);
      return new PlanText(flink, planning.tables(), functions).text();
    } catch (RuntimeException e) {
      problems.add(errors().problem(e, place(script.statements().get(0))));
      return "";
    }
  }
}
