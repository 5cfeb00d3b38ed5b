package dev.weft.server.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Takes the OpenLineage events of jobs outside, from who has the role {@code lineage}, and keeps
 * what they say in the mesh log: a job and its last runs, and its datasets. What says nothing new
 * but the time is written once in {@value #STILL_MINUTES} minutes, so that a job that never ends
 * does not fill the log. Safe for any thread.
 *
 * <p>Limits: {@value #JOBS_MAX} jobs and {@value #DATASETS_MAX} datasets; of each so many bytes as
 * {@value #BYTES_MAX}; and those of {@link EventReader}.
 */
public final class LineageIntake {
  static final int JOBS_MAX = 10_000;
  static final int DATASETS_MAX = 50_000;
  static final int BYTES_MAX = 512 * 1024;
  private static final int STILL_MINUTES = 10;
  static final Duration STILL = Duration.ofMinutes(STILL_MINUTES);

  private final MeshLog mesh;
  private final DatasetNames names;

  /** {@code here} are the addresses of this mesh's gateway and broker. */
  public LineageIntake(MeshLog mesh, Supplier<Set<String>> here) {
    this.mesh = mesh;
    this.names = new DatasetNames(here);
  }

  /**
   * An event that was not taken.
   *
   * @param index its place in the batch, from 0
   */
  public record Failed(int index, String reason, boolean retriable, Problem problem) {}

  /**
   * What became of events.
   *
   * @param notes what was left out of those that were taken
   */
  public record Taken(int received, List<Failed> failed, List<String> notes) {}

  /** The JSON of a request, within limits. */
  public static JsonNode json(byte[] body) {
    return EventReader.json(body);
  }

  /** One event; throws the problem that it has. */
  public Taken one(Caller caller, JsonNode event) {
    var taken = take(caller, List.of(event));
    if (!taken.failed().isEmpty()) {
      throw taken.failed().get(0).problem().asException();
    }
    return taken;
  }

  /** A list of events, those that can be taken in one transaction. */
  public Taken all(Caller caller, JsonNode events) {
    if (!events.isArray() || events.size() > EventReader.EVENTS_MAX) {
      throw Problem.input(
              "bad-batch",
              null,
              "A batch is a list of at most " + EventReader.EVENTS_MAX + " events.",
              "Send one event to /api/v1/lineage, lists to /api/v1/lineage/batch.")
          .asException();
    }
    var list = new ArrayList<JsonNode>();
    events.forEach(list::add);
    return take(caller, list);
  }

  private Taken take(Caller caller, List<JsonNode> events) {
    requireRight(caller);
    return mesh.decide((state, now) -> new IntakeBatch(names, caller, state, now).take(events));
  }

  private static void requireRight(Caller caller) {
    caller.require(
        caller.reportsLineage(),
        "may-not-report-lineage",
        "You may not report the lineage of jobs.",
        "An administrator gives a user the role: roles: [lineage].");
  }

  /** Forgets a job or dataset: what it wrote and read is no lineage any more. */
  public void forget(Caller caller, String node) {
    requireRight(caller);
    mesh.decide(
        (state, now) -> {
          var key = key(state, node);
          return new MeshLog.Decided<>(
              List.of(),
              List.of(key),
              List.of(
                  new AuditEvent(
                      caller.id(), "lineage.forget", key.toString(), true, Json.object())),
              key);
        });
  }

  private static ResourceKey key(MeshState state, String node) {
    var kind =
        node.startsWith("job/")
            ? Optional.of(ResourceKind.EXTERNAL_JOB)
            : node.startsWith("dataset/")
                ? Optional.of(ResourceKind.EXTERNAL_DATASET)
                : Optional.<ResourceKind>empty();
    return kind.filter(it -> node.indexOf('/') < node.length() - 1)
        .map(it -> new ResourceKey(it, node.substring(node.indexOf('/') + 1)))
        .filter(key -> state.get(key).isPresent())
        .orElseThrow(
            () ->
                Problem.missing(
                        "no-such-job",
                        "No job or dataset outside the mesh is called '" + node + "'.",
                        "Name it as job/NAMESPACE/NAME or dataset/NAMESPACE/NAME.")
                    .asException());
  }
}
