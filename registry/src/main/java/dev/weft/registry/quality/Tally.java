package dev.weft.registry.quality;

/** What came in one slice of time. */
final class Tally {
  long records;
  long quarantined;

  /** Of each objective: the records that could be judged, and those that count against it. */
  final long[] judged;

  final long[] against;

  /** Times by {@link LatencyScale}; null where no objective is about latency. */
  final long[][] times;

  Tally(int objectives) {
    judged = new long[objectives];
    against = new long[objectives];
    times = new long[objectives][];
  }

  void judge(int objective, boolean isAgainst) {
    judged[objective]++;
    if (isAgainst) {
      against[objective]++;
    }
  }

  void time(int objective, long millis) {
    if (times[objective] == null) {
      times[objective] = new long[LatencyScale.CLASSES];
    }
    times[objective][LatencyScale.classOf(millis)]++;
  }

  void add(Tally other) {
    records += other.records;
    quarantined += other.quarantined;
    for (var i = 0; i < judged.length; i++) {
      judged[i] += other.judged[i];
      against[i] += other.against[i];
      if (other.times[i] != null) {
        if (times[i] == null) {
          times[i] = new long[LatencyScale.CLASSES];
        }
        for (var at = 0; at < LatencyScale.CLASSES; at++) {
          times[i][at] += other.times[i][at];
        }
      }
    }
  }
}
