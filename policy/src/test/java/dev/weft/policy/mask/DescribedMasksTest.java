package dev.weft.policy.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.MaskChoice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masks that are described rather than named, tokens, and what contracts ask of masked values. */
class DescribedMasksTest {
  private static final Masks MASKS =
      new Masks("a secret of this one mesh".getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'generalise': {'step': 10}}        | integer   | 17                       | 10",
        "{'generalise': {'step': 10}}        | integer   | -17                      | -20",
        "{'generalise': {'step': 10}}        | integer   | 3                        | 0",
        "{'generalise': {'step': 0.5}}       | number    | 2.75                     | 2.5",
        "{'generalise': {'step': 1000}}      | number    | 1.2345e4                 | 12000",
        "{'generalise': {'step': 10}}        | number    | 1e99999999               | null",
        "{'generalise': {'step': 10}}        | string    | \"seventeen\"            | \"XXXXXXXX\"",
        "{'generalise': {'step': 10}}        | boolean   | true                     | false",
        "{'generalise': {'step': 10}}        | integer   | null                     | null",
        "{'generalise': {'date': 'month'}}   | date      | \"1980-12-24\"           | \"1980-12-01\"",
        "{'generalise': {'date': 'quarter'}} | date      | \"1980-12-24\"           | \"1980-10-01\"",
        "{'generalise': {'date': 'quarter'}} | date      | \"1980-03-24\"           | \"1980-01-01\"",
        "{'generalise': {'date': 'year'}}    | timestamp | \"1980-12-24T10:11:12Z\" | \"1980-01-01T00:00:00Z\"",
        "{'generalise': {'date': 'month'}}   | date      | \"24.12.1980\"           | \"1970-01-01\"",
        "{'generalise': {'date': 'month'}}   | integer   | 17                       | 0",
        "{'expression': `value.substring(0, 2) + '***'`} | string | \"Zürich\"    | \"Zü***\"",
        "{'expression': `value.substring(0, 2) + '***'`} | string | \"Z\"         | \"XXXXXXXX\"",
        "{'expression': 'value * 2'}         | integer   | 21                       | 42",
        "{'expression': 'value * 2'}         | string    | \"21\"                   | \"XXXXXXXX\"",
        "{'expression': 'string(value)'}     | integer   | 21                       | 0",
        "{'expression': '!value'}            | boolean   | true                     | false",
        "{'expression': '!value'}            | boolean   | false                    | true",
        "{'expression': `'x'`}               | date      | \"1980-12-24\"           | \"1970-01-01\"",
        "{'expression': `'2000-01-01'`}      | date      | \"1980-12-24\"           | \"2000-01-01\"",
        "{'expression': `'x'`}               | string    | null                     | null",
        "{'expression': 'user.name'}         | string    | \"x\"                    | \"ada\"",
        "{'expression': 'no such thing'}     | string    | \"x\"                    | \"XXXXXXXX\"",
      })
  void masksAsDescribed(String mask, String type, String json, String expected) {
    assertThat(mask(mask, FieldType.of(type), json)).isEqualTo(expected);
  }

  @Test
  void aTokenOfATextIsTheTokenOfTheKeyWithThatText() {
    var token = mask("'token'", FieldType.of("string"), "\"caf\\u00e9\"");
    var key = MASKS.of(MaskKind.TOKEN, "string").token("café".getBytes(StandardCharsets.UTF_8));

    assertThat(token).isEqualTo('"' + new String(key, StandardCharsets.US_ASCII) + '"');
    assertThat(mask("'token'", FieldType.of("integer"), "17")).matches("[0-9]+").isNotEqualTo("17");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'redact' | string  | {'maxLength': 3}  | \"XXX\"",
        "'redact' | string  | {'minLength': 10} | \"XXXXXXXXXX\"",
        "'redact' | string  | {'format': 'email'} | \"redacted@example.invalid\"",
        "'redact' | string  | {'format': 'uuid'} | \"00000000-0000-0000-0000-000000000000\"",
        "'redact' | integer | {'minimum': 18}   | 18",
        "'redact' | integer | {'exclusiveMinimum': 0} | 1",
        "'redact' | integer | {'maximum': -5}   | -5",
        "'redact' | integer | {'minimum': -5}   | 0",
      })
  void maskedValuesKeepWhatTheContractAsks(
      String mask, String type, String options, String expected) {
    var value = type.equals("integer") ? "77" : "\"something\"";
    assertThat(mask(mask, type(type, options), value)).isEqualTo(expected);
  }

  @Test
  void hashesAndTokensAreNoLongerThanTheFieldTakes() {
    assertThat(mask("'hash'", type("string", "{'maxLength': 20}"), "\"abc\"")).hasSize(22);
    assertThat(mask("'token'", type("string", "{'maxLength': 20}"), "\"abc\"")).hasSize(22);
  }

  @Test
  void whatIsGeneralisedKeepsNothingBelowItsStep() {
    var random = new Random(20261123);
    for (var i = 0; i < 2_000; i++) {
      var number = random.nextLong(2_000_000_000L) - 1_000_000_000L;
      var masked =
          Long.parseLong(
              mask("{'generalise': {'step': 100}}", FieldType.of("integer"), "" + number));
      assertThat(masked % 100).isZero();
      assertThat(number - masked).isBetween(0L, 99L);

      var day = LocalDate.of(1900, 1, 1).plusDays(random.nextInt(73_000));
      var month =
          mask("{'generalise': {'date': 'month'}}", FieldType.of("date"), '"' + "" + day + '"');
      assertThat(month).isEqualTo('"' + "" + day.withDayOfMonth(1) + '"');
    }
  }

  /** Ranger's outputs for JSON; where they leak, that is what was asked for. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "redact         | \"ab\"           | \"*****\"",
        "redact         | \"abcdefgh\"     | \"********\"",
        "redact         | 12               | -11111",
        "redact         | true             | false",
        "show-last-4    | \"abcd\"         | \"abcd\"",
        "show-last-4    | \"abcdefgh\"     | \"xxxxefgh\"",
        "show-first-4   | \"abcdefgh\"     | \"abcdxxxx\"",
        "hash           | \"abc\"          | \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"",
        "date-show-year | \"1980-12-24\"   | \"1980\"",
        "date-show-year | \"yesterday\"    | null",
        "null           | \"abc\"          | null",
      })
  void compatMasksAsRangerDoes(String mask, String json, String expected) {
    var order = MaskOrder.of(MaskChoice.named(mask), true);
    var out = new ByteArrayOutputStream();
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    MASKS.of(order, FieldType.of("string"), Map.of()).mask(bytes, 0, bytes.length, out);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
    assertThat(order.or(MaskOrder.of(MaskChoice.named(mask))).compat()).isFalse();
  }

  @Test
  void ofTwoThatNobodyCanCompareTheValueIsRedacted() {
    var tens = order("{'generalise': {'step': 10}}");
    var hundreds = order("{'generalise': {'step': 100}}");
    var fifteens = order("{'generalise': {'step': 15}}");
    var months = order("{'generalise': {'date': 'month'}}");

    assertThat(tens.or(hundreds)).isEqualTo(hundreds);
    assertThat(tens.or(fifteens).kind()).contains(MaskKind.REDACT);
    assertThat(tens.or(months).kind()).contains(MaskKind.REDACT);
    assertThat(order("{'expression': '1'}").or(order("{'expression': '2'}")).kind())
        .contains(MaskKind.REDACT);
    assertThat(tens.or(order("'show-last-4'")).kind()).contains(MaskKind.SHOW_LAST_4);
    assertThat(order("'blur'").or(order("'null'")).kind()).isEmpty();
  }

  private static FieldType type(String type, String options) {
    var all = new HashMap<String, JsonNode>();
    Json.parse(options.replace('\'', '"'))
        .properties()
        .forEach(option -> all.put(option.getKey(), option.getValue()));
    return new FieldType(type, all);
  }

  private static MaskOrder order(String mask) {
    return MaskOrder.of(new MaskChoice(Json.parse(quoted(mask))));
  }

  /** Single quotes for double ones; text between backticks may hold single ones. */
  private static String quoted(String text) {
    var parts = text.split("`", -1);
    for (var i = 0; i < parts.length; i += 2) {
      parts[i] = parts[i].replace('\'', '"');
    }
    return String.join("\"", parts);
  }

  private static String mask(String mask, FieldType type, String json) {
    var out = new ByteArrayOutputStream();
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    MASKS.of(order(mask), type, Map.of("name", "ada")).mask(bytes, 0, bytes.length, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
