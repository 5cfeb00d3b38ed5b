package dev.weft.server.erasure;

import dev.weft.catalog.erasure.SubjectMatch;
import dev.weft.flow.FlowRunner;
import dev.weft.model.ErasurePlan.Place;
import dev.weft.model.ErasurePlan.Way;
import dev.weft.model.FlowSpec;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import dev.weft.spi.flow.Content;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A person's records among the FlowFiles that wait in connections of flows: any value of a record
 * that is the person's key counts, for on its way a field has any name.
 */
public final class WaitingRecords {
  private static final int BYTES_LOOKED_AT_MAX = 1 << 20;

  private final FlowRunner runner;

  public WaitingRecords(FlowRunner runner) {
    this.runner = runner;
  }

  /** What waits in the flow; empty when nothing of the person does. */
  Optional<Place> in(MeshState state, String flow, SubjectMatch subject) {
    var spec = state.find(ResourceKind.FLOW, flow, FlowSpec.class);
    var scanned = 0L;
    var found = 0L;
    for (var connection : spec.map(FlowSpec::connections).orElse(List.of())) {
      for (var queued : runner.queue(flow, connection).orElse(List.of())) {
        scanned += queued.records();
        found +=
            runner
                .waiting(flow, connection, queued.number())
                .map(flowFile -> count(flowFile.content(), subject))
                .orElse(0L);
      }
    }
    return found == 0
        ? Optional.empty()
        : Optional.of(
            new Place(
                "flow/" + flow,
                List.of(),
                scanned,
                found,
                0,
                0,
                0,
                Way.FLOW,
                Optional.empty(),
                "They reach its ports when they are taken: look again then, or drop them first"
                    + " ('weft flow drop')."));
  }

  private static long count(Content content, SubjectMatch subject) {
    if (content instanceof Content.Records records) {
      return records.items().stream()
          .filter(item -> subject.isAnywhereIn(item.record().fields()))
          .count();
    }
    try (var in = ((Content.Bytes) content).opener().open()) {
      return subject.isAnywhereIn(in.readNBytes(BYTES_LOOKED_AT_MAX)) ? 1 : 0;
    } catch (IOException e) {
      return 0; // What cannot be read any more will not come to a port either.
    }
  }
}
