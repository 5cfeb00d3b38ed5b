package dev.weft.flow;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says that a flow shall stop, and wakes it when it waits. Safe for any thread. */
final class StopSignal {
  private final CountDownLatch latch = new CountDownLatch(1);

  void give() {
    latch.countDown();
  }

  boolean isGiven() {
    return latch.getCount() == 0;
  }

  /** Waits that long; throws when the flow is stopped meanwhile. */
  void pause(Duration pause) {
    try {
      if (latch.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new UnitAborted.Stopped();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnitAborted.Stopped();
    }
  }
}
