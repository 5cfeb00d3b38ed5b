package dev.weft.server.connect;

import dev.weft.flow.ProcessorTypes;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Environment;
import dev.weft.model.FlowSpec;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Known;
import dev.weft.server.erasure.SealedPorts;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What keeps a flow from running on Kafka Connect, be it wanted or not.
 *
 * @param isJson whether a port that is read holds JSON
 * @param isSealed whether a port that is written has fields that are encrypted per person
 */
public record ConnectObstacles(
    ProcessorTypes types, Predicate<PortName> isJson, Predicate<PortName> isSealed) {
  private static final String CONSUME_PORT = "ConsumePort";
  private static final String PUBLISH_PORT = "PublishPort";

  /** Of a flow that names an environment with a cluster, as the mesh would be. */
  public static Optional<Problem> problem(FlowSpec flow, ProcessorTypes types, Known known) {
    var named = flow.environment();
    var connect =
        named.isEmpty()
            ? Optional.<Environment.Connect>empty()
            : known
                .find(ResourceKind.ENVIRONMENT, named, Environment.class)
                .flatMap(Environment::connect);
    if (connect.isEmpty()) {
      return Optional.empty();
    }
    return new ConnectObstacles(types, port -> true, port -> isSealed(known, port))
        .of(flow)
        .map(
            why ->
                Problem.input(
                    "not-on-connect",
                    Place.field("environment"),
                    "The environment '" + named + "' is a Kafka Connect cluster. " + why,
                    "Write 'environment: server', so that it runs in the server."));
  }

  private static boolean isSealed(Known known, PortName port) {
    return known
        .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .flatMap(product -> product.outputPort(port.port()))
        .flatMap(output -> Optional.ofNullable(output.contractId()))
        .flatMap(id -> known.find(ResourceKind.DATA_CONTRACT, id, Contract.class))
        .filter(SealedPorts::seals)
        .isPresent();
  }

  /** The first thing that the workers cannot do. */
  Optional<String> of(FlowSpec flow) {
    for (var processor : flow.processors()) {
      var found = of(processor);
      if (found.isPresent()) {
        return found;
      }
    }
    return flow.services().stream()
        .filter(one -> types.serviceEdition(String.valueOf(one.type())).isPresent())
        .findFirst()
        .map(
            one ->
                "'%s' is of a type that a plug-in of the server gives: workers do not have it."
                    .formatted(one.name()));
  }

  private Optional<String> of(FlowSpec.ProcessorSpec processor) {
    var type = String.valueOf(processor.type());
    if (types.edition(type).isPresent()) {
      return Optional.of(
          "'%s' is a %s, which a plug-in of the server gives: workers do not have it."
              .formatted(processor.name(), type));
    }
    var port = PortName.parse(processor.settings().path("port").asText());
    if (type.equals(CONSUME_PORT) && port.filter(isJson.negate()).isPresent()) {
      return Optional.of(
          "'%s' reads a port that is not JSON, which only the server can."
              .formatted(processor.name()));
    }
    return type.equals(PUBLISH_PORT) && port.filter(isSealed).isPresent()
        ? Optional.of(
            "'%s' writes a port with fields that are encrypted per person, which only the server can."
                .formatted(processor.name()))
        : Optional.empty();
  }
}
