package dev.weft.classification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextScanTest {
  private final TextScan scan = new TextScan();

  /** The value is between brackets here, so that its place is checked too. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write to [ada@example.org], please|pii.email",
        "ring [+49 711 6851234] now|pii.phone",
        "Tel. [0711 685-1234]|pii.phone",
        "from [10.20.30.40] port 22|pii.ip",
        "to [DE89 3704 0044 0532 0130 00] AND MORE|pii.iban",
        "card [4111 1111 1111 1111] declined|pii.card",
        "SSN [536-90-4399].|pii.national-id",
        "PESEL: [44051401359]|pii.national-id",
        "RSSMRA is not, [RSSMRA85T10A562S] is|pii.national-id",
        "passport no. [C01X00T47]|pii.passport",
        "Dear Mrs. [Lovelace]|pii.name",
        "met [Thomas Schmidt] there|pii.name",
        "lives at [12 Main Street] since|pii.address",
        "wohnt [Hauptstraße 5a] in|pii.address",
        "habite [5 bis, rue de la Paix] depuis|pii.address",
        "born on [12 March 1980] in|pii.birth-date",
        "user=app password=[s3cr3t-pw] ok|secret.password",
        "Authorization: Bearer [abcdef0123456789]|secret.token"
      })
  void findsAndLocates(String marked, String tag) {
    var start = marked.indexOf('[');
    var length = marked.indexOf(']') - start - 1;

    assertThat(scan.find(marked.replace("[", "").replace("]", "")))
        .anySatisfy(
            found -> {
              assertThat(found.tag()).isEqualTo(tag);
              assertThat(found.start()).isEqualTo(start);
              assertThat(found.length()).isEqualTo(length);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order 44051401359 was shipped",
        "version 1.2.3.4 is out",
        "git@github.com:acme/weft.git was cloned",
        "card 4111 1111 1111 1112 declined",
        "at 2026-11-28T17:00:00Z in 12.5 ms",
        "id 6f1c1b9e-3b1f-4a52-9a51-0f2f3c4d5e6f done",
        "key: value, other: 12345678",
        "The Old Man Went Home Again"
      })
  void ordinaryTextHasNone(String text) {
    assertThat(scan.find(text)).isEmpty();
  }

  @Test
  void takesTimeByLengthOnly() {
    var hostile = "a@" + "a.".repeat(20_000) + " " + "1 ".repeat(20_000) + "A-".repeat(20_000);

    assertThat(scan.find(hostile)).hasSizeLessThan(10);
  }
}
