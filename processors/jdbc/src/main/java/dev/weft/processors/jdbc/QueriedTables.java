package dev.weft.processors.jdbc;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The tables that a query names behind FROM and JOIN. Words only, no grammar: a name that is the
 * query's own ({@code WITH}) is none of the database's, so it does no harm to take it for one.
 *
 * @param names in lower case, some with the schema before them
 */
record QueriedTables(Set<String> names) {
  private static final Pattern WORDS = Pattern.compile("[\\w$.\"`\\[\\]]++|\\S");
  private static final Pattern QUOTES = Pattern.compile("[\"`\\[\\]]");
  private static final Set<String> BEFORE_TABLES = Set.of("from", "join");
  private static final Set<String> AFTER_TABLES =
      Set.of(
          "select",
          "where",
          "on",
          "using",
          "group",
          "order",
          "having",
          "window",
          "limit",
          "offset",
          "fetch",
          "union",
          "intersect",
          "except",
          "(",
          ")");

  static QueriedTables of(String query) {
    var names = new HashSet<String>();
    var words = WORDS.matcher(query);
    var isNext = false;
    var isAmongTables = false;
    while (words.find()) {
      var word = words.group().toLowerCase(Locale.ROOT);
      if (BEFORE_TABLES.contains(word)) {
        isNext = true;
      } else if (AFTER_TABLES.contains(word)) {
        isNext = false;
        isAmongTables = false;
      } else if (word.equals(",")) {
        isNext = isAmongTables; // FROM one, another
      } else if (isNext) {
        names.add(QUOTES.matcher(word).replaceAll(""));
        isNext = false;
        isAmongTables = true;
      }
    }
    return new QueriedTables(names);
  }

  /** Whether the query names this table; without a schema one of the current schema is meant. */
  boolean has(String schema, String table, String current) {
    var name = table.toLowerCase(Locale.ROOT);
    var qualified = schema.toLowerCase(Locale.ROOT) + "." + name;
    return names.contains(qualified)
        || (schema.equals(current) && names.contains(name))
        || names.stream().anyMatch(one -> one.endsWith("." + qualified));
  }
}
