package dev.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An answer that was being compiled when a change came is not kept beyond it. Short rounds, in each
 * of which threads ask while a few changes come, and after which all must be as if it had just been
 * read: a wrong answer that is kept would be kept for ever.
 */
class OvertakenAnswersTest {
  private static final int ROUNDS = 100;
  private static final int CHANGES = 3;
  private static final int ASKING = 2;

  private final RandomMesh random = new RandomMesh(23);
  private final CyclicBarrier begin = new CyclicBarrier(ASKING + 1);
  private final CyclicBarrier end = new CyclicBarrier(ASKING + 1);
  private final AtomicBoolean changing = new AtomicBoolean();
  private final ExecutorService threads = Executors.newFixedThreadPool(ASKING);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void noAnswerIsKeptThatAChangeHasOvertaken() throws Exception {
    var asking = new ArrayList<Future<Long>>();
    for (var i = 0; i < ASKING; i++) {
      asking.add(threads.submit(asking()));
    }
    for (var round = 0; round < ROUNDS; round++) {
      changing.set(true);
      begin.await();
      for (var i = 0; i < CHANGES; i++) {
        random.change();
      }
      changing.set(false);
      end.await();

      assertThat(random.answers(random.engine))
          .as("round %d", round)
          .isEqualTo(random.answersAnew());
    }
    for (var one : asking) {
      assertThat(one.get()).as("answers while there were changes").isGreaterThan(ROUNDS);
    }
  }

  /** Asks everything as long as there are changes, in every round. */
  private Callable<Long> asking() {
    return () -> {
      var answers = 0L;
      for (var round = 0; round < ROUNDS; round++) {
        begin.await();
        do {
          answers += random.answers(random.engine).size();
        } while (changing.get());
        end.await();
      }
      return answers;
    };
  }
}
