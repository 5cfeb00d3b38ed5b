package dev.weft.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataRecord;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.sql.SqlPlanner;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PulledRowsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  /** Rows that are there, and then silence until somebody ends it. */
  private static final class Job implements SqlPlanner.Rows {
    private final Iterator<DataRecord> rows;
    private final RuntimeException failure;
    private final boolean goesOn;
    private final CountDownLatch closed = new CountDownLatch(1);

    Job(int count, boolean goesOn, RuntimeException failure) {
      this.rows =
          IntStream.range(0, count).mapToObj(n -> new DataRecord(Map.of("n", n))).iterator();
      this.goesOn = goesOn;
      this.failure = failure;
    }

    @Override
    public boolean hasNext() {
      if (rows.hasNext()) {
        return true;
      }
      if (failure != null) {
        throw failure;
      }
      while (goesOn && closed.getCount() > 0) {
        try {
          closed.await();
        } catch (InterruptedException e) {
          // As Flink's own, which asks on; only its end ends it.
        }
      }
      return false;
    }

    @Override
    public DataRecord next() {
      return rows.next();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void givesAllRowsInTheirOrderAndIsOverThen() {
    var job = new Job(250, false, null);

    try (var rows = PulledRows.of(() -> job, job::close)) {
      for (var n = 0; n < 250; n++) {
        assertThat(rows.next(LONG).orElseThrow().fields()).containsEntry("n", n);
      }
      assertThat(rows.isOver()).isFalse();
      assertThat(rows.next(LONG)).isEmpty();
      assertThat(rows.isOver()).isTrue();
    }
  }

  @Test
  void letsItsReaderGoOnWhileNoRowComesAndEndsTheJobWithTheReader() throws InterruptedException {
    var job = new Job(1, true, null);

    try (var rows = PulledRows.of(() -> job, job::close)) {
      assertThat(rows.next(LONG)).isPresent();
      assertThat(rows.next(Duration.ofMillis(1))).isEmpty();
      assertThat(rows.isOver()).isFalse();
    }

    job.closed.await();
  }

  @Test
  void endsTheJobThoughRowsWaitThatNobodyReads() throws InterruptedException {
    var job = new Job(10_000, true, null);

    try (var rows = PulledRows.of(() -> job, job::close)) {
      assertThat(rows.next(LONG)).isPresent();
    }

    job.closed.await();
  }

  @Test
  void endsAJobThatHasGivenNoRowsYet() throws InterruptedException {
    var job = new Job(0, true, null);
    var begun = new CountDownLatch(1);

    try (var rows =
        PulledRows.of(
            () -> {
              begun.countDown();
              assertThat(job.hasNext()).isFalse();
              return job;
            },
            job::close)) {
      begun.await();
      assertThat(rows.next(Duration.ofMillis(1))).isEmpty();
    }

    job.closed.await();
  }

  @Test
  void tellsWhatTheQueryFailedWithAfterTheRowsBefore() {
    var failure = Problem.environment("query-failed", "It failed.", "").asException();
    var job = new Job(250, false, failure);

    try (var rows = PulledRows.of(() -> job, job::close)) {
      for (var n = 0; n < 250; n++) {
        assertThat(rows.next(LONG)).isPresent();
      }
      assertThatThrownBy(() -> rows.next(LONG)).isSameAs(failure);
      assertThat(rows.isOver()).isTrue();
    }
  }

  @Test
  void tellsWhatKeepsItFromBeginning() {
    var refused = Problem.environment("job-not-taken", "No.", "").asException();

    try (var rows =
        PulledRows.of(
            () -> {
              throw refused;
            },
            () -> {})) {
      assertThatThrownBy(() -> rows.next(LONG)).isInstanceOf(ProblemException.class);
    }
  }
}
