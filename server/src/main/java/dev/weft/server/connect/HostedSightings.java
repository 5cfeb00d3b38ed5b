package dev.weft.server.connect;

import dev.weft.flow.host.Beat.Sighting;
import dev.weft.model.FlowSpec;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshLog;
import dev.weft.spi.SourceObserver;
import dev.weft.spi.flow.SourceTables;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Passes on what the sources of flows outside the server have seen, as if they ran in it. Safe for
 * any thread.
 */
record HostedSightings(MeshLog mesh, SourceObserver sources) {
  private static final int TABLES_MAX = 1_000;
  private static final int COLUMNS_MAX = 200;
  private static final int PATIENCE_SECONDS = 10;

  /** Returns what is new, when it is known; nothing when that takes too long. */
  List<String> heard(String flow, Sighting sighting) {
    mustBeSmall(sighting.tables());
    return mesh.state()
        .find(ResourceKind.FLOW, flow, FlowSpec.class)
        .filter(spec -> has(spec, sighting.processor()))
        .map(spec -> new SourceObserver.Reader(flow, spec.product(), sighting.processor()))
        .map(
            reader ->
                sources
                    .seen(reader, sighting.tables())
                    .completeOnTimeout(List.of(), PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join())
        .orElse(List.of());
  }

  private static boolean has(FlowSpec flow, String processor) {
    return flow.processors().stream().anyMatch(one -> one.name().equals(processor));
  }

  /** A host looks at fewer; more is not from one. */
  private static void mustBeSmall(SourceTables tables) {
    var all =
        Stream.of(tables.reads().stream(), tables.takes().stream(), tables.beside().stream())
            .flatMap(part -> part)
            .toList();
    if (all.size() > TABLES_MAX
        || all.stream().anyMatch(table -> table.columns().size() > COLUMNS_MAX)) {
      throw Problem.input(
              "too-many-tables",
              Place.field("sighting.tables"),
              "A sighting has at most %d tables with %d columns each."
                  .formatted(TABLES_MAX, COLUMNS_MAX),
              "The host of a flow tells of fewer by itself.")
          .asException();
    }
  }
}
