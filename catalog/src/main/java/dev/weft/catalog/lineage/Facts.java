package dev.weft.catalog.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataProduct;
import dev.weft.model.ExternalDataset;
import dev.weft.model.ExternalJob;
import dev.weft.model.FlowSpec;
import dev.weft.model.FlowSpec.ProcessorSpec;
import dev.weft.model.PortFields;
import dev.weft.model.PortName;
import dev.weft.model.PortUse;
import dev.weft.model.PrincipalId;
import dev.weft.model.QuerySpec;
import dev.weft.model.Resource;
import dev.weft.model.SourceTable;
import dev.weft.model.Subscription;
import dev.weft.model.WrittenTag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one resource tells about lineage, read once when it changes. */
sealed interface Facts {
  int TAGS_MAX = 100;

  /**
   * A product.
   *
   * @param takes the contracts of its input ports
   */
  record Product(
      String id,
      String name,
      Optional<String> domain,
      List<String> tags,
      List<Port> ports,
      Set<String> takes)
      implements Facts {}

  /** An output port; without a contract it says "". */
  record Port(String name, String contract, List<String> tags) {}

  /**
   * A flow; it belongs to no product when that says "".
   *
   * @param outside what it has to do with places outside the mesh, if anything
   */
  record Flow(
      String name, String product, Optional<Outside> outside, Set<String> reads, Set<String> writes)
      implements Facts {}

  /**
   * The processors of a flow that take data from outside the mesh, and those that write to topics
   * outside.
   */
  record Outside(FlowSpec flow, List<ProcessorSpec> external, List<ProcessorSpec> sinks) {}

  /** The values that somebody has bound to a flow's parameters; none that is secret. */
  record Bound(String flow, Map<String, String> values) implements Facts {}

  /** A query; without a product or a statement it says "". */
  record Query(String name, String product, List<String> into, String sql) implements Facts {}

  record Subscribed(String port, PrincipalId principal) implements Facts {}

  /** Somebody reads a port, or writes to it, by a client of their own. */
  record Used(String port, PrincipalId principal, PortUse.Kind kind, Instant last)
      implements Facts {}

  record Tags(String port, List<String> tags) implements Facts {}

  /** A job outside the mesh, named as in the mesh log. */
  record Foreign(String name, ExternalJob job) implements Facts {}

  /**
   * A dataset outside the mesh: its node, and what people call it.
   *
   * @param flows those that were seen to take from it
   */
  record Dataset(String node, String title, List<String> tags, List<String> flows)
      implements Facts {}

  /**
   * Empty when the resource tells nothing about lineage.
   *
   * @param now of its tags those that hold at this moment
   */
  static Optional<Facts> of(Resource resource, Instant now) {
    try {
      return switch (resource.kind()) {
        case DATA_PRODUCT -> Optional.of(product(resource.as(DataProduct.class), now));
        case FLOW -> Optional.of(flow(resource.as(FlowSpec.class)));
        case QUERY -> Optional.of(query(resource.as(QuerySpec.class)));
        case SUBSCRIPTION -> subscribed(resource.as(Subscription.class));
        case PARAMETERS -> Optional.of(bound(resource));
        case PORT_USE -> Optional.of(used(resource.as(PortUse.class)));
        case PORT_FIELDS -> Optional.of(tags(resource.as(PortFields.class), now));
        case EXTERNAL_JOB ->
            Optional.of(new Foreign(resource.name(), resource.as(ExternalJob.class)));
        case EXTERNAL_DATASET -> Optional.of(dataset(resource.as(ExternalDataset.class)));
        case SOURCE_TABLE -> Optional.of(table(resource.as(SourceTable.class)));
        default -> Optional.empty();
      };
    } catch (RuntimeException e) {
      // A document that was let in although it is odd must not stop the process.
      Log.LOG.error("{} is left out of the lineage", resource.key(), e);
      return Optional.empty();
    }
  }

