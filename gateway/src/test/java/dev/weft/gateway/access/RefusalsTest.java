package dev.weft.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.AccessObserver.Reader;
import dev.weft.spi.AccessObserver.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final PortName PORT = new PortName("shop", "orders");
  private static final Reader READER =
      new Reader("s", PrincipalId.user("ada"), "key", "client", "group", "127.0.0.1:1");

  private final List<Refusal> told = new ArrayList<>();
  private final TickingClock clock = new TickingClock();
  private final Refusals refusals = new Refusals(new Notes(), clock, new Counters());

  @Test
  void firstIsToldAtOnce() {
    refuse(1);

    assertThat(told).extracting(Refusal::count).containsExactly(1L);
    assertThat(told.get(0).reason()).isEqualTo("no");
  }

  @Test
  void othersAreToldAsOneSumAMinute() {
    refuse(50);
    refusals.tellSuppressed();
    assertThat(told).hasSize(1);

    clock.pass(Duration.ofMinutes(1));
    refusals.tellSuppressed();
    refusals.tellSuppressed();

    assertThat(told).extracting(Refusal::count).containsExactly(1L, 49L);
  }

  @Test
  void noneIsLostWhenTheConnectionEnds() {
    refuse(3);
    refusals.write(READER, PORT, "nor that");

    refusals.end();

    assertThat(told).extracting(Refusal::operation).containsExactly("read", "write", "read");
    assertThat(told.stream().mapToLong(Refusal::count).sum()).isEqualTo(4);
  }

  private void refuse(int times) {
    for (int i = 0; i < times; i++) {
      refusals.read(READER, PORT, "no");
    }
  }

  private final class Notes implements AccessObserver {
    @Override
    public CompletableFuture<Void> readOpened(ReadOpened event) {
      throw new AssertionError(event);
    }

    @Override
    public CompletableFuture<Void> readClosed(ReadRange event) {
      throw new AssertionError(event);
    }

    @Override
    public CompletableFuture<Void> refused(Refusal event) {
      told.add(event);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> authenticated(Authentication event) {
      throw new AssertionError(event);
    }
  }
}
