package dev.weft.server.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.ExternalDataset;
import dev.weft.model.ExternalJob;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of one request, decided one after another on what the ones before left. */
final class IntakeBatch {
  private final DatasetNames names;
  private final JobHistory history;
  private final Caller caller;
  private final MeshState state;
  private final Instant now;
  private final Map<ResourceKey, ExternalJob> jobs = new LinkedHashMap<>();
  private final Map<ResourceKey, ExternalDataset> datasets = new LinkedHashMap<>();
  private final List<LineageIntake.Failed> failed = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int newJobs;
  private int newDatasets;

  IntakeBatch(DatasetNames names, Caller caller, MeshState state, Instant now) {
    this.names = names;
    this.history = new JobHistory(names);
    this.caller = caller;
    this.state = state;
    this.now = now;
  }

  MeshLog.Decided<LineageIntake.Taken> take(List<JsonNode> events) {
    newJobs = LineageIntake.JOBS_MAX - state.all(ResourceKind.EXTERNAL_JOB).size();
    newDatasets = LineageIntake.DATASETS_MAX - state.all(ResourceKind.EXTERNAL_DATASET).size();
    for (var i = 0; i < events.size(); i++) {
      try {
        take(EventReader.read(events.get(i), now));
      } catch (ProblemException e) {
        var problem = e.first();
        var at = problem.place().path();
        var reason = (at.isEmpty() ? "" : at + ": ") + problem.message();
        failed.add(new LineageIntake.Failed(i, reason, false, problem));
      }
    }
    return decided(new LineageIntake.Taken(events.size(), List.copyOf(failed), List.copyOf(notes)));
  }

  /** All of the event or nothing. */
  private void take(LineageEvent event) {
    var changedDatasets = new LinkedHashMap<ResourceKey, ExternalDataset>();
    event.inputs().forEach(it -> dataset(it, event, changedDatasets));
    event.outputs().forEach(it -> dataset(it, event, changedDatasets));
    if (event.job().isPresent()) {
      var told = event.job().get();
      var key =
          new ResourceKey(
              ResourceKind.EXTERNAL_JOB, DatasetNames.key(told.namespace(), told.name()));
      var before = job(key);
      before.ifPresent(
          it -> requireSame(key, it.namespace(), told.namespace(), it.name(), told.name()));
      var after = history.after(before, event);
      requireRoom(before.isEmpty(), newJobs, "jobs", LineageIntake.JOBS_MAX);
      requireSmall(key, after);
      newJobs -= before.isEmpty() ? 1 : 0;
      jobs.put(key, after);
    }
    datasets.putAll(changedDatasets);
    notes.addAll(event.notes());
  }

  private void dataset(
      LineageEvent.Dataset told, LineageEvent event, Map<ResourceKey, ExternalDataset> into) {
    var node = names.node(told.namespace(), told.name());
    if (node.startsWith("port/")) {
      return; // Weft itself knows best what a port is.
    }
    var key =
        new ResourceKey(
            ResourceKind.EXTERNAL_DATASET, DatasetNames.key(told.namespace(), told.name()));
    var before =
        Optional.ofNullable(into.get(key))
            .or(() -> Optional.ofNullable(datasets.get(key)))
            .or(() -> state.get(key).map(it -> it.as(ExternalDataset.class)));
    before.ifPresent(
        it -> requireSame(key, it.namespace(), told.namespace(), it.name(), told.name()));
    var facets = new LinkedHashMap<>(told.facets());
    if (event.job().isPresent()) {
      // Two jobs may write it from different fields: each job has its own.
      facets.remove(ColumnFacets.COLUMN_LINEAGE);
      facets.remove(ColumnFacets.LINEAGE);
    }
    var lastAt = before.map(ExternalDataset::lastAt).orElse(event.time());
    var after =
        new ExternalDataset(
            told.namespace(),
            told.name(),
            node,
            JobHistory.merged(before.map(ExternalDataset::facets).orElse(Map.of()), facets),
            event.time().isAfter(lastAt) ? event.time() : lastAt);
    requireRoom(before.isEmpty(), newDatasets, "datasets", LineageIntake.DATASETS_MAX);
    requireSmall(key, after);
    newDatasets -= before.isEmpty() ? 1 : 0;
    into.put(key, after);
  }

