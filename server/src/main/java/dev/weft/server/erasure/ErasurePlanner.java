package dev.weft.server.erasure;

import dev.weft.catalog.erasure.Cleanup;
import dev.weft.catalog.erasure.SubjectFields;
import dev.weft.catalog.erasure.SubjectSearch;
import dev.weft.model.ErasurePlan.Scope;
import dev.weft.spi.MeshState;
import dev.weft.spi.RecordDecoder;
import dev.weft.spi.TraceLog;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts a plan together: the fields that hold the person's key, their records in each topic, what
 * was made from these, how they can be removed there, who has read them, and what lies outside.
 * Reads much and changes nothing. Safe for any thread.
 */
public final class ErasurePlanner implements Erasures.Planner {
  private final Sources from;
  private final Clock clock;

  /**
   * Where it looks.
   *
   * @param cleanups how records leave topics
   * @param decoder shows records of all formats as JSON
   * @param readers who has got records
   * @param sealed the fields that are encrypted per person, and {@code keys} under what
   */
  public record Sources(
      SubjectPorts fields,
      SubjectSearch search,
      Function<List<String>, Map<String, Cleanup>> cleanups,
      TraceLog trace,
      RecordDecoder decoder,
      SubjectReaders readers,
      BeyondMesh beyond,
      WaitingRecords waiting,
      SealedPorts sealed,
      SubjectKeys keys) {}

  public ErasurePlanner(Sources from, Clock clock) {
    this.from = from;
    this.clock = clock;
  }

  @Override
  public Set<String> kinds(MeshState state) {
    return SubjectFields.kinds(from.fields().of(state));
  }

  @Override
  public Draft draft(MeshState state, Scope scope, String key, SubjectSearch.Watch watch) {
    try (var search = from.search().open()) {
      return new Drafting(from, search, clock.instant(), state, scope, key, watch).make();
    }
  }
}
