package dev.weft.processors.jdbc;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells what is wrong with a record from what is wrong with a database, by SQLSTATE. */
final class Refusals {
  /** Data exceptions and broken constraints: trying the same again will not help. */
  private static final Set<String> OF_RECORDS = Set.of("22", "23");

  private static final Pattern QUOTED_VALUE = Pattern.compile("'[^']*'");
  private static final Pattern AFTER_COLON = Pattern.compile(": \".*");

  private Refusals() {}

  static boolean isOfRecord(SQLException error) {
    var state = error.getSQLState();
    return state != null && state.length() == 5 && OF_RECORDS.contains(state.substring(0, 2));
  }

  /** Why a record is refused, without its values: databases quote them. */
  static String reason(SQLException error) {
    var line = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    var clean =
        AFTER_COLON.matcher(QUOTED_VALUE.matcher(line).replaceAll("a value")).replaceAll("");
    return "the database refuses it (" + error.getSQLState() + "): " + clean;
  }
}
