package dev.weft.server.openlineage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.ExternalJob.State;
import dev.weft.model.ResourceKey;
import dev.weft.server.openlineage.FlowEvents.Run;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Which events flows and queries cause, from one look at them to the next. A run begins when one
 * runs and goes on while it waits for something outside. It has failed when a fault stops it, is
 * complete when people stop or remove it, and aborted when this server ends or another writes. One
 * that fails before it was seen to run has begun and failed all the same. For one thread.
 */
final class FlowRuns {
  private final FlowEvents events;
  private final Duration every;
  private final Random random;
  private final Map<ResourceKey, Known> runs = new LinkedHashMap<>();

  /** Since when those are failed whose failure is told. */
  private final Map<ResourceKey, Instant> failures = new HashMap<>();

  /** A run that goes on: what was said of it last, and when. */
  private record Known(Run run, ObjectNode lineage, Instant saidAt) {}

  /** {@code every} is how often a run that goes on says so. */
  FlowRuns(FlowEvents events, Duration every, Random random) {
    this.events = events;
    this.every = every;
    this.random = random;
  }

  /** What has come to be since the last look; {@code changed} when resources have, since then. */
  List<ObjectNode> look(MeshState state, List<JobNow> jobs, boolean changed, Instant now) {
    var told = new ArrayList<ObjectNode>();
    var there = new HashSet<ResourceKey>();
    for (var job : jobs) {
      there.add(job.key());
      switch (job.state()) {
        case RUNNING -> running(state, job.key(), changed, now, told);
        case WAITING -> {
          if (runs.containsKey(job.key())) {
            running(state, job.key(), changed, now, told);
          }
        }
        case FAILED -> failed(state, job, now, told);
        case STOPPED -> end(job.key(), State.COMPLETE, now, told);
      }
    }
    for (var gone : runs.keySet().stream().filter(key -> !there.contains(key)).toList()) {
      end(gone, State.COMPLETE, now, told);
    }
    failures.keySet().retainAll(there);
    return told;
  }

  /** All runs end, for the flows run here no more. */
  List<ObjectNode> abort(Instant now) {
    var told = new ArrayList<ObjectNode>();
    List.copyOf(runs.keySet()).forEach(key -> end(key, State.ABORT, now, told));
    return told;
  }

  private void failed(MeshState state, JobNow job, Instant now, List<ObjectNode> told) {
    var isTold = job.since().equals(failures.put(job.key(), job.since()));
    if (!isTold && !runs.containsKey(job.key())) {
      running(state, job.key(), false, now, told);
    }
    end(job.key(), State.FAIL, now, told);
  }

  private void running(
      MeshState state, ResourceKey key, boolean changed, Instant now, List<ObjectNode> told) {
    var known = runs.get(key);
    var due = known != null && !now.isBefore(known.saidAt().plus(every));
    if (known != null && !due && !changed) {
      return;
    }
    var resource = state.get(key);
    if (resource.isEmpty()) {
      return; // It is about to be stopped.
    }
    var lineage = events.lineage(state, resource.get());
    if (known == null || due || !lineage.equals(known.lineage())) {
      var run = known == null ? new Run(id(now), key.name()) : known.run();
      runs.put(key, new Known(run, lineage, now));
      told.add(events.event(known == null ? State.START : State.RUNNING, run, lineage, now));
    }
  }

  private void end(ResourceKey key, State how, Instant now, List<ObjectNode> told) {
    var known = runs.remove(key);
    if (known != null) {
      told.add(events.event(how, known.run(), known.lineage(), now));
    }
  }

  /** A UUID of version 7 (RFC 9562), as the standard recommends for runs. */
  private String id(Instant now) {
    var high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0xFFFL);
    var low = 0x8000_0000_0000_0000L | (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL);
    return new UUID(high, low).toString();
  }
}
