package dev.weft.server.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.QuerySpec;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import dev.weft.sql.CheckedQuery;
import dev.weft.sql.QueryFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What the planner said of a query: where its fields come from, and how Flink runs it.
 *
 * @param edition of the query and the contracts that it was made of
 * @param text that it was planned of, as {@link QueryEdition#ofText} names it; empty for a plan
 *     that was made before plans said so
 * @param compiled Flink's compiled plan, gzip in Base64: it keeps a job's state readable by later
 *     versions of Flink. It names tables and holds no address and no secret
 * @param functions the functions from jars that it calls, with the hashes of these
 */
public record QueryPlan(
    String edition,
    String text,
    List<PortName> reads,
    List<CheckedQuery.Output> outputs,
    String compiled,
    List<QueryFunction> functions) {

  /** A record of the log has room for so much of it. */
  private static final int COMPILED_MAX = 700_000;

  public QueryPlan {
    text = text == null ? "" : text;
    reads = List.copyOf(reads);
    outputs = List.copyOf(outputs);
    functions = functions == null ? List.of() : List.copyOf(functions);
  }

  static QueryPlan of(String edition, QuerySpec query, CheckedQuery checked) {
    var packed = pack(checked.plan());
    return new QueryPlan(
        edition,
        QueryEdition.ofText(query),
        checked.reads(),
        checked.outputs(),
        packed.length() > COMPILED_MAX ? "" : packed,
        checked.functions());
  }

  /** The same plan in another edition of the query. */
  QueryPlan with(String edition) {
    return new QueryPlan(edition, text, reads, outputs, compiled, functions);
  }

  /** The same for people: the compiled plan is Flink's business. */
  QueryPlan withoutCompiled() {
    return new QueryPlan(edition, text, reads, outputs, "", functions);
  }

  /** Whether it was made of what the query says now, as far as is known. */
  boolean isOf(QuerySpec query) {
    return text.isEmpty() || text.equals(QueryEdition.ofText(query));
  }

  static ResourceKey key(String query) {
    return new ResourceKey(ResourceKind.QUERY_PLAN, query);
  }

  static Optional<QueryPlan> of(MeshState state, String query) {
    return state.get(key(query)).map(QueryPlan::of);
  }

  public static QueryPlan of(Resource resource) {
    return resource.as(QueryPlan.class);
  }

  /** The ports that it fills. */
  Set<PortName> ports() {
    return outputs.stream().map(CheckedQuery.Output::port).collect(Collectors.toSet());
  }

  /**
   * Whether Flink runs both in the same way. Their steps have other numbers even then, and a state
   * goes by these: so whoever is to go on with it needs {@link #asCompiledIn}.
   */
  boolean isSame(QueryPlan other) {
    return !compiled.isEmpty()
        && !other.compiled.isEmpty()
        && steps(unpacked()).equals(steps(other.unpacked()));
  }

  /** The same with the steps of another that is compiled alike, so that its state fits. */
  QueryPlan asCompiledIn(QueryPlan other) {
    return new QueryPlan(edition, text, reads, outputs, other.compiled, functions);
  }

  /** The plan with its steps counted from 0, and its tables in one order. */
  private static JsonNode steps(String text) {
    var all = (ObjectNode) Json.parse(text);
    var numbers = new HashMap<Integer, Integer>();
    for (var node : all.path("plan").path("nodes")) {
      numbers.put(node.path("id").asInt(), numbers.size());
      ((ObjectNode) node).put("id", numbers.size() - 1);
    }
    for (var edge : all.path("plan").path("edges")) {
      for (var end : List.of("source", "target")) {
        ((ObjectNode) edge).put(end, numbers.get(edge.path(end).asInt()));
      }
    }
    var tables = new ArrayList<JsonNode>();
    all.path("tables").forEach(tables::add);
    tables.sort(Comparator.comparing(table -> table.path("port").asText()));
    all.putArray("tables").addAll(tables);
    return all;
  }

  /** The compiled plan as Flink wrote it; empty when there is none. */
  String unpacked() {
    if (compiled.isEmpty()) {
      return "";
    }
    try (var in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(compiled)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pack(String text) {
    if (text.isEmpty()) {
      return "";
    }
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
