package dev.weft.policy.mask;

/** Which texts a field may hold: any, or only those that its contract's temporal type allows. */
enum ValueType {
  TEXT("XXXXXXXX"),
  DATE("1970-01-01"),
  TIMESTAMP("1970-01-01T00:00:00Z"),
  TIME("00:00:00");

  private final String hidden;

  ValueType(String hidden) {
    this.hidden = hidden;
  }

  /** What stands for any text of this type. Its length says nothing about the value's. */
  String hidden() {
    return hidden;
  }

  static ValueType of(String logicalType) {
    return switch (logicalType) {
      case "date" -> DATE;
      case "timestamp" -> TIMESTAMP;
      case "time" -> TIME;
      default -> TEXT;
    };
  }
}
