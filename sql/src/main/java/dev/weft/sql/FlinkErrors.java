package dev.weft.sql;

import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Flink's planner says, as problems for people: a sentence with the place in the text that it
 * is about. Stack traces and names of classes stay inside.
 *
 * @param columns the columns of the tables that the query names
 * @param ports all ports
 */
record FlinkErrors(SqlScript script, Collection<String> columns, Collection<PortName> ports) {
  private static final int SENTENCE_MAX = 400;

  /** What the planner's side says of a constant that it does not compute. */
  private static final String CONSTANT = "A constant of the query would be too long: ";

  private static final Pattern VALIDATION =
      Pattern.compile(
          "(?:From|At) line (\\d+), column (\\d+)(?: to line (\\d+), column (\\d+))?: (.*)",
          Pattern.DOTALL);
  private static final Pattern SYNTAX =
      Pattern.compile("Encountered \"(.*?)\" at line (\\d+), column (\\d+)", Pattern.DOTALL);
  private static final Pattern LEXICAL =
      Pattern.compile("Lexical error at line (\\d+), column (\\d+)");
  private static final Pattern COLUMN =
      Pattern.compile("(?:Column|Field) '([^']*)' not found in .*", Pattern.DOTALL);
  private static final Pattern OBJECT =
      Pattern.compile("Object '[^']*' not found.*", Pattern.DOTALL);
  private static final Pattern FUNCTION =
      Pattern.compile("No match found for function signature ([^(]*)\\(.*", Pattern.DOTALL);
  private static final Pattern UPDATES =
      Pattern.compile("doesn't support consuming (update|delete|update and delete) changes");

  /** The problem of a statement that Flink did not take. */
  Problem problem(Throwable error, Place statement) {
    for (var message : messages(error)) {
      var validation = VALIDATION.matcher(message);
      if (validation.find()) {
        return told(place(validation, 1), validation.group(5));
      }
      var syntax = SYNTAX.matcher(message);
      if (syntax.find()) {
        return syntax(place(syntax, 2), syntax.group(1));
      }
      var lexical = LEXICAL.matcher(message);
      if (lexical.find()) {
        return Problem.input(
            "bad-sql",
            place(lexical, 1),
            "This character cannot be in a query here.",
            "Names with other characters than letters, digits and '_' stand in backticks.");
      }
    }
    return whole(error, statement);
  }

  /**
   * The statement with a number in the place of the unknown column that the error is about, so that
   * what else is unknown can be told too; empty for any other error.
   */
  static Optional<String> withoutUnknownColumn(Throwable error, String sql) {
    for (var message : messages(error)) {
      var found = VALIDATION.matcher(message);
      if (found.find() && found.group(3) != null && COLUMN.matcher(found.group(5)).matches()) {
        var start = SourceMap.offset(sql, number(found, 1), number(found, 2));
        var end = SourceMap.offset(sql, number(found, 3), number(found, 4)) + 1;
        return Optional.of(
            sql.substring(0, start) + "0" + " ".repeat(end - start - 1) + sql.substring(end));
      }
    }
    return Optional.empty();
  }

  private static int number(Matcher found, int group) {
    return Integer.parseInt(found.group(group));
  }

  private Place place(Matcher found, int group) {
    return script.place(number(found, group), number(found, group + 1));
  }

  private static List<String> messages(Throwable error) {
    var messages = new ArrayList<String>();
    for (var each = error; each != null && messages.size() < 20; each = each.getCause()) {
      if (each.getMessage() != null) {
        messages.add(each.getMessage());
      }
    }
    return messages;
  }

  private Problem told(Place place, String sentence) {
    var column = COLUMN.matcher(sentence);
    if (column.matches()) {
      return Problem.input(
          "unknown-column",
          place,
          "There is no column '" + column.group(1) + "' here.",
          Nearest.hint(column.group(1), columns, "columns"));
    }
    var object = OBJECT.matcher(sentence);
    if (object.matches()) {
      return unknownPort(place);
    }
    var function = FUNCTION.matcher(sentence);
    if (function.matches()) {
      return Problem.input(
          "unknown-function",
          place,
          "There is no function '" + function.group(1) + "' that takes these arguments.",
          "");
    }
    return Problem.input("bad-sql", place, sentence(sentence), "");
  }

  private Problem unknownPort(Place place) {
    var named = script.nameAt(place);
    var object = named.substring(named.lastIndexOf('.') + 1);
    var names = ports.stream().map(PortName::topic).toList();
    var samePort =
        ports.stream().filter(port -> port.port().equalsIgnoreCase(object)).map(PortName::topic);
    var hint =
        inOneName(named)
            .or(() -> Nearest.to(named, names).map(FlinkErrors::meant))
            .or(() -> samePort.findFirst().map(FlinkErrors::meant))
            .orElse("Tables are ports, named product.port; 'weft get products' lists them.");
    return Problem.input("unknown-port", place, "There is no port '" + named + "'.", hint);
  }

  /** Quoted as a whole: in SQL that is one name, with a dot in it. */
  private Optional<String> inOneName(String named) {
    return ports.stream()
        .filter(port -> port.topic().equals(named))
        .findFirst()
        .map(port -> "Quote its parts: `" + port.product() + "`.`" + port.port() + "`.");
  }

  private static String meant(String name) {
    return "Did you mean '" + name + "'?";
  }

  private static Problem syntax(Place place, String found) {
    var word = found.strip().split("\\s+")[0].replace("\\\"", "\"");
    return Problem.input(
        "bad-sql",
        place,
        word.isEmpty() || word.equals("<EOF>")
            ? "The query ends too early."
            : "'" + word + "' cannot stand here.",
        "");
  }

  private static Problem whole(Throwable error, Place statement) {
    var messages = messages(error);
    for (var message : messages) {
      if (message.startsWith(CONSTANT)) {
        return Problem.input(
            "constant-too-long",
            statement,
            sentence(message),
            "Constants are computed when the query is checked; make a shorter one.");
      }
      if (UPDATES.matcher(message).find()) {
        return updates(statement, message);
      }
    }
    var last = messages.isEmpty() ? "Flink does not take it" : messages.get(messages.size() - 1);
    return Problem.input("bad-sql", statement, sentence(last), "");
  }

  private static Problem updates(Place statement, String message) {
    if (message.startsWith("Table sink")) {
      return Problem.input(
          "needs-primary-key",
          statement,
          "The query replaces rows, but the contract of its port has no primary key.",
          "Give the contract a primary key, or make a query that only adds rows: with windows, for"
              + " instance.");
    }
    return Problem.input(
        "rows-are-replaced",
        statement,
        "A part of the query needs rows that are only added, but rows of its input are replaced.",
        "Of a port with a primary key, '"
            + PortCatalog.RECORDS
            + ".' before its name gives each record for itself: FROM records.sales.invoices.");
  }

  /** The first sentence or two, without what follows for developers. */
  private static String sentence(String message) {
    var line = message.strip().split("\n")[0].strip();
    var plain = line.replaceAll("\\b(?:org|java|dev)\\.[a-z0-9.]+\\.([A-Z])", "$1");
    var cut = plain.length() > SENTENCE_MAX ? plain.substring(0, SENTENCE_MAX) + "..." : plain;
    return cut.isEmpty() ? "Flink does not take it." : cut.endsWith(".") ? cut : cut + ".";
  }
}
