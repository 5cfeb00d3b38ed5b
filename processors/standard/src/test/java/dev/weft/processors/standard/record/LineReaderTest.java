package dev.weft.processors.standard.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private static final String[] PIECES = {"a", "bc", "é", "\n", "\r", "\r\n", "€", "\n\n", "defgh"};

  @Test
  void findsAllLinesWhereverTheBufferEnds() throws IOException {
    var random = new Random(1);
    for (var round = 0; round < 500; round++) {
      var text = new StringBuilder();
      for (var i = random.nextInt(40); i > 0; i--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }

      var found = new ArrayList<String>();
      var ends = new StringBuilder();
      try (var lines = new LineReader(trickle(text.toString(), random))) {
        for (var line = lines.next(); line.isPresent(); line = lines.next()) {
          found.add(line.get().text());
          ends.append(line.get().text()).append(line.get().end());
          assertThat(line.get().number()).isEqualTo(found.size());
        }
      }

      assertThat(found).isEqualTo(text.toString().lines().toList());
      assertThat(ends.toString()).isEqualTo(text.toString());
    }
  }

  /** Gives a few bytes at a time, as a slow disk or socket might. */
  private static InputStream trickle(String text, Random random) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(length, 1 + random.nextInt(5)));
      }
    };
  }
}
