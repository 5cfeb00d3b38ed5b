package dev.weft.gateway.avro;

import dev.weft.gateway.avro.Binaries.Extent;
import java.util.concurrent.TimeUnit;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Which scalar a schema means. */
final class ScalarTypes {
  /** A decimal of more digits is shown as bytes. */
  private static final int PRECISION_MAX = 300;

  private ScalarTypes() {}

  /** Of any schema but record, array, map and union. */
  static ScalarType of(Schema schema) {
    var logical = schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
    return switch (schema.getType()) {
      case NULL -> new Numbers.NullType();
      case BOOLEAN -> new Numbers.BooleanType();
      case INT, LONG -> whole(schema.getType() == Schema.Type.INT, logical);
      case FLOAT -> new Numbers.FloatType();
      case DOUBLE -> new Numbers.DoubleType();
      case STRING -> new Texts.StringType(logical.equals("uuid"));
      case ENUM -> new Texts.EnumType(schema.getEnumSymbols(), schema.getEnumDefault());
      case BYTES -> binary(schema, Extent.FREE);
      case FIXED -> binary(schema, new Extent(schema.getFixedSize()));
      default -> throw new IllegalArgumentException(schema.getType() + " is no scalar");
    };
  }

  private static ScalarType whole(boolean isInt, String logical) {
    return switch (logical) {
      case "date" -> temporal(TemporalType.Kind.DATE, TimeUnit.DAYS, isInt);
      case "time-millis" -> temporal(TemporalType.Kind.TIME, TimeUnit.MILLISECONDS, isInt);
      case "time-micros" -> temporal(TemporalType.Kind.TIME, TimeUnit.MICROSECONDS, isInt);
      case "timestamp-millis" -> temporal(TemporalType.Kind.INSTANT, TimeUnit.MILLISECONDS, isInt);
      case "timestamp-micros" -> temporal(TemporalType.Kind.INSTANT, TimeUnit.MICROSECONDS, isInt);
      case "timestamp-nanos" -> temporal(TemporalType.Kind.INSTANT, TimeUnit.NANOSECONDS, isInt);
      case "local-timestamp-millis" ->
          temporal(TemporalType.Kind.LOCAL, TimeUnit.MILLISECONDS, isInt);
      case "local-timestamp-micros" ->
          temporal(TemporalType.Kind.LOCAL, TimeUnit.MICROSECONDS, isInt);
      case "local-timestamp-nanos" ->
          temporal(TemporalType.Kind.LOCAL, TimeUnit.NANOSECONDS, isInt);
      default -> new Numbers.WholeType(isInt);
    };
  }

  private static ScalarType temporal(TemporalType.Kind kind, TimeUnit unit, boolean isInt) {
    return new TemporalType(kind, unit, isInt);
  }

  private static ScalarType binary(Schema schema, Extent extent) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
        && decimal.getPrecision() <= PRECISION_MAX) {
      return new Binaries.DecimalType(extent, decimal.getPrecision(), decimal.getScale());
    }
    var isUuid =
        extent.fixed() == 16
            && schema.getLogicalType() != null
            && schema.getLogicalType().getName().equals("uuid");
    return isUuid ? new Binaries.UuidType() : new Binaries.BytesType(extent);
  }
}