  private Optional<ExternalJob> job(ResourceKey key) {
    return Optional.ofNullable(jobs.get(key))
        .or(() -> state.get(key).map(it -> it.as(ExternalJob.class)));
  }

  private MeshLog.Decided<LineageIntake.Taken> decided(LineageIntake.Taken reply) {
    var puts = new ArrayList<MeshLog.Put>();
    var audit = new ArrayList<AuditEvent>();
    jobs.forEach(
        (key, after) -> {
          var before = state.get(key);
          if (isWorthWriting(
              before,
              before.map(it -> JobHistory.isNews(it.as(ExternalJob.class), after)).orElse(true))) {
            puts.add(MeshLog.Put.of(key, Json.tree(after), caller.id()));
            audit.add(event(key, details(after)));
          }
        });
    datasets.forEach(
        (key, after) -> {
          var before = state.get(key);
          if (isWorthWriting(
              before, before.map(it -> isNews(it.as(ExternalDataset.class), after)).orElse(true))) {
            puts.add(MeshLog.Put.of(key, Json.tree(after), caller.id()));
            audit.add(event(key, Json.object().put("facets", after.facets().size())));
          }
        });
    return puts.isEmpty()
        ? MeshLog.Decided.nothing(reply)
        : new MeshLog.Decided<>(puts, List.of(), audit, reply);
  }

  private boolean isWorthWriting(Optional<Resource> before, boolean news) {
    return news
        || before.map(it -> !now.isBefore(it.changedAt().plus(LineageIntake.STILL))).orElse(true);
  }

  private AuditEvent event(ResourceKey key, ObjectNode details) {
    return new AuditEvent(caller.id(), "lineage.report", key.toString(), true, details);
  }

  private static ObjectNode details(ExternalJob job) {
    var details =
        Json.object()
            .put("producer", job.producer())
            .put("inputs", job.links().inputs().size())
            .put("outputs", job.links().outputs().size());
    job.newest().ifPresent(run -> details.put("run", run.id()).put("state", run.state().name()));
    return details;
  }

  private static boolean isNews(ExternalDataset before, ExternalDataset after) {
    return !lasting(before).equals(lasting(after));
  }

  private static Map<String, JsonNode> lasting(ExternalDataset dataset) {
    var facets = new LinkedHashMap<>(dataset.facets());
    facets.remove("version");
    facets.remove("lifecycleStateChange");
    return facets;
  }

  /** Names are joined by a slash, and may hold some: two that read alike must not be one. */
  private static void requireSame(
      ResourceKey key, String namespace, String otherNamespace, String name, String otherName) {
    if (!namespace.equals(otherNamespace) || !name.equals(otherName)) {
      throw EventReader.wrong(
          "name",
          "'%s' of '%s' would be called %s, as '%s' of '%s' is already."
              .formatted(otherName, otherNamespace, key.name(), name, namespace),
          "Choose a namespace that does not begin as another with a name does.");
    }
  }

  private static void requireRoom(boolean isNew, int room, String what, int max) {
    if (isNew && room <= 0) {
      throw Problem.conflict(
              "too-many-" + what,
              "There are " + max + " " + what + " outside the mesh already.",
              "Forget those that are gone: DELETE /api/v1/lineage/job%2FNAMESPACE%2FNAME.")
          .asException();
    }
  }

  private static void requireSmall(ResourceKey key, Object document) {
    var bytes = Json.bytes(document).length;
    if (bytes > LineageIntake.BYTES_MAX) {
      throw new Problem(
              Problem.Kind.TOO_LARGE,
              "too-much-lineage",
              null,
              "%s would have %d bytes; at most %d are kept."
                  .formatted(key, bytes, LineageIntake.BYTES_MAX),
              "Tell fewer fields or facets.")
          .asException();
    }
  }
}
