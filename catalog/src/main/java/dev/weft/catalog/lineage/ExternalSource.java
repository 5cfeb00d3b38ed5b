package dev.weft.catalog.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.FlowSpec;
import dev.weft.model.FlowSpec.ProcessorSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a flow's first processor takes its data from, outside the mesh: a table, a folder, an
 * address. Never holds credentials: neither user information nor the parameters of a URL.
 *
 * @param name unique for the place, such as {@code 127.0.0.1:5432/chinook/customer}
 * @param title short, such as {@code chinook.customer}
 */
record ExternalSource(String name, String title) {
  private static final Pattern PARAMETER = Pattern.compile("#\\{([^}]+)}");
  private static final Pattern SCHEME = Pattern.compile("^(?:jdbc:)?[A-Za-z0-9+.:-]*//");

  private static final Map<String, Integer> PORTS =
      Map.of("jdbc:postgresql:", 5432, "jdbc:mysql:", 3306, "jdbc:mariadb:", 3306);

  /** {@code values} are bound to the flow's parameters; the others have their defaults. */
  static ExternalSource of(FlowSpec flow, ProcessorSpec processor, Map<String, String> values) {
    var parameters = new Bindings(flow.parameters(), values);
    var url = address(flow, parameters, processor).map(ExternalSource::place);
    var table = table(parameters, processor);
    if (table.isPresent()) {
      return table(url, table.get());
    }
    if (processor.settings().path("port").isIntegralNumber()) {
      return own(flow, processor); // It listens: its path is no place on a disk.
    }
    return setting(parameters, processor, "directory")
        .or(() -> setting(parameters, processor, "path"))
        .or(() -> url)
        .map(place -> new ExternalSource(place, place))
        .orElseGet(() -> own(flow, processor));
  }

  /** Another table of the database that the processor reads. */
  static ExternalSource beside(
      FlowSpec flow,
      ProcessorSpec processor,
      Map<String, String> values,
      String schema,
      String table,
      String currentSchema) {
    var parameters = new Bindings(flow.parameters(), values);
    var isCurrent =
        schema.equals(currentSchema) && setting(parameters, processor, "schema").isEmpty();
    var shown = isCurrent ? "" : schema;
    return table(address(flow, parameters, processor).map(ExternalSource::place), shown, table);
  }

  /** Where the address names no database, as MySQL's connectors do, the schema is one. */
  private static ExternalSource table(Optional<String> url, String schema, String table) {
    if (!schema.isEmpty() && url.filter(place -> place.indexOf('/') < 0).isPresent()) {
      return table(url.map(place -> place + "/" + schema), table);
    }
    return table(url, schema.isEmpty() || schema.equals("public") ? table : schema + "." + table);
  }

  private static ExternalSource table(Optional<String> url, String table) {
    var database = url.map(place -> place.substring(place.lastIndexOf('/') + 1));
    return new ExternalSource(
        url.map(place -> place + "/").orElse("") + table,
        database.filter(name -> !name.isEmpty()).map(name -> name + ".").orElse("") + table);
  }

  /** With its schema before it, unless that is the one that PostgreSQL takes when none is named. */
  private static Optional<String> table(Bindings parameters, ProcessorSpec processor) {
    return setting(parameters, processor, "table")
        .map(
            table ->
                setting(parameters, processor, "schema")
                    .filter(schema -> !schema.equals("public"))
                    .map(schema -> schema + "." + table)
                    .orElse(table));
  }

  /**
   * The places that a processor takes from or writes to: each topic of a cluster, each table that a
   * connector names, else one.
   */
  static List<ExternalSource> all(
      FlowSpec flow, ProcessorSpec processor, Map<String, String> values) {
    var parameters = new Bindings(flow.parameters(), values);
    var topics = topics(flow, processor, parameters);
    var several = topics.isEmpty() ? tables(new CapturedTables(processor, parameters::in)) : topics;
    return several.isEmpty() ? List.of(of(flow, processor, values)) : several;
  }

  private static List<ExternalSource> tables(CapturedTables captured) {
    var url = captured.address().map(ExternalSource::place);
    return captured.names().stream()
        .map(one -> table(url, one.schema(), one.table()))
        .distinct()
        .toList();
  }

