package dev.weft.server.openlineage;

import dev.weft.flow.FlowStatus;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.query.QueryStatus;
import java.time.Instant;

/** A job of Weft's own, a flow or a query, how it is now, and since when. */
public record JobNow(ResourceKey key, State state, Instant since) {

  /** As far as it matters to runs. */
  enum State {
    RUNNING,
    /** For something outside; a run that has begun goes on. */
    WAITING,
    STOPPED,
    FAILED
  }

  public static JobNow of(FlowStatus flow) {
    return new JobNow(
        new ResourceKey(ResourceKind.FLOW, flow.name()),
        switch (flow.status()) {
          case RUNNING -> State.RUNNING;
          case WAITING -> State.WAITING;
          case STOPPED -> State.STOPPED;
          case FAILED -> State.FAILED;
        },
        flow.since());
  }

  public static JobNow of(QueryStatus query) {
    return new JobNow(
        new ResourceKey(ResourceKind.QUERY, query.name()),
        switch (query.state()) {
          case RUNNING -> State.RUNNING;
          case WAITING, STARTING, RESTARTING, STOPPING -> State.WAITING;
          case STOPPED -> State.STOPPED;
          case FAILED -> State.FAILED;
        },
        query.since());
  }
}
