package dev.weft.processors.connect;

import dev.weft.model.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/**
 * The schema of values as far as it is known from them: it grows with new fields, and becomes wider
 * where values do not fit; everything may be missing. Records of Weft carry no schema, and most
 * sink connectors want one. For one thread.
 */
final class Shape {
  private enum Kind {
    UNKNOWN,
    BOOLEAN,
    WHOLE,
    NUMBER,
    DECIMAL,
    TEXT,
    BYTES,
    DATE,
    TIME,
    TIMESTAMP,
    LIST,
    STRUCTURE
  }

  private Kind kind = Kind.UNKNOWN;
  private int scale;
  private Shape element;
  private final Map<String, Shape> fields = new LinkedHashMap<>();
  private Schema schema;

  /** Takes a value into account; true when the schema is another one now. */
  boolean learn(Object value) {
    if (value == null) {
      return false;
    }
    var changed = widen(kindOf(value));
    changed |= learnInside(value);
    if (changed) {
      schema = null;
    }
    return changed;
  }

  private boolean widen(Kind other) {
    var wider = wider(kind, other);
    var changed = wider != kind;
    kind = wider;
    return changed;
  }

  private boolean learnInside(Object value) {
    var changed = false;
    if (kind == Kind.DECIMAL && value instanceof BigDecimal decimal && decimal.scale() > scale) {
      scale = decimal.scale();
      changed = true;
    } else if (kind == Kind.LIST) {
      element = element == null ? new Shape() : element;
      for (var item : (List<?>) value) {
        changed |= element.learn(item);
      }
    } else if (kind == Kind.STRUCTURE) {
      for (var entry : ((Map<?, ?>) value).entrySet()) {
        if (entry.getValue() != null) {
          var name = String.valueOf(entry.getKey());
          changed |= fields.computeIfAbsent(name, added -> new Shape()).learn(entry.getValue());
        }
      }
    }
    return changed;
  }

  private static Kind wider(Kind one, Kind other) {
    if (one == other || one == Kind.UNKNOWN) {
      return other;
    }
    var low = one.compareTo(other) < 0 ? one : other;
    var high = low == one ? other : one;
    return low.compareTo(Kind.WHOLE) >= 0 && high.compareTo(Kind.DECIMAL) <= 0 ? high : Kind.TEXT;
  }

  private static Kind kindOf(Object value) {
    if (value instanceof Boolean) {
      return Kind.BOOLEAN;
    }
    if (value instanceof Number) {
      return value instanceof Long
          ? Kind.WHOLE
          : value instanceof Double ? Kind.NUMBER : Kind.DECIMAL;
    }
    if (value instanceof byte[]) {
      return Kind.BYTES;
    }
    if (value instanceof LocalDate) {
      return Kind.DATE;
    }
    if (value instanceof LocalTime) {
      return Kind.TIME;
    }
    if (value instanceof Instant || value instanceof LocalDateTime) {
      return Kind.TIMESTAMP;
    }
    if (value instanceof List) {
      return Kind.LIST;
    }
    return value instanceof Map ? Kind.STRUCTURE : Kind.TEXT;
  }

  /** The schema of all that has been learnt. */
  Schema schema() {
    if (schema == null) {
      schema = build();
    }
    return schema;
  }

  private Schema build() {
    return switch (kind) {
      case BOOLEAN -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
      case WHOLE -> Schema.OPTIONAL_INT64_SCHEMA;
      case NUMBER -> Schema.OPTIONAL_FLOAT64_SCHEMA;
      case DECIMAL -> Decimal.builder(scale).optional().build();
      case BYTES -> Schema.OPTIONAL_BYTES_SCHEMA;
      case DATE -> Date.builder().optional().build();
      case TIME -> Time.builder().optional().build();
      case TIMESTAMP -> Timestamp.builder().optional().build();
      case LIST -> SchemaBuilder.array(element.schema()).optional().build();
      case STRUCTURE -> {
        var structure = SchemaBuilder.struct().optional();
        fields.forEach((name, field) -> structure.field(name, field.schema()));
        yield structure.build();
      }
      case UNKNOWN, TEXT -> Schema.OPTIONAL_STRING_SCHEMA;
    };
  }

  /** A value that has been learnt, as the schema has it. */
  Object value(Object value) {
    if (value == null) {
      return null;
    }
    return switch (kind) {
      case NUMBER -> ((Number) value).doubleValue();
      case DECIMAL -> decimal((Number) value).setScale(scale, RoundingMode.UNNECESSARY);
      case DATE, TIME, TIMESTAMP -> date(value);
      case LIST -> list((List<?>) value);
      case STRUCTURE -> structure((Map<?, ?>) value);
      case TEXT -> value instanceof List || value instanceof Map ? json(value) : text(value);
      default -> value;
    };
  }

  private static BigDecimal decimal(Number number) {
    return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
  }

  private List<Object> list(List<?> values) {
    var list = new ArrayList<>();
    values.forEach(item -> list.add(element.value(item)));
    return list;
  }

  private Struct structure(Map<?, ?> values) {
    var structure = new Struct(schema());
    values.forEach(
        (name, each) -> {
          if (each != null) {
            var field = String.valueOf(name);
            structure.put(field, fields.get(field).value(each));
          }
        });
    return structure;
  }

  /** Connect's times are Java's old dates, in UTC, of milliseconds. */
  static java.util.Date date(Object value) {
    Instant instant;
    if (value instanceof LocalDate date) {
      instant = date.atStartOfDay(ZoneOffset.UTC).toInstant();
    } else if (value instanceof LocalTime time) {
      instant = LocalDate.EPOCH.atTime(time).toInstant(ZoneOffset.UTC);
    } else if (value instanceof LocalDateTime both) {
      instant = both.toInstant(ZoneOffset.UTC);
    } else {
      instant = (Instant) value;
    }
    return java.util.Date.from(instant);
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : value.toString();
  }

  private static String json(Object value) {
    return Json.text(Json.MAPPER.valueToTree(value));
  }

  /** As the value is, for connectors that want no schema. */
  static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      var plain = new LinkedHashMap<String, Object>();
      map.forEach((name, each) -> plain.put(String.valueOf(name), plain(each)));
      return plain;
    }
    if (value instanceof List<?> list) {
      var plain = new ArrayList<>();
      list.forEach(item -> plain.add(plain(item)));
      return plain;
    }
    return value instanceof Temporal ? date(value) : value;
  }
}
