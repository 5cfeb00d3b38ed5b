package dev.weft.catalog.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.FlowSpec.ProcessorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Where a connector that captures changes takes them from, by the settings that Debezium's
 * connectors have for it.
 *
 * @param parameters puts values in place of parameters that are not sensitive
 */
record CapturedTables(ProcessorSpec processor, UnaryOperator<String> parameters) {
  private static final Map<String, String> SCHEMES =
      Map.of("postgres", "jdbc:postgresql:", "mysql", "jdbc:mysql:", "mariadb", "jdbc:mariadb:");
  private static final Pattern PLAIN = Pattern.compile("(\\w+)\\.(\\w+)");

  /** A table; what stands before it is its schema, of MySQL its database. */
  record Name(String schema, String table) {}

  /** Host, port and database, as JDBC would write them; empty for any other processor. */
  Optional<String> address() {
    return text("connection.url")
        .or(
            () ->
                text("database.hostname")
                    .map(
                        host ->
                            scheme()
                                + "//"
                                + host
                                + text("database.port").map(port -> ":" + port).orElse("")
                                + database().map(name -> "/" + name).orElse("")));
  }

  private Optional<String> database() {
    return text("database.dbname")
        .or(() -> text("database.names").map(names -> names.split(",", 2)[0].strip()));
  }

  /** The type of a connector begins with the name of its database. */
  private String scheme() {
    var type = processor.type().toLowerCase(Locale.ROOT);
    return SCHEMES.entrySet().stream()
        .filter(one -> type.startsWith(one.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** Those that the settings name; none where they hold patterns. */
  List<Name> names() {
    var all =
        text("table.include.list").stream()
            .flatMap(list -> Arrays.stream(list.split(",")))
            .map(name -> PLAIN.matcher(name.strip()))
            .toList();
    return all.stream().allMatch(one -> one.matches())
        ? all.stream().map(one -> new Name(one.group(1), one.group(2))).toList()
        : List.of();
  }

  private Optional<String> text(String setting) {
    return Optional.of(processor.settings().path(setting))
        .filter(JsonNode::isValueNode)
        .map(JsonNode::asText)
        .filter(text -> !text.isBlank())
        .map(parameters);
  }
}
