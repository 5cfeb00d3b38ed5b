package dev.weft.policy;

import static dev.weft.policy.RecordShop.ADA;
import static dev.weft.policy.RecordShop.OLGA;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Readers ask from many threads while grants come and go. */
class ManyThreadsTest {
  private static final int ROUNDS = 300;

  private final RecordShop shop = new RecordShop();
  private volatile boolean granted;
  private volatile long changedAtEpoch = -1;
  private volatile boolean done;

  /** Who has seen the epoch of a change gets answers that know of it. */
  @Test
  void noAnswerIsOlderThanTheEpochThatWasSeenBefore() throws Exception {
    var threads = Executors.newFixedThreadPool(3);
    try {
      var readers = new ArrayList<Future<Integer>>();
      for (var i = 0; i < 3; i++) {
        readers.add(threads.submit(reader()));
      }
      for (var i = 0; i < ROUNDS; i++) {
        var subscription = shop.subscribe("s-" + i, ADA, List.of(), Optional.empty());
        publish(true);
        changedAtEpoch = -1;
        shop.put(subscription.revoke(OLGA, shop.clock.instant(), "test"));
        publish(false);
        changedAtEpoch = -1;
      }
      done = true;

      for (var reader : readers) {
        assertThat(reader.get()).isZero();
      }
    } finally {
      done = true;
      threads.shutdownNow();
    }
  }

  private void publish(boolean now) {
    granted = now;
    changedAtEpoch = shop.engine.epoch();
  }

  /** Counts answers that are wrong although nothing changed while they were asked for. */
  private Callable<Integer> reader() {
    return () -> {
      var wrong = 0;
      while (!done) {
        var epoch = changedAtEpoch;
        var expected = granted;
        var allowed = shop.view(ADA).allowed();
        var unchanged = epoch >= 0 && epoch == shop.engine.epoch() && epoch == changedAtEpoch;
        wrong += unchanged && allowed != expected ? 1 : 0;
      }
      return wrong;
    };
  }
}
