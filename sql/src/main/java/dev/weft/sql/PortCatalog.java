package dev.weft.sql;

import dev.weft.model.PortName;
import java.util.HashMap;
import java.util.List;
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
 * port. There are two such catalogs. In {@link #RECORDS} a port is its records, each for itself,
 * also where a later one replaces an earlier one by its key.
 */
final class PortCatalog extends GenericInMemoryCatalog {
  /** The catalog of names without a catalog's. */
  static final String PORTS = "weft";

  static final String RECORDS = "records";

  /** Where views of a query are; no product can have this name. */
  static final String VIEWS = "_query";

  private final Function<PortName, Optional<PortTable>> ports;
  private final Predicate<String> products;
  private final Set<PortName> written;
  private final TableOptions options;
  private final Map<PortName, PortTable> asked = new HashMap<>();
  private final boolean records;

  /**
   * @param name {@link #PORTS} or {@link #RECORDS}
   * @param ports the table of a port, if it is one
   * @param products whether there is a product of this name
   * @param written the ports that the query fills; all others are read
   */
  PortCatalog(
      String name,
      Function<PortName, Optional<PortTable>> ports,
      Predicate<String> products,
      Set<PortName> written,
      TableOptions options) {
    super(name, VIEWS);
    this.records = name.equals(RECORDS);
    this.ports = ports;
    this.products = products;
    this.written = Set.copyOf(written);
    this.options = options;
  }

  /** The tables that were asked for so far. */
  Map<PortName, PortTable> asked() {
    return Map.copyOf(asked);
  }

  /**
   * The port that a table is; empty for what is none. Behind the three parts of its name the
   * planner may say more of how it is read.
   */
  static Optional<PortName> port(List<String> table) {
    return table.size() >= 3 && (table.get(0).equals(PORTS) || table.get(0).equals(RECORDS))
        ? PortName.parse(table.get(1) + "." + table.get(2))
        : Optional.empty();
  }

  private Optional<PortTable> table(ObjectPath path) {
    var found = PortName.parse(path.getFullName()).flatMap(this::known);
    found.ifPresent(table -> asked.put(table.port(), table));
    return found;
  }

  private Optional<PortTable> known(PortName port) {
    return Optional.ofNullable(asked.get(port)).or(() -> ports.apply(port));
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
    var table = table(path).orElseThrow(() -> new TableNotExistException(getName(), path));
    if (!records && written.contains(table.port())) {
      return CatalogTable.newBuilder()
          .schema(table.writeSchema())
          .options(options.write(table))
          .build();
    }
    var read = records ? table.asRecords() : table;
    return CatalogTable.newBuilder().schema(read.readSchema()).options(options.read(read)).build();
  }
}
