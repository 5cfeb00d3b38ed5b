package dev.weft.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns<String> turns = new Turns<>();

  @Test
  void whatComesLaterAndIsMoreUrgentGoesFirst() {
    add(Priority.BULK, 1_000);
    add(Priority.NORMAL, 1_000);
    turns.next(); // whoever began

    turns.add(Priority.INTERACTIVE, "INTERACTIVE", 1);

    assertThat(turns.next()).contains("INTERACTIVE");
  }

  @Test
  void whenAllWantMoreThanThereIsEachGetsItsParts() {
    add(Priority.BULK, 1_000);
    add(Priority.INTERACTIVE, 1_000);
    add(Priority.NORMAL, 1_000);

    var served = served(420);

    assertThat(Collections.frequency(served, "INTERACTIVE")).isBetween(318, 322);
    assertThat(Collections.frequency(served, "NORMAL")).isBetween(78, 82);
    assertThat(Collections.frequency(served, "BULK")).isBetween(18, 22);
  }

  @Test
  void whatIsDearCountsForMore() {
    IntStream.range(0, 100).forEach(i -> turns.add(Priority.NORMAL, "dear", 8));
    IntStream.range(0, 1_000).forEach(i -> turns.add(Priority.INTERACTIVE, "cheap", 1));

    assertThat(Collections.frequency(served(330), "dear")).isBetween(9, 11);
  }

  @Test
  void whoIsAloneGetsAll() {
    add(Priority.BULK, 10);

    assertThat(served(10)).hasSize(10);
    assertThat(turns.isEmpty()).isTrue();
    assertThat(turns.next()).isEmpty();
  }

  @Test
  void whoWantedNothingHasSavedNothing() {
    add(Priority.BULK, 500);
    add(Priority.NORMAL, 100);
    served(550);
    add(Priority.NORMAL, 100);

    assertThat(Collections.frequency(served(20), "BULK")).isBetween(3, 5);
  }

  @Test
  void withinOnePriorityItGoesInOrder() {
    turns.add(Priority.NORMAL, "first", 1);
    turns.add(Priority.NORMAL, "second", 1);

    assertThat(served(2)).containsExactly("first", "second");
  }

  private void add(Priority priority, int times) {
    IntStream.range(0, times).forEach(i -> turns.add(priority, priority.name(), 1));
  }

  private List<String> served(int times) {
    var served = new ArrayList<String>();
    IntStream.range(0, times).forEach(i -> turns.next().ifPresent(served::add));
    return served;
  }
}
