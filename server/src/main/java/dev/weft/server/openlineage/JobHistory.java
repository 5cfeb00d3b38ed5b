package dev.weft.server.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.ExternalJob;
import dev.weft.model.ExternalJob.Dataset;
import dev.weft.model.ExternalJob.Links;
import dev.weft.model.ExternalJob.Output;
import dev.weft.model.ExternalJob.Run;
import dev.weft.model.ExternalJob.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of a job after one more event, as the standard means it: what the events of a run
 * say adds up; a new run takes the place of the one before; facets replace those of the same name.
 *
 * <p>Events may come late and out of order. A run that has ended stays ended, and what a run says
 * that began before the newest one changes its own state only.
 */
record JobHistory(DatasetNames names) {

  /** The job after the event, which has one. */
  ExternalJob after(Optional<ExternalJob> before, LineageEvent event) {
    var told = event.job().orElseThrow();
    var job =
        before.orElseGet(
            () ->
                new ExternalJob(
                    told.namespace(),
                    told.name(),
                    event.producer(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
    var facets = merged(job.facets(), told.facets());
    return event.run().isPresent()
        ? inRun(job, facets, event, event.run().get())
        : new ExternalJob(
            job.namespace(),
            job.name(),
            event.producer(),
            facets,
            job.runs(),
            job.runFacets(),
            added(Links.NONE, event),
            job.current(),
            job.before());
  }

  /** Facets by name: later ones replace earlier ones, and some are taken back. */
  static Map<String, JsonNode> merged(Map<String, JsonNode> before, Map<String, JsonNode> told) {
    var all = new LinkedHashMap<>(before);
    told.forEach(
        (name, facet) -> {
          if (ColumnFacets.isDeleted(facet)) {
            all.remove(name);
          } else {
            all.put(name, facet);
          }
        });
    return all;
  }

  private ExternalJob inRun(
      ExternalJob job, Map<String, JsonNode> facets, LineageEvent event, LineageEvent.Run told) {
    var known = job.runs().stream().filter(run -> run.id().equals(told.id())).findFirst();
    var run = known.map(it -> later(it, told.told(), event.time())).orElseGet(() -> first(event));
    var newest = job.newest();
    var isNewest =
        newest.isEmpty()
            || newest.get().id().equals(run.id())
            || (known.isEmpty() && !run.startedAt().isBefore(newest.get().startedAt()));
    var replaces = isNewest && newest.isPresent() && !newest.get().id().equals(run.id());
    var current = replaces ? Links.NONE : job.current();
    return new ExternalJob(
        job.namespace(),
        job.name(),
        event.producer(),
        facets,
        with(job.runs(), run, isNewest),
        isNewest ? merged(replaces ? Map.of() : job.runFacets(), told.facets()) : job.runFacets(),
        job.declared(),
        isNewest ? added(current, event) : current,
        replaces ? job.observed() : job.before());
  }

  private static Run first(LineageEvent event) {
    return new Run(
        event.run().orElseThrow().id(),
        event.run().orElseThrow().told(),
        event.time(),
        event.time());
  }

  private static Run later(Run run, State told, Instant time) {
    var isLater = !time.isBefore(run.lastAt());
    var state = run.state();
    if (state == State.OTHER) {
      state = told;
    } else if (told != State.OTHER && (told.ends() || (isLater && !state.ends()))) {
      state = told.ends() && state.ends() && !isLater ? state : told;
    }
    return new Run(
        run.id(),
        state,
        time.isBefore(run.startedAt()) ? time : run.startedAt(),
        isLater ? time : run.lastAt());
  }

  private static List<Run> with(List<Run> runs, Run run, boolean isNewest) {
    var all = new ArrayList<Run>();
    if (isNewest) {
      all.add(run);
    }
    for (var one : runs) {
      if (!one.id().equals(run.id())) {
        all.add(one);
      } else if (!isNewest) {
        all.add(run);
      }
    }
    if (!isNewest && !all.contains(run)) {
      all.add(run);
    }
    return all.stream().limit(ExternalJob.RUNS_MAX).toList();
  }

  private Links added(Links before, LineageEvent event) {
    var inputs = event.inputs().stream().map(this::dataset).toList();
    var outputs = new ArrayList<Output>();
    var silenced = new ArrayList<Output>();
    var columns = new ColumnFacets(names);
    var entries = columns.ofJob(event.job().map(LineageEvent.Job::facets).orElse(Map.of()));
    for (var output : event.outputs()) {
      var dataset = dataset(output);
      var told =
          columns.of(output.facets()).or(() -> Optional.ofNullable(entries.get(dataset.node())));
      if (told.isPresent()) {
        silenced.add(new Output(dataset, Map.of()));
      }
      outputs.add(new Output(dataset, told.orElse(Map.of())));
    }
    return without(before, silenced).plus(new Links(inputs, outputs));
  }

  /** The columns of these outputs are said anew. */
  private static Links without(Links before, List<Output> said) {
    var nodes = Set.copyOf(said.stream().map(output -> output.dataset().node()).toList());
    return new Links(
        before.inputs(),
        before.outputs().stream()
            .map(
                output ->
                    nodes.contains(output.dataset().node())
                        ? new Output(output.dataset(), Map.of())
                        : output)
            .toList());
  }

  private Dataset dataset(LineageEvent.Dataset told) {
    return new Dataset(told.namespace(), told.name(), names.node(told.namespace(), told.name()));
  }

  /** Whether they differ in more than times and what a run counts. */
  static boolean isNews(ExternalJob before, ExternalJob after) {
    return !timeless(before).equals(timeless(after));
  }

  private static ExternalJob timeless(ExternalJob job) {
    return new ExternalJob(
        job.namespace(),
        job.name(),
        job.producer(),
        job.facets(),
        job.runs().stream()
            .map(run -> new Run(run.id(), run.state(), Instant.EPOCH, Instant.EPOCH))
            .toList(),
        Map.of(),
        job.declared(),
        job.current(),
        job.before());
  }
}
