package dev.weft.registry.quality;

import dev.weft.model.Contract;
import dev.weft.model.Contract.QualityRule;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.spi.QualityQueries;
import dev.weft.spi.QualityQueries.Column;
import dev.weft.spi.QualityQueries.Query;
import dev.weft.spi.QualityQueries.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The rules of a contract that are queries ({@code type: sql}), and the table that they ask. */
public final class SqlRules {
  static final String TYPE = "sql";
  private static final int COLUMNS_MAX = 1_000;

  private SqlRules() {}

  /** The records as a table: each field a column, those within objects by their paths. */
  static Table table(Contract contract) {
    var names = new HashSet<String>();
    var columns = new ArrayList<Column>();
    contract.schema().stream()
        .limit(1)
        .filter(schema -> schema.name() != null)
        .forEach(schema -> names.add(schema.name()));
    columns(contract.fields(), "", columns);
    return new Table(names, columns);
  }

  private static void columns(List<Contract.Field> fields, String parent, List<Column> into) {
    for (var field : fields) {
      if (into.size() < COLUMNS_MAX) {
        into.add(new Column(parent + field.name(), field.logicalType()));
        columns(field.properties(), parent + field.name() + ".", into);
      }
    }
  }

  /**
   * What is wrong with the queries of a contract, each by its place in the document.
   *
   * @param engine that would ask them
   */
  public static List<Problem> problems(Contract contract, QualityQueries engine) {
    var problems = new ArrayList<Problem>();
    if (!contract.schema().isEmpty()) {
      var table = table(contract);
      var whole = contract.schema().get(0).quality();
      check(whole, "", "schema[0]", table, engine, problems);
      fields(contract.fields(), "", "schema[0]", table, engine, problems);
    }
    return problems;
  }

  private static void fields(
      List<Contract.Field> fields,
      String parent,
      String place,
      Table table,
      QualityQueries engine,
      List<Problem> into) {
    for (var i = 0; i < fields.size(); i++) {
      var field = fields.get(i);
      var at = place + ".properties[" + i + "]";
      check(field.quality(), parent + field.name(), at, table, engine, into);
      fields(field.properties(), parent + field.name() + ".", at, table, engine, into);
    }
  }

  private static void check(
      List<QualityRule> rules,
      String field,
      String place,
      Table table,
      QualityQueries engine,
      List<Problem> into) {
    for (var i = 0; i < rules.size(); i++) {
      var rule = rules.get(i);
      if (TYPE.equals(rule.type()) && rule.query() != null && !rule.query().isBlank()) {
        var at = Place.field(place + ".quality[" + i + "].query");
        engine.problems(table, new Query(rule.query(), field)).stream()
            .map(one -> new Problem(one.kind(), one.code(), at, one.message(), one.hint()))
            .forEach(into::add);
      }
    }
  }
}
