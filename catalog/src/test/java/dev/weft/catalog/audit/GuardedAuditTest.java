package dev.weft.catalog.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedAuditTest {
  @TempDir Path folder;

  private final Stubborn log = new Stubborn();

  @Test
  void whileItCannotBeWrittenReadersWaitAndItSaysSo() throws Exception {
    try (var audit = GuardedAudit.stopping(log, Clock.systemUTC())) {
      log.away = true;
      var stored = audit.append(event(1));
      await(() -> !audit.health().isOk());
      assertThat(stored).isNotDone();

      log.comeBack();

      stored.get(5, TimeUnit.SECONDS);
      await(() -> audit.health().isOk());
    }
  }

  @Test
  void withASpoolReadersGoOnAndNothingIsLostOrDoubled() throws Exception {
    try (var audit = spooling(100_000)) {
      log.away = true;
      for (int i = 0; i < 20; i++) {
        audit.append(event(i)).get(10, TimeUnit.SECONDS);
      }
      await(() -> audit.health().spooled() == 20);
      var before = Instant.now();
      assertThat(audit.health().text()).contains("20 events are kept");

      log.comeBack();

      await(() -> audit.health().isOk());
      assertThat(log.numbers()).containsExactly(range(20));
      assertThat(log.times).allMatch(time -> !time.isAfter(before));
      audit.append(event(20)).get(5, TimeUnit.SECONDS);
      assertThat(log.numbers()).containsExactly(range(21));
    }
  }

  @Test
  void whatAKilledProcessLeftIsStoredByTheNext() throws Exception {
    log.away = true;
    try (var audit = spooling(100_000)) {
      audit.append(event(0)).get(10, TimeUnit.SECONDS);
      audit.append(event(1)).get(10, TimeUnit.SECONDS);
    }
    var next = new Stubborn();

    try (var audit =
        GuardedAudit.spooling(next, Clock.systemUTC(), folder.resolve("spool"), 100_000)) {
      await(() -> next.numbers().size() == 2 && audit.health().isOk());
    }

    assertThat(next.numbers()).containsExactly(0, 1);
  }

  @Test
  void whatWasStoredBeforeAKillIsNotStoredTwice() throws Exception {
    log.away = true;
    try (var audit = spooling(100_000)) {
      audit.append(event(0)).get(10, TimeUnit.SECONDS);
      audit.append(event(1)).get(10, TimeUnit.SECONDS);
    }
    // The audit had the first all the while; the process was killed before it heard of that.
    log.comeBack();
    assertThat(log.numbers()).containsExactly(0);

    try (var audit = spooling(100_000)) {
      await(() -> log.numbers().size() == 2 && audit.health().isOk());
    }

    assertThat(log.numbers()).containsExactly(0, 1);
  }

  @Test
  void whatIsLeftWaitsUntilTheAuditCanBeRead() throws Exception {
    log.away = true;
    try (var audit = spooling(100_000)) {
      audit.append(event(0)).get(10, TimeUnit.SECONDS);
    }
    log.pending.clear();
    log.away = false;
    log.unreadable = true;

    try (var audit = spooling(100_000)) {
      await(() -> log.asked > 1);
      assertThat(log.numbers()).isEmpty();
      log.unreadable = false;
      await(() -> audit.health().isOk());
    }

    assertThat(log.numbers()).containsExactly(0);
  }

  @Test
  void whenTheSpoolIsFullNothingIsTaken() throws Exception {
    try (var audit = spooling(300)) {
      log.away = true;
      audit.append(event(0)).get(10, TimeUnit.SECONDS);

      assertThatThrownBy(
              () -> {
                for (int i = 1; i < 10; i++) {
                  audit.append(event(i)).get(10, TimeUnit.SECONDS);
                }
              })
          .hasMessageContaining("spool");
    }
  }

  private GuardedAudit spooling(long bytes) {
    return GuardedAudit.spooling(log, Clock.systemUTC(), folder.resolve("spool"), bytes);
  }

  private static Integer[] range(int end) {
    var all = new Integer[end];
    for (int i = 0; i < end; i++) {
      all[i] = i;
    }
    return all;
  }

  private static AuditEvent event(int number) {
    return new AuditEvent(
        PrincipalId.user("ada"), "read", "shop.orders", true, Json.object().put("n", number));
  }

  private static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** An audit that takes everything at once, or, while it is away, never. */
  private static final class Stubborn implements GuardedAudit.Log {
    private final List<Integer> stored = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private final List<Runnable> pending = new ArrayList<>();
    private final List<Stored> events = new ArrayList<>();
    private volatile boolean away;
    private volatile boolean unreadable;
    private volatile int asked;

    @Override
    public CompletableFuture<Void> append(AuditEvent event) {
      return append(event, Instant.now());
    }

    @Override
    public synchronized CompletableFuture<Void> append(AuditEvent event, Instant time) {
      var future = new CompletableFuture<Void>();
      Runnable store =
          () -> {
            stored.add(event.details().path("n").asInt());
            events.add(CanonicalEvent.hashed("w", stored.size(), time, event, ""));
            times.add(time);
            future.complete(null);
          };
      if (away) {
        pending.add(store);
      } else {
        store.run();
      }
      return future;
    }

    synchronized void comeBack() {
      away = false;
      pending.forEach(Runnable::run);
      pending.clear();
    }

    synchronized List<Integer> numbers() {
      return List.copyOf(stored);
    }

    @Override
    public List<Stored> search(AuditQuery query) {
      return List.of();
    }

    @Override
    public synchronized void each(AuditQuery query, Consumer<Stored> sink) {
      asked++;
      if (unreadable) {
        throw new IllegalStateException("it cannot be read");
      }
      events.forEach(sink);
    }

    @Override
    public AuditLog.Verification verify() {
      return new AuditLog.Verification(0, 0, List.of());
    }
  }
}
