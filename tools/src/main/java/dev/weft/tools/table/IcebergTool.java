package dev.weft.tools.table;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.tools.Arguments;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.spi.ToolProvider;

/**
 * The end of {@code weft read --format iceberg}: a Parquet file that has come from the door becomes
 * part of the table in a folder. Prints how many rows that were.
 */
public final class IcebergTool implements ToolProvider {
  private static final Set<String> KEPT =
      Set.of("port", "reader", "purpose", "complete-to", "as-of");

  @Override
  public String name() {
    return "weft-iceberg";
  }

  /**
   * {@code FOLDER FILE --port P --reader R [--purpose P] [--complete-to OFFSETS] [--as-of TIME]};
   * the file lies in the folder, and is removed when nothing of it is in the table.
   */
  @Override
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    var names = new TreeSet<>(KEPT);
    names.add("format");
    var asked = Arguments.parse(names, arguments);
    if (asked.rest().size() != 2) {
      throw Problem.input("arguments", Place.NOWHERE, "Name a folder and a file.", "")
          .asException();
    }
    var folder = Path.of(asked.rest().get(0));
    var file = Path.of(asked.rest().get(1)).toAbsolutePath().normalize();
    var added = new PortTable(folder).add(file, properties(asked));
    if (asked.option("format").orElse("table").equals("json")) {
      out.println(Json.tree(added).toPrettyString());
    } else {
      out.println(sentence(folder, added));
      asked
          .option("as-of")
          .ifPresent(
              time ->
                  out.println("Complete as of " + time + "; the same command adds what comes."));
    }
    out.flush();
    return 0;
  }

  private static Map<String, String> properties(Arguments asked) {
    var properties = new TreeMap<String, String>();
    for (var name : KEPT) {
      asked.option(name).ifPresent(value -> properties.put("weft." + name, value));
    }
    return properties;
  }

  private static String sentence(Path folder, PortTable.Added added) {
    return "Added "
        + rows(added.addedRows())
        + " to the Iceberg table in "
        + folder
        + ", which has "
        + rows(added.rows())
        + " of "
        + added.columns()
        + (added.columns() == 1 ? " column." : " columns.");
  }

  private static String rows(long number) {
    return number == 1 ? "1 row" : number + " rows";
  }
}
