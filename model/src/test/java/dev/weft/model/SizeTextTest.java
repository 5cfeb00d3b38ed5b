package dev.weft.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SizeTextTest {
  @Test
  void readsWholeNumbersWithAUnit() {
    assertThat(SizeText.parse("1KB")).contains(1024L);
    assertThat(SizeText.parse("64MB")).contains(64L << 20);
    assertThat(SizeText.parse("2GB")).contains(2L << 30);
    assertThat(SizeText.parse("999999TB")).contains(999_999L << 40);
  }

  @Test
  void readsNothingElse() {
    assertThat(Stream.of("", "1", "1 GB", "1.5GB", "-1MB", "1gb", "1000000TB").map(SizeText::parse))
        .allMatch(Optional::isEmpty);
  }

  @Test
  void tellsPeopleWholeUnits() {
    assertThat(SizeText.of(500)).isEqualTo("500 bytes");
    assertThat(SizeText.of(1L << 30)).isEqualTo("1024 MB");
    assertThat(SizeText.of(20L << 30)).isEqualTo("20 GB");
  }
}
