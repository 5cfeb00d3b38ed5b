package dev.weft.server.openlineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.catalog.lineage.FlowDatasets;
import dev.weft.flow.FieldLineage;
import dev.weft.model.DataProduct;
import dev.weft.model.ExternalJob.State;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.QuerySpec;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.observe.FlowFields;
import dev.weft.server.parameters.BoundValues;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.server.query.QueryPlan;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What Weft says of a flow as OpenLineage RunEvents: its ports and places outside by the standard's
 * names, the fields of its ports with their tags, and which field comes from which. No records, no
 * values of parameters beyond the names of places, and no messages of errors are in it.
 */
final class FlowEvents {
  private static final String SPEC = "https://openlineage.io/spec/";
  private static final String PRODUCER = "https://weft.dev/weft/";

  private final FlowFields fields;
  private final PortFacets ports;
  private final String namespace;
  private final String version;
  private final Supplier<String> gateway;

  /**
   * @param namespace of Weft's jobs
   * @param gateway {@code host:port}, which names the mesh's ports
   */
  FlowEvents(
      FlowFields fields, String namespace, String version, Supplier<String> gateway, Clock clock) {
    this.fields = fields;
    this.namespace = namespace;
    this.version = version;
    this.gateway = gateway;
    this.ports = new PortFacets(this::facet, clock);
  }

  /** One run of a flow or query. */
  record Run(String id, String flow) {}

  /**
   * What a flow or query is and reads and writes now, without run and time: the same while nothing
   * changes.
   */
  ObjectNode lineage(MeshState state, Resource resource) {
    return resource.kind() == ResourceKind.QUERY
        ? query(state, resource.as(QuerySpec.class))
        : flow(state, resource);
  }

  private ObjectNode query(MeshState state, QuerySpec query) {
    var event = Json.object();
    job(state, event, query.name(), query.product(), query.description(), "QUERY")
        .set(
            "sql", facet("1-1-0", "SQLJobFacet").put("query", query.sql()).put("dialect", "flink"));
    var inputs = event.putArray("inputs");
    var outputs = event.putArray("outputs");
    state
        .get(new ResourceKey(ResourceKind.QUERY_PLAN, query.name()))
        .map(QueryPlan::of)
        .ifPresent(
            plan -> {
              plan.reads().forEach(port -> port(state, inputs, port.topic()));
              for (var output : plan.outputs()) {
                var columns = facet("1-2-0", "ColumnLineageDatasetFacet");
                new QueryColumns("kafka://" + gateway.get()).add(output, columns);
                port(state, outputs, output.port().topic()).set("columnLineage", columns);
              }
            });
    return event;
  }

  private ObjectNode job(
      MeshState state,
      ObjectNode event,
      String name,
      String product,
      String description,
      String type) {
    var job = event.putObject("job").put("namespace", namespace).put("name", name);
    var facets = job.putObject("facets");
    facets.set(
        "jobType",
        facet("2-0-4", "JobTypeJobFacet")
            .put("processingType", "STREAMING")
            .put("integration", "WEFT")
            .put("jobType", type));
    if (!description.isEmpty()) {
      facets.set(
          "documentation", facet("1-1-0", "DocumentationJobFacet").put("description", description));
    }
    product(state, product)
        .ifPresent(it -> facets.set("ownership", ports.owners(it, "OwnershipJobFacet")));
    return facets;
  }

  private ObjectNode flow(MeshState state, Resource resource) {
    var flow = resource.as(FlowSpec.class);
    var event = Json.object();
    job(state, event, flow.name(), flow.product(), flow.description(), "FLOW");
    var inputs = event.putArray("inputs");
    var outputs = event.putArray("outputs");
    datasets(state, resource)
        .ifPresent(
            all -> {
              for (var place : all.inputs()) {
                dataset(inputs, place.namespace(), place.name());
              }
              all.reads().stream().sorted().forEach(port -> port(state, inputs, port));
              for (var place : all.outputs()) {
                dataset(outputs, place.namespace(), place.name());
              }
              var lineage = fields.lineage(state, resource);
              for (var port : all.writes().stream().sorted().toList()) {
                columns(state, port(state, outputs, port), port, lineage, all.inputs());
              }
            });
    return event;
  }

  /** The whole event. */
  ObjectNode event(State type, Run run, ObjectNode lineage, Instant now) {
    var event =
        Json.object()
            .put("eventType", type.name())
            .put("eventTime", now.toString())
            .put("producer", producer())
            .put("schemaURL", SPEC + "2-0-2/OpenLineage.json#/$defs/RunEvent");
    event
        .putObject("run")
        .put("runId", run.id())
        .putObject("facets")
        .set(
            "processing_engine",
            facet("1-1-1", "ProcessingEngineRunFacet").put("version", version).put("name", "Weft"));
    event.setAll(lineage);
    return event;
  }

  private Optional<FlowDatasets> datasets(MeshState state, Resource flow) {
    var values =
        state
            .get(FlowParameters.key(flow.name()))
            .map(one -> one.as(BoundValues.class))
            .orElse(BoundValues.NOTHING);
    return FlowDatasets.of(flow, values.plain());
  }

  private ObjectNode port(MeshState state, ArrayNode into, String name) {
    var facets = dataset(into, "kafka://" + gateway.get(), name);
    PortName.parse(name).ifPresent(port -> ports.add(state, port, facets));
    return facets;
  }

  private static ObjectNode dataset(ArrayNode into, String namespace, String name) {
    return into.addObject().put("namespace", namespace).put("name", name).putObject("facets");
  }

  private void columns(
      MeshState state,
      ObjectNode facets,
      String name,
      FieldLineage lineage,
      List<FlowDatasets.Outside> outside) {
    var port = PortName.parse(name);
    if (port.isEmpty()) {
      return;
    }
    var fields = Json.object();
    for (var field : PortFacets.fields(state, port.get())) {
      var inputs = Json.MAPPER.createArrayNode();
      for (var origin : lineage.origins(port.get(), field)) {
        new ColumnInput(state, "kafka://" + gateway.get(), outside).add(origin, inputs);
      }
      if (!inputs.isEmpty()) {
        fields.putObject(field).set("inputFields", inputs);
      }
    }
    if (!fields.isEmpty()) {
      var facet = facet("1-2-0", "ColumnLineageDatasetFacet");
      facet.set("fields", fields);
      facets.set("columnLineage", facet);
    }
  }

  private static Optional<DataProduct> product(MeshState state, String name) {
    return name == null
        ? Optional.empty()
        : state.find(ResourceKind.DATA_PRODUCT, name, DataProduct.class);
  }

  private String producer() {
    return PRODUCER + version;
  }

  private ObjectNode facet(String edition, String name) {
    return Json.object()
        .put("_producer", producer())
        .put("_schemaURL", SPEC + "facets/" + edition + "/" + name + ".json#/$defs/" + name);
  }
}
