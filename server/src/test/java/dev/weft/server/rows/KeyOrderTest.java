package dev.weft.server.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
  private static final List<String> ORDERED =
      List.of("-3", "1", "1.0", "2", "10", "", "10a", "a", "a|2", "a|10", "a|b", "b", "|");

  private final KeyOrder order = new KeyOrder();

  @Test
  void numbersGoBySizeAndBeforeTexts() {
    var shuffled = new ArrayList<>(ORDERED.subList(0, 12));
    Collections.shuffle(shuffled, new Random(7));

    shuffled.sort(order);

    assertThat(shuffled).containsExactlyElementsOf(ORDERED.subList(0, 12));
  }

  @Test
  void differentTextsAreNeverTheSameKeyAndTheOrderIsOne() {
    for (var one : ORDERED) {
      for (var other : ORDERED) {
        assertThat(Integer.signum(order.compare(one, other)))
            .isEqualTo(-Integer.signum(order.compare(other, one)));
        assertThat(order.compare(one, other) == 0).isEqualTo(one.equals(other));
        for (var third : ORDERED) {
          if (order.compare(one, other) < 0 && order.compare(other, third) < 0) {
            assertThat(order.compare(one, third)).isNegative();
          }
        }
      }
    }
  }
}
