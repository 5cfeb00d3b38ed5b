package dev.weft.catalog.lineage;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which of the known ports a statement mentions. Careful in one direction: it may name a port that
 * is only the alias of a table, but never misses one that is read.
 */
final class SqlTables {
  private static final Pattern NOT_NAMES =
      Pattern.compile("--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'", Pattern.DOTALL);
  private static final String NAME = "[`\"]?([A-Za-z0-9][A-Za-z0-9_-]*)[`\"]?";
  private static final Pattern QUALIFIED = Pattern.compile(NAME + "\\s*\\.\\s*" + NAME);
  private static final Pattern QUOTED_WHOLE = Pattern.compile("[`\"]([^`\"]+\\.[^`\"]+)[`\"]");

  private SqlTables() {}

  static Set<String> in(String sql, Predicate<String> isPort) {
    var text = NOT_NAMES.matcher(sql).replaceAll(" ");
    var found = new TreeSet<String>();
    var qualified = QUALIFIED.matcher(text);
    for (var at = 0; qualified.find(at); at = qualified.end(1)) {
      found.add(qualified.group(1) + "." + qualified.group(2));
    }
    QUOTED_WHOLE.matcher(text).results().forEach(name -> found.add(name.group(1)));
    found.removeIf(isPort.negate());
    return found;
  }
}
