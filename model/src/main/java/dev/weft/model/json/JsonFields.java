package dev.weft.model.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.weft.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The fields of one JSON object as they stand in its bytes. A value is decoded when it is first
 * asked for, so that a record which only passes through is neither read nor written anew, and one
 * of which a field was changed keeps the bytes of all others. Immutable, as the bytes are by
 * agreement; safe for any thread.
 *
 * <p>Made by {@link JsonFieldsReader}, which has seen that the bytes are strict JSON without a name
 * twice. A value is what records hold: null, String, Boolean, Long, BigDecimal, List or Map.
 */
public final class JsonFields extends AbstractMap<String, Object> {
  /** So many digits always fit a Long. */
  private static final int LONG_DIGITS = 18;

  private final byte[] json;
  private final JsonShape shape;

  /** Where the value of each field begins and ends. */
  private final int[] spans;

  private final Kind[] kinds;

  /** Decoded ones. Threads may decode the same value twice; each of them is immutable. */
  private final Object[] values;

  private final boolean unchanged;

  /** What stands in the bytes, as far as can be said without decoding. */
  public enum Kind {
    /** There is no such field. */
    ABSENT,
    NULL,
    TEXT,
    /** A text with escapes. */
    ESCAPED,
    /** A number without fraction or exponent. */
    WHOLE,
    /** A number with a fraction, without exponent, of so few digits that it is finite. */
    DECIMAL,
    BOOLEAN,
    /** An object or an array. */
    NESTED,
    /** Another value was put in its place. */
    CHANGED;

    public boolean isText() {
      return this == TEXT || this == ESCAPED;
    }
  }

  JsonFields(byte[] json, JsonShape shape, int[] spans, Kind[] kinds, Object[] values) {
    this(json, shape, spans, kinds, values, true);
  }

  private JsonFields(
      byte[] json, JsonShape shape, int[] spans, Kind[] kinds, Object[] values, boolean unchanged) {
    this.unchanged = unchanged;
    this.json = json;
    this.shape = shape;
    this.spans = spans;
    this.kinds = kinds;
    this.values = values;
  }

  /** The object as it came, not to be changed; empty when a field is another now. */
  public Optional<byte[]> json() {
    return unchanged ? Optional.of(json) : Optional.empty();
  }

  /**
   * Appends the object as JSON: what was not changed as it came.
   *
   * @param encoder appends a value that was
   */
  public void write(ByteArrayOutputStream out, Consumer<Object> encoder) {
    var from = 0;
    for (var i = 0; i < kinds.length; i++) {
      if (kinds[i] == Kind.CHANGED) {
        out.write(json, from, spans[2 * i] - from);
        encoder.accept(values[i]);
        from = spans[2 * i + 1];
      }
    }
    out.write(json, from, json.length - from);
  }

  /** A copy with another value of this field; empty when there is no such field. */
  public Optional<JsonFields> with(String name, Object value) {
    var field = shape.indexOf(name);
    if (field < 0) {
      return Optional.empty();
    }
    var otherKinds = kinds.clone();
    var otherValues = values.clone();
    otherKinds[field] = Kind.CHANGED;
    otherValues[field] = value;
    return Optional.of(new JsonFields(json, shape, spans, otherKinds, otherValues, false));
  }

  /** The names of the fields, which records of one kind share. */
  public JsonShape shape() {
    return shape;
  }

  /** Of the field with this number, in the order in which they stand. */
  public Kind kind(int field) {
    return kinds[field];
  }

  /** Of the field with this name. */
  public Kind kind(String name) {
    var field = shape.indexOf(name);
    return field < 0 ? Kind.ABSENT : kinds[field];
  }

  /** The value of the field with this number. */
  public Object value(int field) {
    var known = values[field];
    if (known == null && kinds[field] != Kind.NULL && kinds[field] != Kind.CHANGED) {
      known = decode(kinds[field], spans[2 * field], spans[2 * field + 1]);
      values[field] = known;
    }
    return known;
  }

  private Object decode(Kind kind, int from, int to) {
    return switch (kind) {
      case TEXT -> new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8);
      case ESCAPED -> unescaped(from, to);
      case WHOLE -> whole(new String(json, from, to - from, StandardCharsets.ISO_8859_1));
      case DECIMAL ->
          new BigDecimal(new String(json, from, to - from, StandardCharsets.ISO_8859_1));
      case BOOLEAN -> json[from] == 't';
      case NESTED, NULL, ABSENT, CHANGED ->
          throw new IllegalStateException(kind + " is not decoded");
    };
  }

  private Object unescaped(int from, int to) {
    try (JsonParser text = Json.MAPPER.createParser(json, from, to - from)) {
      text.nextToken();
      return text.getText();
    } catch (IOException e) {
      throw new UncheckedIOException("the scanner has been through it", e);
    }
  }

  /** Whole numbers beyond 64 bits are decimals. */
  static Object whole(String digits) {
    if (digits.length() <= LONG_DIGITS) {
      return Long.parseLong(digits);
    }
    var number = new BigInteger(digits);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : new BigDecimal(number);
  }

  @Override
  public Object get(Object name) {
    var field = shape.indexOf(name);
    return field < 0 ? null : value(field);
  }

  @Override
  public boolean containsKey(Object name) {
    return shape.indexOf(name) >= 0;
  }

  @Override
  public int size() {
    return kinds.length;
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Map.Entry<String, Object>> {
    @Override
    public int size() {
      return kinds.length;
    }

    @Override
    public Iterator<Map.Entry<String, Object>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < kinds.length;
        }

        @Override
        public Map.Entry<String, Object> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          var field = next++;
          return new SimpleImmutableEntry<>(shape.name(field), value(field));
        }
      };
    }
  }
}
