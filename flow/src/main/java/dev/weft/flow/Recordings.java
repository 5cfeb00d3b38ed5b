package dev.weft.flow;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The recordings of a runner's flows, at most one a flow. They end with their time, with their
 * number of FlowFiles or with the process; what they recorded stays. For any thread.
 */
final class Recordings {
  /** A loop in a flow makes events without end of one FlowFile. */
  private static final int EVENTS_PER_FLOWFILE = 20;

  private final Clock clock;
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  Recordings(Clock clock) {
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  void begin(String flow, Recording recording) {
    running.put(flow, new Running(recording));
  }

  void end(String flow) {
    running.remove(flow);
  }

  Optional<Recording.Progress> progress(String flow) {
    return now(flow).map(one -> new Recording.Progress(one.recording, one.flowFiles));
  }

  /** The one that is on now. */
  Optional<Running> now(String flow) {
    if (running.isEmpty()) {
      return Optional.empty();
    }
    var one = running.get(flow);
    if (one != null && one.recording.until().isBefore(clock.instant())) {
      running.remove(flow, one);
      return Optional.empty();
    }
    return Optional.ofNullable(one);
  }

  /** A recording, and how much of it is used up; the flow's thread counts. */
  static final class Running {
    private final Recording recording;
    private volatile int flowFiles;
    private volatile int events;

    private Running(Recording recording) {
      this.recording = recording;
    }

    boolean covers(String processor) {
      return recording.processor().isEmpty() || recording.processor().equals(processor);
    }

    /** Whether one FlowFile more may be recorded. */
    boolean hasRoom() {
      return flowFiles < recording.flowFiles();
    }

    /** Whether one event more may be written. */
    boolean hasRoomForEvent() {
      return events < (long) EVENTS_PER_FLOWFILE * recording.flowFiles();
    }

    void count(int moreFlowFiles, int moreEvents) {
      var sum = flowFiles + moreFlowFiles;
      flowFiles = sum;
      var all = events + moreEvents;
      events = all;
    }
  }
}
