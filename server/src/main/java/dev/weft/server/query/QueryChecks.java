package dev.weft.server.query;

import dev.weft.model.FunctionSpec;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.QuerySpec;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.model.format.Known;
import dev.weft.spi.MeshState;
import dev.weft.sql.CheckedQuery;
import dev.weft.sql.PortTables;
import dev.weft.sql.SqlPlanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the planner says of queries that somebody applies, before anything is changed. Only those
 * that are new or other than before are planned: that takes a moment, and so does loading Flink. Of
 * functions the class is looked at.
 */
public final class QueryChecks {
  private static final int INDENT = 2;
  private static final Set<ResourceKind> PLANNED =
      Set.of(ResourceKind.QUERY, ResourceKind.FUNCTION);

  private final SqlPlanner planner;
  private final FlinkClusters clusters;

  public QueryChecks(SqlPlanner planner, FlinkClusters clusters) {
    this.planner = planner;
    this.clusters = clusters;
  }

  /** By the query's key; with those that are fine left out. */
  public Map<ResourceKey, List<Problem>> of(List<Checked> documents, Known known, MeshState now) {
    var all = new HashMap<ResourceKey, List<Problem>>();
    for (var document : documents) {
      if (PLANNED.contains(document.key().kind()) && document.sound()) {
        var before = now.get(document.key()).map(Resource::document);
        if (before.filter(document.tree()::equals).isEmpty()) {
          var problems =
              document.key().kind() == ResourceKind.QUERY
                  ? problems(document, known, now)
                  : function(document);
          if (!problems.isEmpty()) {
            all.put(document.key(), problems);
          }
        }
      }
    }
    return all;
  }

  private List<Problem> problems(Checked document, Known known, MeshState now) {
    var query = Json.read(document.tree(), QuerySpec.class);
    if (FlinkClusters.isHere(now, query)) {
      clusters.begin();
    }
    var checked = document(document, QueryTables.of(known, query.product()));
    var place = document.document().places().value("product");
    var problems = new ArrayList<>(checked.problems());
    problems.addAll(QueryShares.of(known, query).problems(known, query, place));
    return problems;
  }

  /** Its class is loaded: what it cannot do is said before anybody calls it. */
  private List<Problem> function(Checked document) {
    var function = QueryTables.function(Json.read(document.tree(), FunctionSpec.class));
    return planner.describe(function).problems().stream()
        .map(one -> at(one, document, one.code().equals("no-such-jar") ? "sha256" : "class"))
        .toList();
  }

  private static Problem at(Problem problem, Checked document, String key) {
    return new Problem(
        problem.kind(),
        problem.code(),
        document.document().places().value(key),
        problem.message(),
        problem.hint());
  }

  /** What the planner says of a document, with problems where they are in its file. */
  CheckedQuery document(Checked document, PortTables tables) {
    var query = Json.read(document.tree(), QuerySpec.class);
    var checked = planner.check(QueryTexts.of(query, ""), tables);
    var problems =
        checked.problems().stream()
            .map(one -> placed(one, document))
            .collect(Collectors.toCollection(ArrayList::new));
    problems.addAll(beside(query, checked, document));
    return new CheckedQuery(
        problems,
        checked.warnings().stream().map(one -> placed(one, document)).toList(),
        checked.reads(),
        checked.outputs(),
        checked.functions(),
        checked.plan());
  }

  /** Rows that are only added cannot be taken back from whoever has read them. */
  private static List<Problem> beside(QuerySpec query, CheckedQuery checked, Checked document) {
    if (query.execution().onChange() != QuerySpec.OnChange.BESIDE) {
      return List.of();
    }
    return checked.outputs().stream()
        .filter(output -> output.key().isEmpty())
        .map(
            output ->
                Problem.input(
                    "beside-needs-keys",
                    document.document().places().value("execution.onChange"),
                    output.port()
                        + " has no primary key, so what another statement makes of the past cannot"
                        + " replace what people have read of it.",
                    "Fill another port by another query, and let readers move; or say 'resume' or"
                        + " 'recompute'."))
        .toList();
  }

  /**
   * The statement's own lines are counted from where it begins in the file: on the next line for
   * one that is a block, as those of several lines are, indented by two as files are written.
   */
  private static Problem placed(Problem problem, Checked document) {
    var at = problem.place();
    var begin = document.document().places().value("sql");
    var place = begin;
    if (at.line() > 0 && document.tree().path("sql").asText().contains("\n")) {
      var indent = document.document().places().key("sql").column() - 1 + INDENT;
      place = new Place(begin.file(), begin.line() + at.line(), indent + at.column(), "sql");
    } else if (at.line() > 0) {
      place = new Place(begin.file(), begin.line(), begin.column() + at.column() - 1, "sql");
    }
    return new Problem(problem.kind(), problem.code(), place, problem.message(), problem.hint());
  }
}
