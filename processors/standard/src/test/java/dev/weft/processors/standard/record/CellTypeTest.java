package dev.weft.processors.standard.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellTypeTest {
  private static final String CHARACTERS = "0123456789012345678900..-+eE ";

  @Test
  void takesForNumbersExactlyWhatTheRuleSays() {
    var random = new Random(1);
    for (var round = 0; round < 200_000; round++) {
      var text = new StringBuilder();
      for (var i = 1 + random.nextInt(20); i > 0; i--) {
        text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      }
      assertThat(CellType.infer(text.toString())).isEqualTo(ruled(text.toString()));
    }
  }

  private static Object ruled(String text) {
    if (text.matches("-?(0|[1-9][0-9]{0,14})")) {
      return Long.valueOf(text);
    }
    var decimal = text.matches("-?(0|[1-9][0-9]{0,14})\\.[0-9]{1,15}");
    return decimal ? new BigDecimal(text) : (Object) text;
  }
}