  /** That of the database: the processor's own, its pool's, or its connector's. */
  private static Optional<String> address(
      FlowSpec flow, Bindings parameters, ProcessorSpec processor) {
    return setting(parameters, processor, "url")
        .or(() -> pool(flow, parameters, processor))
        .or(() -> new CapturedTables(processor, parameters::in).address());
  }

  private static Optional<String> pool(
      FlowSpec flow, Bindings parameters, ProcessorSpec processor) {
    var pool = processor.settings().path("pool").asText();
    return flow.services().stream()
        .filter(service -> !pool.isEmpty() && pool.equals(service.name()))
        .map(service -> service.settings().path("url"))
        .filter(JsonNode::isTextual)
        .map(url -> parameters.in(url.asText()))
        .findFirst();
  }

  /**
   * Topics of a Kafka cluster outside, by its first broker. A port of another mesh is one, at that
   * mesh's gateway.
   */
  static List<ExternalSource> topics(
      FlowSpec flow, ProcessorSpec processor, Map<String, String> values) {
    return topics(flow, processor, new Bindings(flow.parameters(), values));
  }

  private static List<ExternalSource> topics(
      FlowSpec flow, ProcessorSpec processor, Bindings parameters) {
    var cluster = processor.settings().path("cluster").asText();
    var broker =
        flow.services().stream()
            .filter(service -> !cluster.isEmpty() && cluster.equals(service.name()))
            .map(service -> service.settings().path("bootstrapServers").path(0))
            .filter(JsonNode::isTextual)
            .map(first -> parameters.in(first.asText()))
            .findFirst();
    if (broker.isEmpty()) {
      return List.of();
    }
    return Stream.concat(
            processor.settings().path("topics").valueStream(),
            Stream.of(processor.settings().path("topic")))
        .filter(JsonNode::isTextual)
        .map(topic -> parameters.in(topic.asText()))
        .map(
            topic -> new ExternalSource(broker.get().toLowerCase(Locale.ROOT) + "/" + topic, topic))
        .toList();
  }

  /** The address as it is written, for its scheme; empty when there is none. */
  static String url(FlowSpec flow, ProcessorSpec processor, Map<String, String> values) {
    return address(flow, new Bindings(flow.parameters(), values), processor).orElse("");
  }

  /** A source that is nowhere else: an address that listens, generated records. */
  private static ExternalSource own(FlowSpec flow, ProcessorSpec processor) {
    var type = processor.type();
    return new ExternalSource(flow.name() + "/" + processor.name(), type + " " + processor.name());
  }

  private static Optional<String> setting(
      Bindings parameters, ProcessorSpec processor, String key) {
    var value = processor.settings().path(key);
    return value.isTextual() && !value.asText().isBlank()
        ? Optional.of(parameters.in(value.asText()))
        : Optional.empty();
  }

  /** Values for the parameters that are not sensitive; other parameters stay names. */
  private record Bindings(Map<String, FlowSpec.Parameter> declared, Map<String, String> values) {
    String in(String text) {
      return PARAMETER
          .matcher(text)
          .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
    }

    private String value(String name) {
      return Optional.ofNullable(declared.get(name))
          .filter(parameter -> !parameter.sensitive())
          .flatMap(
              parameter ->
                  Optional.ofNullable(values.get(name))
                      .or(
                          () ->
                              Optional.ofNullable(parameter.defaultValue())
                                  .filter(JsonNode::isValueNode)
                                  .map(JsonNode::asText)))
          .orElse(name);
    }
  }

  /** Host, port and path of a URL; of anything else what stands before its parameters. */
  private static String place(String url) {
    var plain = SCHEME.matcher(url).replaceFirst("").split("[?;#]", 2)[0];
    var slash = plain.indexOf('/');
    var authority = slash < 0 ? plain : plain.substring(0, slash);
    var path = slash < 0 ? "" : plain.substring(slash);
    var host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    return host + usualPort(url, host) + path;
  }

  /** One place has one name, whether its usual port is written or not. */
  private static String usualPort(String url, String host) {
    return PORTS.entrySet().stream()
        .filter(usual -> url.startsWith(usual.getKey()) && !host.matches(".*:\\d+"))
        .map(usual -> ":" + usual.getValue())
        .findFirst()
        .orElse("");
  }
}
