package dev.weft.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weft.model.DataRecord;
import dev.weft.model.json.JsonFields.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
  private static final List<String> NAMES = List.of("id", "name", "é", "a.b", "x\\ny", "", "id2");
  private static final List<String> VALUES =
      List.of(
          "1",
          "-0",
          "9223372036854775807",
          "9223372036854775808",
          "-12345678901234567890123",
          "1.50",
          "1e3",
          "0.1",
          "true",
          "false",
          "null",
          "\"\"",
          "\"plain text of more than eight bytes\"",
          "\"Zoë — 🐦\"",
          "\"a \\\"b\\\" \\u00e9\\n\"",
          "\"seven..\\\\\"",
          "{}",
          "[1, {\"a\": [null, 2.0]}]",
          "{\"a\":1,\"a\":2}");

  /** Says the same, but with a tree of everything. */
  private static final ObjectReader TREE =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(Object.class);

  private final Random random = new Random(20_261_129);
  private final JsonFieldsReader reader = new JsonFieldsReader();

  @Test
  void holdsWhatATreeHoldsOrReadsNothing() throws IOException {
    var read = 0;
    for (var i = 0; i < 50_000; i++) {
      var json = object().getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(3) == 0 && json.length > 2) {
        json[random.nextInt(json.length)] = (byte) random.nextInt(256);
      }
      var fields = reader.read(json);
      if (fields.isPresent()) {
        read++;
        var text = new String(json, StandardCharsets.UTF_8);
        var tree = tree(json);
        assertThat(tree).as(text).isPresent();
        assertThat(fields.get()).as(text).isEqualTo(tree.get());
        assertThat(List.copyOf(fields.get().keySet())).isEqualTo(List.copyOf(tree.get().keySet()));
        assertThat(fields.get().json()).containsSame(json);
        assertChanged(fields.get(), new LinkedHashMap<>(tree.get()));
      }
    }
    assertThat(read).isGreaterThan(10_000);
  }

  /** With another value in one field it is read again as what a map would be. */
  private void assertChanged(JsonFields fields, Map<Object, Object> expected) throws IOException {
    if (fields.isEmpty()) {
      return;
    }
    var name = fields.shape().name(random.nextInt(fields.size()));
    var changed = fields.with(name, "new").orElseThrow();
    var out = new ByteArrayOutputStream();
    changed.write(out, value -> out.writeBytes("\"new\"".getBytes(StandardCharsets.UTF_8)));
    expected.put(name, "new");
    assertThat(changed).isEqualTo(expected);
    assertThat(tree(out.toByteArray())).contains(expected);
    assertThat(changed.json()).isEmpty();
  }

  private String object() {
    var names = new ArrayList<>(NAMES);
    var text = new StringBuilder(space() + "{" + space());
    var count = random.nextInt(5);
    for (var i = 0; i < count; i++) {
      var name =
          random.nextInt(20) == 0
              ? NAMES.get(random.nextInt(NAMES.size()))
              : names.remove(random.nextInt(names.size()));
      text.append(i == 0 ? "" : "," + space()).append('"').append(name).append('"');
      text.append(space()).append(':').append(space());
      text.append(VALUES.get(random.nextInt(VALUES.size()))).append(space());
    }
    return text.append('}').append(space()).toString();
  }

  private String space() {
    return random.nextInt(4) == 0 ? " \n" : "";
  }

  private static Optional<Map<?, ?>> tree(byte[] json) {
    try {
      return TREE.readValue(json) instanceof Map<?, ?> map
          ? Optional.of((Map<?, ?>) numbers(map))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Records hold no Integer and no BigInteger. */
  private static Object numbers(Object value) {
    if (value instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<Object, Object>();
      map.forEach((name, inner) -> copy.put(name, numbers(inner)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(JsonFieldsTest::numbers)
          .collect(ArrayList::new, List::add, List::addAll);
    }
    if (value instanceof Integer number) {
      return number.longValue();
    }
    return value instanceof BigInteger number ? new BigDecimal(number) : value;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{\"a\":1e999999999999}",
        "{\"\\u0061\":1}",
        "{\"a\":1} x",
        "[1]",
        "{\"a\":01}",
        "",
        "{\"a\":"
      })
  void readsNothingThatItCouldNotStandFor(String json) {
    assertThat(reader.read(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(reader.read(json.getBytes(StandardCharsets.UTF_16LE))).isEmpty();
  }

  @Test
  void aRecordKeepsItsBytesUntilItIsChanged() {
    var json = "{ \"id\": 7, \"at\": null }".getBytes(StandardCharsets.UTF_8);
    var record = new DataRecord(reader.read(json).orElseThrow());

    assertThat(((JsonFields) record.fields()).json()).containsSame(json);
    assertThat(record.get("id")).isEqualTo(7L);
    assertThat(record.fields()).containsKey("at");
    var changed = record.with("id", 8L);
    assertThat(changed.fields()).hasSize(2);
    assertThat(changed.get("id")).isEqualTo(8L);
    assertThat(record.get("id")).isEqualTo(7L);
    assertThat(record.with("more", 1L).fields()).hasSize(3).containsEntry("more", 1L);
    assertThat(record.with("id", null).fields()).containsEntry("id", null);
  }

  @Test
  void saysWhatStandsThereWithoutDecodingIt() {
    var json = "{\"a\":\"x\",\"b\":1,\"c\":1.5,\"d\":null,\"e\":[],\"f\":true,\"g\":\"\\n\"}";
    var fields = reader.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();

    assertThat(List.of("a", "b", "c", "d", "e", "f", "g", "h"))
        .extracting(fields::kind)
        .containsExactly(
            Kind.TEXT,
            Kind.WHOLE,
            Kind.DECIMAL,
            Kind.NULL,
            Kind.NESTED,
            Kind.BOOLEAN,
            Kind.ESCAPED,
            Kind.ABSENT);
  }

  /** Objects that use data as names do not fill the memory, and are read on. */
  @Test
  void namesWithoutEndAreForgotten() {
    var empty = 0;
    for (var i = 0; i < 10_000; i++) {
      var json = ("{\"n" + i + "\":1}").getBytes(StandardCharsets.UTF_8);
      empty += reader.read(json).isEmpty() ? 1 : 0;
    }
    assertThat(empty).isBetween(100, 200);
    var deep = new byte[30_000];
    Arrays.fill(deep, (byte) '[');
    assertThat(reader.read(deep)).isEmpty();
  }
}
