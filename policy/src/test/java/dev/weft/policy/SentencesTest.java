package dev.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {
  @Test
  void namesWhatLetsTheReaderIn() {
    var end = Optional.of(Instant.parse("2027-02-24T23:59:59Z"));

    assertThat(Sentences.allowed(List.of(), true, end))
        .isEqualTo("Allowed by a subscription until 24 Feb 2027.");
    assertThat(Sentences.allowed(List.of("p"), false, Optional.empty()))
        .isEqualTo("Allowed by policy p.");
    assertThat(Sentences.allowed(List.of("p", "q", "r"), true, Optional.empty()))
        .isEqualTo("Allowed by a subscription and policies p, q and r.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2027-02-24T23:59:59.999Z | 24 Feb 2027",
        "2027-03-01T00:00:00Z | 28 Feb 2027",
        "2026-09-01T22:59:59Z | 1 Sep 2026, 22:59 UTC",
      })
  void saysTheLastDayOrTheMinute(String moment, String said) {
    assertThat(Sentences.said(Instant.parse(moment))).isEqualTo(said);
  }
}
