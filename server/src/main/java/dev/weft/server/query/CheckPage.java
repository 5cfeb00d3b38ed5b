package dev.weft.server.query;

import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.server.observe.DeclaredTags;
import dev.weft.spi.MeshState;
import dev.weft.sql.CheckedQuery;
import dev.weft.sql.QueryFunction;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What somebody is told of a statement that they have written: what the planner says, and the tags
 * that its fields would carry.
 *
 * @param functions the functions from jars that it calls
 */
public record CheckPage(
    List<Problem> problems,
    List<Problem> warnings,
    List<PortName> reads,
    List<Output> outputs,
    List<String> functions) {

  /** One result; {@code port} is null for one that is only looked at. */
  public record Output(
      PortName port,
      CheckedQuery.Changes changes,
      List<String> key,
      List<Field> fields,
      List<CheckedQuery.Use> uses) {}

  /** One column. */
  public record Field(
      String name,
      String type,
      boolean nullable,
      List<CheckedQuery.Origin> from,
      List<String> tags) {}

  /**
   * @param now of its fields the tags that hold at this moment
   */
  static CheckPage of(CheckedQuery checked, MeshState state, Instant now) {
    return new CheckPage(
        checked.problems(),
        checked.warnings(),
        checked.reads(),
        checked.outputs().stream().map(output -> output(output, state, now)).toList(),
        checked.functions().stream().map(QueryFunction::call).toList());
  }

  private static Output output(CheckedQuery.Output output, MeshState state, Instant now) {
    return new Output(
        output.port(),
        output.changes(),
        output.key(),
        output.fields().stream()
            .map(
                field ->
                    new Field(
                        field.name(),
                        field.type(),
                        field.nullable(),
                        field.from(),
                        tags(field.from(), state, now)))
            .toList(),
        output.uses());
  }

  private static List<String> tags(List<CheckedQuery.Origin> from, MeshState state, Instant now) {
    var all = new TreeSet<String>();
    for (var origin : from) {
      if (origin.how() != CheckedQuery.How.HIDDEN) {
        Predicate<String> wanted = path -> isOf(path, origin.field());
        DeclaredTags.of(state, origin.port(), wanted).values().forEach(tags -> add(tags, now, all));
        state
            .find(ResourceKind.PORT_FIELDS, origin.port().topic(), PortFields.class)
            .ifPresent(
                known ->
                    known
                        .fields()
                        .forEach(
                            (path, field) -> {
                              if (wanted.test(path)) {
                                add(field.tags(), now, all);
                              }
                            }));
      }
    }
    return List.copyOf(all);
  }

  private static void add(List<FieldTag> tags, Instant now, TreeSet<String> all) {
    tags.stream().filter(tag -> tag.holdsAt(now)).forEach(tag -> all.add(tag.tag()));
  }

  private static boolean isOf(String path, String field) {
    return path.equals(field) || path.startsWith(field + ".") || field.startsWith(path + ".");
  }
}
