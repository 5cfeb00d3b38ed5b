package dev.weft.server.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.PortName;
import dev.weft.model.QuerySpec;
import dev.weft.sql.QueryText;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes of queries as resources what the planner takes. */
final class QueryTexts {
  private QueryTexts() {}

  /** {@code file} is named by problems; empty where there is none. */
  static QueryText of(QuerySpec query, String file) {
    return new QueryText(
        query.name(),
        file,
        query.sql(),
        query.ports(),
        texts(query.parameters()),
        eventTimes(query.eventTime()));
  }

  /** One whose plan is kept, and fills these ports, whatever the query says by now. */
  static QueryText filling(QuerySpec query, Collection<PortName> ports) {
    return new QueryText(
        query.name(),
        "",
        query.sql(),
        List.copyOf(ports),
        texts(query.parameters()),
        eventTimes(query.eventTime()));
  }

  /** One that somebody only looks at, or thinks about. */
  static QueryText loose(String sql, List<PortName> into, Map<String, JsonNode> parameters) {
    return new QueryText("", "", sql, into, texts(parameters), Map.of());
  }

  private static Map<String, String> texts(Map<String, JsonNode> values) {
    return values.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().asText()));
  }

  private static Map<PortName, QueryText.EventTime> eventTimes(
      Map<String, QuerySpec.EventTime> written) {
    var all = new HashMap<PortName, QueryText.EventTime>();
    written.forEach(
        (name, time) ->
            PortName.parse(name)
                .ifPresent(
                    port -> all.put(port, new QueryText.EventTime(time.field(), time.delay()))));
    return all;
  }
}