  private static Facts product(DataProduct product, Instant now) {
    product.outputPorts().forEach(product::portName);
    return new Product(
        product.id(),
        product.name(),
        Optional.of(product.domain()).filter(name -> !name.isEmpty()),
        WrittenTag.namesAt(product.tags(), now),
        product.outputPorts().stream()
            .map(
                port ->
                    new Port(
                        port.name(), text(port.contractId()), WrittenTag.namesAt(port.tags(), now)))
            .toList(),
        product.inputPorts().stream()
            .map(DataProduct.InputPort::contractId)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static Facts query(QuerySpec query) {
    return new Query(query.name(), text(query.product()), query.into(), text(query.sql()));
  }

  /** Its tags are those of the standard's facet which are not about one field. */
  private static Facts dataset(ExternalDataset dataset) {
    var told = dataset.facets().get("tags");
    var tags =
        (told == null ? Stream.<JsonNode>of() : told.path("tags").valueStream())
            .filter(tag -> !tag.path("key").asText("").isEmpty() && !tag.hasNonNull("field"))
            .map(Facts::tag)
            .distinct()
            .sorted()
            .limit(TAGS_MAX)
            .toList();
    return new Dataset(dataset.node(), dataset.name(), tags, List.of());
  }

  private static Facts table(SourceTable table) {
    var flows =
        table.seenBy().stream()
            .filter(SourceTable.Seer::reads)
            .map(SourceTable.Seer::flow)
            .distinct()
            .toList();
    return new Dataset(NodeId.source(table.place()), table.title(), List.of(), flows);
  }

  private static String tag(JsonNode tag) {
    var key = tag.path("key").asText();
    var value = tag.path("value").asText("");
    return value.isEmpty() || value.equals("true") ? key : key + ":" + value;
  }

  private static Optional<Facts> subscribed(Subscription subscription) {
    return subscription.status() == Subscription.Status.APPROVED
        ? Optional.of(new Subscribed(subscription.port(), subscription.principal()))
        : Optional.empty();
  }

  private static Facts used(PortUse use) {
    return new Used(use.port(), use.principal(), use.kind(), use.last());
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }

  private static Facts bound(Resource resource) {
    var values =
        resource
            .document()
            .path("plain")
            .propertyStream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> it.getValue().asText()));
    return new Bound(resource.name(), values);
  }

  private static Facts tags(PortFields fields, Instant now) {
    var tags =
        fields.fields().values().stream()
            .flatMap(field -> field.tagsAt(now).stream())
            .distinct()
            .sorted()
            .toList();
    return new Tags(fields.port(), tags);
  }

  /** A processor with a port reads it when it comes first, and writes it otherwise. */
  private static Facts flow(FlowSpec flow) {
    var fed = fed(flow);
    var first = flow.processors().stream().filter(it -> !fed.contains(it.name())).toList();
    var external = first.stream().filter(processor -> port(processor).isEmpty()).toList();
    var reads = ports(first);
    var writes = ports(flow.processors().stream().filter(it -> fed.contains(it.name())).toList());
    var sinks = flow.processors().stream().filter(it -> "PublishKafka".equals(it.type())).toList();
    var outside =
        external.isEmpty() && sinks.isEmpty()
            ? Optional.<Outside>empty()
            : Optional.of(new Outside(flow, external, sinks));
    return new Flow(flow.name(), text(flow.product()), outside, reads, writes);
  }

  private static Set<String> ports(List<ProcessorSpec> processors) {
    return processors.stream()
        .flatMap(processor -> port(processor).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The port of {@code PublishPort} and {@code ConsumePort}; a number is a TCP port. */
  private static Optional<String> port(ProcessorSpec processor) {
    return Optional.of(processor.settings().path("port"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .filter(port -> PortName.parse(port).isPresent());
  }

  /** The processors to which a connection leads, as in {@code read.success -> tidy}. */
  private static Set<String> fed(FlowSpec flow) {
    return flow.connections().stream()
        .filter(connection -> connection.contains("->"))
        .map(connection -> connection.substring(connection.indexOf("->") + 2).trim())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** An interface has no private constants. */
  final class Log {
    private static final Logger LOG = LoggerFactory.getLogger(Facts.class);

    private Log() {}
  }
}
