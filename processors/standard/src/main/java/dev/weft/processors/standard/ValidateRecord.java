package dev.weft.processors.standard;

import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells records that are as they should be from others, before they meet the contract of a port:
 * fields, types and conditions.
 */
public final class ValidateRecord
    implements ProcessorType.OfProcessor<ValidateRecord.Settings>,
        KeepsFields<ValidateRecord.Settings>,
        SendsNothing<ValidateRecord.Settings> {
  /** How records should be. */
  public record Settings(
      @Doc("Fields that must be there and not null.") List<String> required,
      @Doc(
              "Field to type: text, integer, number, boolean, date, time, timestamp, bytes, object or"
                  + " array. Null is of any type; texts in ISO 8601 are dates and times.")
          Map<String, String> types,
      @Doc("Name of a rule to CEL condition over 'record' and 'attributes' that must be true.")
          Map<String, String> rules,
      @Doc("Whether fields that are neither in required nor in types make a record invalid.")
          boolean strict) {
    public Settings {
      required = Bounds.texts(required);
      types = Bounds.texts(types);
      rules = Bounds.texts(rules);
      if (required.isEmpty() && types.isEmpty() && rules.isEmpty()) {
        throw new IllegalArgumentException("rules, required or types must say how records are");
      }
      types.values().forEach(Type::of);
    }
  }

  /** What a field may hold. */
  private enum Type {
    TEXT,
    INTEGER,
    NUMBER,
    BOOLEAN,
    DATE,
    TIME,
    TIMESTAMP,
    BYTES,
    OBJECT,
    ARRAY;

    static Type of(String word) {
      return Arrays.stream(values())
          .filter(type -> type.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "types must be of "
                          + Arrays.stream(values())
                              .map(Type::word)
                              .collect(Collectors.joining(", "))));
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    boolean holds(Object value) {
      return switch (this) {
        case TEXT -> value instanceof String;
        case INTEGER -> value instanceof Long || value instanceof Integer || isWhole(value);
        case NUMBER -> value instanceof Number;
        case BOOLEAN -> value instanceof Boolean;
        case DATE -> value instanceof LocalDate || parses(value, LocalDate::parse);
        case TIME -> value instanceof LocalTime || parses(value, LocalTime::parse);
        case TIMESTAMP ->
            value instanceof Instant
                || value instanceof LocalDateTime
                || parses(value, OffsetDateTime::parse);
        case BYTES -> value instanceof byte[];
        case OBJECT -> value instanceof Map;
        case ARRAY -> value instanceof List;
      };
    }

    private static boolean isWhole(Object value) {
      return value instanceof BigDecimal number && number.stripTrailingZeros().scale() <= 0;
    }

    private static boolean parses(Object value, java.util.function.Function<String, ?> parser) {
      try {
        return value instanceof String text && parser.apply(text) != null;
      } catch (DateTimeParseException e) {
        return false;
      }
    }
  }

  @Override
  public String name() {
    return "ValidateRecord";
  }

  @Override
  public String summary() {
    return "Tells records that are as they should be from others, with the reasons.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("valid", "invalid", "failure");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var rules = new LinkedHashMap<String, Compiled>();
    settings.rules().forEach((name, text) -> rules.put(name, context.expressions().compile(text)));
    return new OnRecords(
        (in, records, out) -> {
          var valid = new ArrayList<Traced>();
          var invalid = new Failures();
          for (var item : records.items()) {
            var problem = problem(item.record(), in, settings, rules);
            problem.ifPresentOrElse(why -> invalid.add(item, why), () -> valid.add(item));
          }
          if (!valid.isEmpty()) {
            out.emit("valid", in.with(new Records(valid)));
          }
          invalid.emit(in, "invalid", out);
          out.count("invalid", records.items().size() - (long) valid.size());
        });
  }

  /** The first of what is wrong, without the value, so that few FlowFiles come of it. */
  private static Optional<String> problem(
      DataRecord record, FlowFile in, Settings settings, Map<String, Compiled> rules) {
    for (var field : settings.required()) {
      if (record.get(field) == null) {
        return Optional.of("required: " + field + " is missing");
      }
    }
    for (var type : settings.types().entrySet()) {
      var value = record.get(type.getKey());
      if (value != null && !Type.of(type.getValue()).holds(value)) {
        return Optional.of("type: " + type.getKey() + " is no " + type.getValue());
      }
    }
    for (var field : record.fields().keySet()) {
      var known = settings.required().contains(field) || settings.types().containsKey(field);
      if (settings.strict() && !known) {
        return Optional.of("strict: there is a field that is not known");
      }
    }
    return rules.entrySet().stream()
        .filter(rule -> !rule.getValue().isTrue(record, in.attributes()))
        .map(rule -> "rule: " + rule.getKey())
        .findFirst();
  }
}
