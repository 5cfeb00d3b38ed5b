package dev.weft.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PortReaderTest {
  @Test
  void keepsTheDigitsThatTheRecordHas() {
    assertThat(value("{\"total\":99.90,\"many\":1000000}"))
        .isEqualTo("{\"total\":99.90,\"many\":1000000}");
  }

  @Test
  void showsAsTextWhatIsNotJson() {
    assertThat(value("{not json")).isEqualTo("\"{not json\"");
  }

  private static String value(String text) {
    return PortReader.value(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
