package dev.weft.policy.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MasksTest {
  private static final Masks MASKS = new Masks(bytes("a secret of this one mesh"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "show-last-4      | string    | \"CH9300762011\"          | \"XXXXXXXX2011\"",
        "show-last-4      | string    | \"+1 (514) 721-4711\"     | \"XXXXXXXXXXXXX4711\"",
        "show-last-4      | string    | \"12345678\"              | \"XXXX5678\"",
        "show-last-4      | string    | \"1234567\"               | \"XXXXXXXX\"",
        "show-last-4      | string    | \"\"                      | \"XXXXXXXX\"",
        "show-last-4      | string    | \"Zürichstraße\"          | \"XXXXXXXXraße\"",
        "show-last-4      | string    | \"\\u0041\\\"\\\\\\/bcd\\nefg\" | \"XXXXXXX\\nefg\"",
        "show-last-4      | string    | \"abcdefg\\ud83d\\ude00hij\" | \"XXXXXXX\\ud83d\\ude00hij\"",
        "show-last-4      | string    | \"ab😀😀😀😀cdef\"            | \"XXXXXXcdef\"",
        "show-first-4     | string    | \"CH9300762011\"          | \"CH93XXXXXXXX\"",
        "show-first-4     | string    | \"äöüß😀xyz\"              | \"äöüßXXXX\"",
        "show-first-4     | string    | \"short\"                 | \"XXXXXXXX\"",
        "show-last-4      | integer   | 4111111111111111          | 0",
        "show-last-4      | date      | \"1980-12-24\"            | \"1970-01-01\"",
        "redact           | string    | \"anything at all\"       | \"XXXXXXXX\"",
        "redact           | number    | -12.5e3                   | 0",
        "redact           | boolean   | true                      | false",
        "redact           | date      | \"1980-12-24\"            | \"1970-01-01\"",
        "redact           | timestamp | \"1980-12-24T10:00:00Z\"  | \"1970-01-01T00:00:00Z\"",
        "redact           | time      | \"10:00:00\"              | \"00:00:00\"",
        "redact           | string    | null                      | null",
        "hash             | boolean   | true                      | false",
        "null             | string    | \"x\"                     | null",
        "null             | number    | 5                         | null",
        "none             | string    | \"as \\u0069s\"           | \"as \\u0069s\"",
        "date-show-year   | date      | \"1980-12-24\"            | \"1980-01-01\"",
        "date-show-year   | timestamp | \"1980-12-24T10:11:12Z\"  | \"1980-01-01T00:00:00Z\"",
        "date-show-year   | timestamp | \"1980-12-24T10:11:12+02:00\" | \"1980-01-01T00:00:00Z\"",
        "date-show-year   | string    | \"1980-12-24 10:11:12\"   | \"1980-01-01 00:00:00\"",
        "date-show-year   | string    | \"1980-13-24\"            | \"XXXXXXXX\"",
        "date-show-year   | string    | \"1980-12-24 Bern\"       | \"XXXXXXXX\"",
        "date-show-year   | date      | \"24.12.1980\"            | \"1970-01-01\"",
        "date-show-year   | integer   | 346464000                 | 0",
      })
  void masksWhatItIsGiven(String mask, String type, String json, String expected) {
    assertThat(mask(MaskKind.of(mask).orElseThrow(), type, json)).isEqualTo(expected);
  }

  @Test
  void hashesJoinHoweverAValueIsWritten() {
    assertThat(hash("\"Aé/\"")).isEqualTo(hash("\"\\u0041\\u00e9\\/\"")).hasSize(66);
    assertThat(hash("1")).isEqualTo(hash("1.0")).isEqualTo(hash("10e-1"));
    assertThat(hash("\"1\"")).isNotEqualTo(hash("\"2\""));
    assertThat(Long.parseLong(hash("4111111111111111"))).isBetween(0L, (1L << 53) - 1);
    assertThat(hash("1e99999999999")).isEqualTo("null");
  }

  @Test
  void anotherSecretGivesOtherHashesAndTokens() {
    var others = new Masks(bytes("another secret altogether"));
    var out = new ByteArrayOutputStream();

    others.of(MaskKind.HASH, "string").mask(bytes("\"a\""), 0, 3, out);

    assertThat(out.toString(StandardCharsets.UTF_8)).isNotEqualTo(hash("\"a\""));
    assertThat(token(others, "k")).isNotEqualTo(token(MASKS, "k"));
    assertThat(token(MASKS, "k")).isEqualTo(token(MASKS, "k")).matches("[A-Za-z0-9_-]{43}");
  }

  @Test
  void hashedDatesAreDatesThatJoin() {
    var hashed = mask(MaskKind.HASH, "date", "\"1980-12-24\"");

    assertThat(hashed).matches("\"(19|20)\\d\\d-\\d\\d-\\d\\d\"");
    assertThat(mask(MaskKind.HASH, "date", "\"1980-12-24\"")).isEqualTo(hashed);
    assertThat(mask(MaskKind.HASH, "time", "\"10:00:00\"")).matches("\"\\d\\d:\\d\\d:\\d\\d\"");
  }

  @Test
  void aShortSecretIsRefused() {
    assertThatThrownBy(() -> new Masks(bytes("short")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The bytes around the scalar are not its business, and what it cannot read becomes null. */
  @Test
  void looksOnlyAtItsRangeAndNeverThrows() {
    var json = bytes("{\"a\":\"CH9300762011\"}");
    var out = new ByteArrayOutputStream();

    MASKS.of(MaskKind.SHOW_LAST_4, "string").mask(json, 5, 19, out);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\"XXXXXXXX2011\"");
    for (var broken :
        new String[] {"", "\"", "\"abc\\", "\"12345678\\\"", "\"\\u00zz5678\"", "{}"}) {
      for (var kind : MaskKind.values()) {
        if (kind != MaskKind.NONE) {
          assertThat(Json.parse(mask(kind, "string", broken)).isValueNode()).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = MaskKind.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void keepsTypesAndGivesAwayAtMostFourCharacters(MaskKind kind) {
    var random = new Random(20260503);
    for (var i = 0; i < 3_000; i++) {
      var value = randomText(random);
      var json = Json.text(value);

      var masked = Json.parse(mask(kind, "string", json));

      assertThat(masked.isTextual() || masked.isNull()).isTrue();
      assertThat(commonEnds(value, masked)).as(json).isLessThanOrEqualTo(4);
    }
    var number = Json.parse(mask(kind, "number", "12.5"));
    assertThat(number.isNumber() || number.isNull()).isTrue();
  }

  /** How many characters of the value, other than X, are at its ends in the masked text too. */
  private static int commonEnds(String value, JsonNode masked) {
    if (masked.isNull()) {
      return 0;
    }
    var before = value.codePoints().toArray();
    var after = masked.textValue().codePoints().toArray();
    if (before.length != after.length) {
      return 0;
    }
    var same = 0;
    for (var i = 0; i < before.length; i++) {
      same += before[i] == after[i] && before[i] != 'X' ? 1 : 0;
    }
    return same;
  }

  private static String randomText(Random random) {
    var alphabet =
        new String[] {"a", "Z", "7", "é", "ß", "中", "😀", "\"", "\\", "\n", "\u0001", " "};
    var text = new StringBuilder();
    for (var i = random.nextInt(14); i > 0; i--) {
      text.append(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }

  private static String hash(String json) {
    return mask(MaskKind.HASH, "string", json);
  }

  private static String token(Masks masks, String key) {
    return new String(
        masks.of(MaskKind.HASH, "string").token(bytes(key)), StandardCharsets.US_ASCII);
  }

  private static String mask(MaskKind kind, String type, String json) {
    var out = new ByteArrayOutputStream();
    MASKS.of(kind, type).mask(bytes(json), 0, bytes(json).length, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
