package dev.weft.server.files;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Contract;
import dev.weft.model.DeclaredNumber;
import dev.weft.model.Json;
import dev.weft.registry.FieldTimes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiFunction;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * The types of fields without parts: from ODCS 3.1 to Apache Parquet's logical types, as exact as
 * in SQL. Times have microseconds; a timestamp is a moment, adjusted to UTC.
 */
final class ScalarTypes {
  /** The text of any scalar; of objects and arrays their JSON. For what no contract types. */
  static final ColumnType ANY =
      scalar(
          PrimitiveTypeName.BINARY,
          stringType(),
          json -> json.isValueNode() ? binary(json.asText()) : binary(Json.text(json)));

  /** Any JSON: for objects and arrays of which the contract does not say what is in them. */
  static final ColumnType JSON =
      scalar(PrimitiveTypeName.BINARY, jsonType(), json -> binary(Json.text(json)));

  private static final ColumnType TEXT =
      scalar(
          PrimitiveTypeName.BINARY,
          stringType(),
          json -> json.isValueNode() ? binary(json.asText()) : null);
  private static final ColumnType TRUTH =
      scalar(
          PrimitiveTypeName.BOOLEAN,
          null,
          json -> json.isBoolean() ? (Object) json.booleanValue() : null);
  private static final ColumnType SMALL = scalar(PrimitiveTypeName.INT32, null, ExactNumber::small);
  private static final ColumnType WHOLE = scalar(PrimitiveTypeName.INT64, null, ExactNumber::whole);
  private static final ColumnType FLOATING =
      scalar(PrimitiveTypeName.DOUBLE, null, ScalarTypes::floating);

  private ScalarTypes() {}

  static ColumnType of(Contract.Field field) {
    return switch (field.logicalType()) {
      case "integer" -> format(field).equals("i32") ? SMALL : WHOLE;
      case "number" -> number(DeclaredNumber.of(field));
      case "boolean" -> TRUTH;
      case "date" ->
          temporal(
              field,
              PrimitiveTypeName.INT32,
              dateType(),
              (times, text) -> Math.toIntExact(times.date(text).toEpochDay()));
      case "time" ->
          temporal(
              field,
              PrimitiveTypeName.INT64,
              timeType(false, TimeUnit.MICROS),
              (times, text) -> times.time(text).toNanoOfDay() / 1_000);
      case "timestamp" ->
          temporal(
              field,
              PrimitiveTypeName.INT64,
              timestampType(true, TimeUnit.MICROS),
              (times, text) -> ChronoUnit.MICROS.between(Instant.EPOCH, times.timestamp(text)));
      default -> TEXT;
    };
  }

  private static ColumnType number(DeclaredNumber number) {
    if (number.floating()) {
      return FLOATING;
    }
    var exact = new ExactNumber(number.precision(), number.scale());
    return scalar(
        exact.primitive(),
        exact.bytes(),
        decimalType(number.scale(), number.precision()),
        exact::value);
  }

  /** A text column where the contract's pattern or zone means nothing. */
  private static ColumnType temporal(
      Contract.Field field,
      PrimitiveTypeName primitive,
      LogicalTypeAnnotation annotation,
      BiFunction<FieldTimes, String, Object> reader) {
    return FieldTimes.of(field)
        .map(times -> scalar(primitive, annotation, json -> moment(json, times, reader)))
        .orElse(TEXT);
  }

  private static Object moment(
      JsonNode json, FieldTimes times, BiFunction<FieldTimes, String, Object> reader) {
    try {
      return json.isTextual() ? reader.apply(times, json.textValue()) : null;
    } catch (DateTimeException | ArithmeticException e) {
      return null; // No such text, or no such day in what a column can hold.
    }
  }

  private static Object floating(JsonNode json) {
    return json.isNumber() && Double.isFinite(json.doubleValue()) ? json.doubleValue() : null;
  }

  private static Binary binary(String text) {
    return Binary.fromString(text);
  }

  private static String format(Contract.Field field) {
    var format = field.logicalTypeOptions().get("format");
    return format == null ? "" : format.asText();
  }

  private static ColumnType scalar(
      PrimitiveTypeName primitive,
      LogicalTypeAnnotation annotation,
      ColumnType.Scalar.Reader reader) {
    return scalar(primitive, 0, annotation, reader);
  }

  private static ColumnType scalar(
      PrimitiveTypeName primitive,
      int bytes,
      LogicalTypeAnnotation annotation,
      ColumnType.Scalar.Reader reader) {
    return new ColumnType.Scalar(
        Types.optional(primitive).length(bytes).as(annotation).named("any"), reader);
  }
}
