package dev.weft.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Priority;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswerMemoryTest {
  private static final int SIZE = 8 * 1024 * 1024;
  private final AtomicLong nanos = new AtomicLong();
  private final AnswerMemory memory = new AnswerMemory(SIZE, nanos::get);
  private final List<String> served = new ArrayList<>();

  @Test
  void withoutAnybodyMoreUrgentNobodyWaits() {
    use(SIZE);

    ask(Priority.BULK, "bulk");
    ask(Priority.BULK, "bulk too");

    assertThat(served).containsExactly("bulk", "bulk too");
  }

  @Test
  void bulkLeavesAHalfAndNormalAQuarterToTheMoreUrgent() {
    ask(Priority.INTERACTIVE, "interactive");
    use(SIZE / 2);

    ask(Priority.BULK, "bulk");
    ask(Priority.NORMAL, "normal");

    assertThat(served).containsExactly("interactive", "normal");
    use(SIZE / 4);
    ask(Priority.NORMAL, "another normal");
    ask(Priority.INTERACTIVE, "another interactive");
    assertThat(served).containsExactly("interactive", "normal", "another interactive");
  }

  @Test
  void whoWaitsGoesOnWhenThereIsRoomTheMoreUrgentFirst() {
    ask(Priority.INTERACTIVE, "interactive");
    var used = use(SIZE);
    ask(Priority.BULK, "bulk");
    ask(Priority.NORMAL, "normal");
    assertThat(memory.next()).isEmpty();

    memory.pool().release(used);

    memory.next().orElseThrow().run();
    memory.next().orElseThrow().run();
    assertThat(served).containsExactly("interactive", "normal", "bulk");
  }

  @Test
  void whoHasWaitedASecondGoesOnHoweverUrgentTheOthersAre() {
    ask(Priority.INTERACTIVE, "interactive");
    use(SIZE);
    ask(Priority.BULK, "bulk");

    nanos.addAndGet(Duration.ofMillis(999).toNanos());
    ask(Priority.INTERACTIVE, "again");
    assertThat(memory.next()).isEmpty();
    nanos.addAndGet(Duration.ofMillis(1).toNanos());

    memory.next().orElseThrow().run();
    assertThat(served).containsExactly("interactive", "again", "bulk");
    assertThat(memory.promise(SIZE, Priority.BULK)).isEqualTo(64 * 1024);
  }

  @Test
  void whoAsksForNothingAnyMoreKeepsNobodyWaiting() {
    ask(Priority.INTERACTIVE, "interactive");
    use(SIZE);

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    ask(Priority.BULK, "bulk");

    assertThat(served).containsExactly("interactive", "bulk");
  }

  @Test
  void onlyWhatIsLeftToThemIsShared() {
    ask(Priority.INTERACTIVE, "interactive");

    assertThat(memory.promise(SIZE, Priority.BULK)).isEqualTo(SIZE / 2 / 8);
    memory.keep(SIZE / 2 / 8);
    assertThat(memory.promise(SIZE, Priority.INTERACTIVE)).isEqualTo(SIZE / 8);
  }

  private void ask(Priority priority, String name) {
    memory.whenThereIsRoom(priority, () -> served.add(name));
  }

  private ByteBuffer use(int bytes) {
    return memory.pool().tryAllocate(bytes);
  }
}
