package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong nanos = new AtomicLong();
  private final Numbered source = new Numbered();
  private final ReadAhead ahead = new ReadAhead(source, threads, nanos::get);

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** Counts from its position on, up to its last; remembers what it was asked for. */
  private static final class Numbered implements SourceProcessor {
    private final List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> threads = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch entered = new CountDownLatch(1);
    private volatile int last = 1_000;
    private volatile int failsAt = -1;
    private volatile int hangsAt = -1;
    private volatile boolean inside;
    private volatile boolean closedInside;
    private volatile boolean closed;

    @Override
    public Batch poll(Optional<JsonNode> position) throws RetryableException, InterruptedException {
      var at = position.map(JsonNode::asInt).orElse(0);
      asked.add(at);
      threads.add(Thread.currentThread().getName());
      inside = true;
      try {
        if (at == failsAt) {
          failsAt = -1;
          throw new RetryableException("not now", null);
        }
        if (at == hangsAt) {
          entered.countDown();
          new CountDownLatch(1).await();
        }
        return at >= last ? Batch.EMPTY : batch(at);
      } finally {
        inside = false;
      }
    }

    private static Batch batch(int at) {
      var file = new FlowFile(Map.of("at", "" + at), new Content.Records(List.of()));
      return new Batch(List.of(file), Optional.of(IntNode.valueOf(at + 1)), true);
    }

    @Override
    public void close() {
      closedInside = inside;
      closed = true;
    }
  }

  private Optional<JsonNode> position(int at) {
    return Optional.of(IntNode.valueOf(at));
  }

  private int poll(int at) throws Exception {
    var files = ahead.poll(position(at)).flowFiles();
    return files.isEmpty() ? -1 : Integer.parseInt(files.get(0).attributes().get("at"));
  }

  @Test
  void givesEachBatchOnceAndInItsOrderAndReadsFromTheThirdOnInAnotherThread() throws Exception {
    for (var at = 0; at < 50; at++) {
      assertThat(poll(at)).isEqualTo(at);
    }
    ahead.close();

    assertThat(source.asked.subList(0, 50)).isSorted().doesNotHaveDuplicates();
    assertThat(source.threads.subList(2, 50)).doesNotContain(Thread.currentThread().getName());
  }

  @Test
  void readsAgainWhatWasGivenUp() throws Exception {
    poll(0);
    poll(1);
    poll(2);

    assertThat(poll(1)).isEqualTo(1);
    assertThat(poll(2)).isEqualTo(2);
    assertThat(poll(3)).isEqualTo(3);
  }

  @Test
  void doesNotUseWhatIsOlderThanASecondSinceARightMayBeGone() throws Exception {
    poll(0);
    poll(1);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    source.last = 2;

    assertThat(poll(2)).as("asked again, of what is there now").isEqualTo(-1);
    assertThat(source.asked).containsExactly(0, 1, 2, 2);
  }

  @Test
  void readsNothingAheadOfUnitsOfWorkThatTakeLong() throws Exception {
    for (var at = 0; at < 5; at++) {
      assertThat(poll(at)).isEqualTo(at);
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }
    ahead.close();

    assertThat(source.asked).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void asksAgainWhereNothingWasThereAhead() throws Exception {
    source.last = 2;
    poll(0);
    poll(1);
    source.last = 3;

    assertThat(poll(2)).isEqualTo(2);
  }

  @Test
  void tellsOfTroubleWhenTheBatchIsAskedForAndGoesOn() throws Exception {
    poll(0);
    source.failsAt = 2;
    poll(1);

    assertThatThrownBy(() -> poll(2)).isInstanceOf(RetryableException.class).hasMessage("not now");
    assertThat(poll(2)).isEqualTo(2);
  }

  @Test
  void saysWhatFollowsBeforeACommitAndOnceOnly() throws Exception {
    poll(0);
    poll(1);

    for (var at = 2; at < 20; at++) {
      var next = ahead.following(position(at), Duration.ofMinutes(1));
      assertThat(next.orElseThrow().position()).isEqualTo(position(at + 1));
    }
    assertThat(poll(20)).isEqualTo(20);
    ahead.close();
    assertThat(source.asked.subList(0, 21)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void nothingFollowsInTimeOrWithTroubleWhichIsToldLater() throws Exception {
    source.failsAt = 2;
    poll(0);
    poll(1);
    assertThat(ahead.following(position(2), Duration.ofMinutes(1))).isEmpty();
    assertThatThrownBy(() -> poll(2)).isInstanceOf(RetryableException.class).hasMessage("not now");

    source.hangsAt = 4;
    assertThat(poll(2)).isEqualTo(2);
    assertThat(poll(3)).isEqualTo(3);
    assertThat(ahead.following(position(4), Duration.ZERO)).isEmpty();
    ahead.close();
    assertThat(source.closedInside).isFalse();
  }

  @Test
  void readsWhenItIsAskedWhereNoThreadIsFree() throws Exception {
    var alone =
        new ReadAhead(
            source,
            work -> {
              throw new RejectedExecutionException();
            },
            nanos::get);
    for (var at = 0; at < 5; at++) {
      assertThat(alone.poll(position(at)).position()).isEqualTo(position(at + 1));
    }
    assertThat(source.asked).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void closesTheSourceWhenTheOtherThreadHasLeftIt() throws Exception {
    source.hangsAt = 2;
    poll(0);
    poll(1);
    source.entered.await();

    ahead.close();

    assertThat(source.closed).isTrue();
    assertThat(source.closedInside).isFalse();
  }
}
