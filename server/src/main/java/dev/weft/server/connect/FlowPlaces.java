package dev.weft.server.connect;

import dev.weft.flow.ProcessorTypes;
import dev.weft.model.Environment;
import dev.weft.model.FlowSpec;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import dev.weft.spi.SealedFields;
import java.util.Optional;

/**
 * Says where a flow runs: in the environment that it names, else in the one that is called {@code
 * default}, else in the server. Where it names none, a flow stays in the server that needs what
 * only that machine has, or what the workers cannot do.
 */
public final class FlowPlaces {
  private final ProcessorTypes types;
  private final ConnectObstacles obstacles;

  /** What is encrypted per person is so in the server only. */
  public FlowPlaces(ProcessorTypes types, Schemas schemas, SealedFields sealed) {
    this.types = types;
    this.obstacles =
        new ConnectObstacles(
            types,
            port -> schemas.format(port) == RecordFormat.JSON,
            port -> !sealed.of(port).isEmpty());
  }

  /**
   * Where a flow runs.
   *
   * @param connect the cluster; empty: in the server
   * @param problem why it can run nowhere; empty when it can
   */
  public record FlowPlace(Optional<Environment.Connect> connect, String problem) {
    private static final FlowPlace SERVER = new FlowPlace(Optional.empty(), "");
  }

  public FlowPlace of(MeshState state, FlowSpec flow) {
    var named = flow.environment();
    if (named.equals(FlowSpec.IN_THE_SERVER)) {
      return FlowPlace.SERVER;
    }
    var name = named.isEmpty() ? FlowSpec.DEFAULT_ENVIRONMENT : named;
    var environment = state.find(ResourceKind.ENVIRONMENT, name, Environment.class);
    if (environment.isEmpty() && !named.isEmpty()) {
      return new FlowPlace(
          Optional.empty(), "The environment '" + named + "' that it names is not there.");
    }
    var connect = environment.flatMap(Environment::connect);
    if (connect.isEmpty()) {
      return FlowPlace.SERVER;
    }
    var obstacle = obstacles.of(flow);
    if (obstacle.isPresent()) {
      return named.isEmpty()
          ? FlowPlace.SERVER
          : new FlowPlace(
              Optional.empty(),
              obstacle.get() + " Write 'environment: server', so that it runs in the server.");
    }
    return named.isEmpty() && needsThisMachine(flow)
        ? FlowPlace.SERVER
        : new FlowPlace(connect, "");
  }

  private boolean needsThisMachine(FlowSpec flow) {
    return flow.processors().stream()
            .flatMap(one -> types.find(String.valueOf(one.type())).stream())
            .anyMatch(type -> type.isBoundToMachine())
        || flow.services().stream()
            .flatMap(one -> types.findService(String.valueOf(one.type())).stream())
            .anyMatch(type -> type.isBoundToMachine());
  }
}
