package dev.weft.catalog.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubjectMatchTest {
  private final SubjectMatch five = new SubjectMatch("5", List.of("customer_id", "lines.buyer.id"));

  @Test
  void aNumberIsTheSameAsItsDigits() {
    assertThat(five.holds(utf8("{\"customer_id\": 5}"))).isTrue();
    assertThat(five.holds(utf8("{\"customer_id\": \"5\"}"))).isTrue();
    assertThat(five.holds(utf8("{\"customer_id\": 55}"))).isFalse();
  }

  @Test
  void onlyItsFieldsCountAlsoWithinLists() {
    assertThat(five.holds(utf8("{\"quantity\": 5}"))).isFalse();
    assertThat(
            five.holds(utf8("{\"lines\": [{\"buyer\": {\"id\": 4}}, {\"buyer\": {\"id\": 5}}]}")))
        .isTrue();
    assertThat(five.holds(utf8("5 is no record"))).isFalse();
    assertThat(five.holds(null)).isFalse();
  }

  @Test
  void aRecordsKeyCountsAlsoAsPartOfAComposite() {
    assertThat(five.isKey(utf8("5"))).isTrue();
    assertThat(five.isKey(utf8("{\"customer_id\":5,\"year\":2026}"))).isTrue();
    assertThat(five.isKey(utf8("{\"customer_id\":6}"))).isFalse();
    assertThat(five.isKey(null)).isFalse();
  }

  @Test
  void whereFieldsHaveNoNamesYetAnyValueCounts() {
    assertThat(five.isAnywhereIn(Map.of("x", List.of(Map.of("y", 5L))))).isTrue();
    assertThat(five.isAnywhereIn(Map.of("x", 50L))).isFalse();
    assertThat(five.isAnywhereIn(utf8("{\"broken\": {\"who\": \"5\"}}"))).isTrue();
    assertThat(five.toString()).doesNotContain("5");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
