package dev.weft.sql;

import dev.weft.model.PortName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogDatabaseImpl;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.GenericInMemoryCatalog;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;

/**
 * The ports as Flink's planner asks for them, one at a time: a database is a product, a table is a
 * port. A name that ends in {@link #RECORDS} is the port's records, each for itself, also where a
 * later one replaces an earlier one by its key.
 */
final class PortCatalog extends GenericInMemoryCatalog {
  /** The name of the catalog. */
  static final String NAME = "weft";

  /** Where views of a query are; no product can have this name. */
  static final String VIEWS = "_query";

  static final String RECORDS = "$records";

  private final Function<PortName, Optional<PortTable>> ports;
  private final Predicate<String> products;
  private final Set<PortName> written;
  private final TableOptions options;
  private final Map<PortName, PortTable> asked = new HashMap<>();

  /**
   * @param ports the table of a port, if it is one
   * @param products whether there is a product of this name
   * @param written the ports that the query fills; all others are read
   */
  PortCatalog(
      Function<PortName, Optional<PortTable>> ports,
      Predicate<String> products,
      Set<PortName> written,
      TableOptions options) {
    super(NAME, VIEWS);
    this.ports = ports;
    this.products = products;
    this.written = Set.copyOf(written);
    this.options = options;
  }

  /** The tables that were asked for so far. */
  Map<PortName, PortTable> asked() {
    return Map.copyOf(asked);
  }

  /** The port that a table of this name is; empty for what cannot be one. */
  static Optional<PortName> port(String database, String table) {
    var name =
        table.endsWith(RECORDS) ? table.substring(0, table.length() - RECORDS.length()) : table;
    return PortName.parse(database + "." + name);
  }

  private Optional<PortTable> table(ObjectPath path) {
    var port = port(path.getDatabaseName(), path.getObjectName());
    var found =
        port.flatMap(name -> Optional.ofNullable(asked.get(name)).or(() -> ports.apply(name)));
    found.ifPresent(table -> asked.put(table.port(), table));
    return found;
  }

  @Override
  public boolean databaseExists(String database) {
    return super.databaseExists(database) || products.test(database);
  }

  @Override
  public CatalogDatabase getDatabase(String database) throws DatabaseNotExistException {
    return products.test(database)
        ? new CatalogDatabaseImpl(Map.of(), "")
        : super.getDatabase(database);
  }

  @Override
  public boolean tableExists(ObjectPath path) {
    return table(path).isPresent();
  }

  @Override
  public CatalogBaseTable getTable(ObjectPath path) throws TableNotExistException {
    var table = table(path).orElseThrow(() -> new TableNotExistException(NAME, path));
    if (written.contains(table.port())) {
      return CatalogTable.newBuilder()
          .schema(table.writeSchema())
          .options(options.write(table))
          .build();
    }
    var read = path.getObjectName().endsWith(RECORDS) ? table.asRecords() : table;
    return CatalogTable.newBuilder().schema(read.readSchema()).options(options.read(read)).build();
  }
}
