package dev.weft.server.http;

import dev.weft.model.DataProduct;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.SourceTable;
import dev.weft.model.SourceTable.Seer;
import dev.weft.registry.ContractDraft;
import dev.weft.server.access.Insiders;
import dev.weft.spi.Classifier.Candidate;
import dev.weft.spi.Classifier.Finding;
import dev.weft.spi.MeshLog;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The tables at sources: what flows could make products of. */
public final class SourceRoutes {
  private static final int TABLES = 100;
  private static final int TABLES_MAX = 1_000;

  private final MeshLog mesh;
  private final Function<Candidate, List<Finding>> classify;

  public SourceRoutes(MeshLog mesh, Function<Candidate, List<Finding>> classify) {
    this.mesh = mesh;
    this.classify = classify;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/source-tables",
        "Tables at sources that flows could read and that are not yet products, the newest first.",
        List.of("read", "limit"),
        this::all);
    routes.get(
        "/api/v1/source-tables/{table}/contract-draft",
        "The contract that a table at a source would have, for an author to look through and apply.",
        this::draft);
  }

  private Object all(Request request) {
    var insiders = new Insiders(mesh.state(), request.caller());
    var withRead = request.query("read").filter("true"::equals).isPresent();
    var limit = request.number("limit", TABLES, TABLES_MAX);
    return new Answers.Items<>(
        visible(insiders)
            .filter(table -> withRead || !table.isRead())
            .sorted(
                Comparator.comparing(SourceTable::firstSeen)
                    .reversed()
                    .thenComparing(SourceTable::place))
            .limit(limit)
            .map(table -> shown(table, insiders))
            .toList());
  }

  private Object draft(Request request) {
    var wanted = request.path("table");
    var insiders = new Insiders(mesh.state(), request.caller());
    var found =
        visible(insiders)
            .filter(table -> table.place().equals(wanted) || table.title().equals(wanted))
            .toList();
    if (found.isEmpty()) {
      throw Problem.missing(
              "no-such-table",
              "There is no table '" + wanted + "' at a source.",
              "'weft sources' lists those that flows could read.")
          .asException();
    }
    if (found.size() > 1) {
      throw Problem.conflict(
              "several-tables",
              "Several databases have a table '" + wanted + "'.",
              "Name its place: "
                  + String.join(" or ", found.stream().map(SourceTable::place).toList())
                  + ".")
          .asException();
    }
    var draft = ContractDraft.of(found.get(0), domain(found.get(0)), this::tags);
    return new ContractRoutes.Draft(draft.added(), draft.retyped(), draft.document());
  }

  private List<String> tags(SourceTable.Column column) {
    return classify
        .apply(new Candidate("", column.name(), column.logicalType(), "", List.of()))
        .stream()
        .map(Finding::tag)
        .distinct()
        .toList();
  }

  /** That of the product whose flow has seen it first: a guess for the author. */
  private String domain(SourceTable table) {
    return table.seenBy().stream()
        .map(Seer::product)
        .flatMap(id -> mesh.state().find(ResourceKind.DATA_PRODUCT, id, DataProduct.class).stream())
        .map(DataProduct::domain)
        .findFirst()
        .orElse("");
  }

  private Stream<SourceTable> visible(Insiders insiders) {
    return mesh.state().all(ResourceKind.SOURCE_TABLE).stream()
        .filter(insiders::sees)
        .map(table -> table.as(SourceTable.class));
  }

  /** Without flows of products that the caller may not know. */
  private static SourceTable shown(SourceTable table, Insiders insiders) {
    return new SourceTable(
        table.place(),
        table.title(),
        table.columns(),
        table.firstSeen(),
        table.turnedUp(),
        table.seenBy().stream().filter(seer -> insiders.sees(seer.product())).toList(),
        table.changes());
  }
}
