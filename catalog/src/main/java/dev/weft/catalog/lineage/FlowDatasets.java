package dev.weft.catalog.lineage;

import dev.weft.model.FlowSpec.ProcessorSpec;
import dev.weft.model.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a flow takes and gives, as the lineage knows it, and places outside by the names that
 * OpenLineage's page on naming gives them. A place that it has no name for is left out: an address
 * that listens, records that are generated.
 *
 * @param inputs places outside, each with the processor that takes from it
 * @param outputs topics outside
 * @param reads ports, and {@code writes} others
 */
public record FlowDatasets(
    List<Outside> inputs, List<Outside> outputs, Set<String> reads, Set<String> writes) {
  private static final Pattern URL = Pattern.compile("(?:jdbc:)?([a-z][a-z0-9+.-]*):.*");
  private static final Pattern PLACE = Pattern.compile("([^/]+)/([^/]+)/(.+)");

  /** A place outside the mesh, by the standard's names. */
  public record Outside(String processor, String namespace, String name) {}

  /** Of a flow; {@code values} are bound to its parameters. Empty when it cannot be read. */
  public static Optional<FlowDatasets> of(Resource flow, Map<String, String> values) {
    return Facts.of(flow, Instant.EPOCH)
        .filter(Facts.Flow.class::isInstance)
        .map(Facts.Flow.class::cast)
        .map(facts -> of(facts, values));
  }

  private static FlowDatasets of(Facts.Flow facts, Map<String, String> values) {
    var flow = facts.outside().map(Facts.Outside::flow);
    var inputs = new ArrayList<Outside>();
    for (var processor : facts.outside().map(Facts.Outside::external).orElse(List.of())) {
      var topics = ExternalSource.topics(flow.get(), processor, values);
      topics.forEach(topic -> inputs.add(topic(processor, topic)));
      if (topics.isEmpty()) {
        var url = ExternalSource.url(flow.get(), processor, values);
        ExternalSource.all(flow.get(), processor, values)
            .forEach(place -> named(processor, url, place.name()).ifPresent(inputs::add));
      }
    }
    var outputs = new ArrayList<Outside>();
    for (var processor : facts.outside().map(Facts.Outside::sinks).orElse(List.of())) {
      ExternalSource.topics(flow.get(), processor, values)
          .forEach(topic -> outputs.add(topic(processor, topic)));
    }
    return new FlowDatasets(inputs, outputs, facts.reads(), facts.writes());
  }

  private static Outside topic(ProcessorSpec processor, ExternalSource topic) {
    var broker = topic.name().substring(0, topic.name().indexOf('/'));
    return new Outside(processor.name(), "kafka://" + broker, topic.title());
  }

  private static Optional<Outside> named(ProcessorSpec processor, String url, String place) {
    if (place.startsWith("/")) {
      return Optional.of(new Outside(processor.name(), "file", place));
    }
    var scheme = URL.matcher(url);
    var parts = PLACE.matcher(place);
    return scheme.matches() && parts.matches()
        ? table(processor.name(), scheme.group(1), parts.group(1), parts.group(2), parts.group(3))
        : Optional.empty();
  }

  private static Optional<Outside> table(
      String processor, String scheme, String host, String database, String table) {
    return switch (scheme) {
      case "postgresql" ->
          Optional.of(
              new Outside(
                  processor,
                  "postgres://" + host,
                  database + "." + (table.contains(".") ? table : "public." + table)));
      case "mysql", "mariadb" ->
          Optional.of(new Outside(processor, "mysql://" + host, database + "." + table));
      default -> Optional.empty();
    };
  }
}
