package dev.weft.server.openlineage;

import dev.weft.model.PortName;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * From the standard's names of datasets (its page on naming) to nodes of the lineage, and back.
 *
 * <p>A topic at this mesh's own gateway or broker is the port of that name. What a flow can name as
 * well, a table of PostgreSQL, Redshift, MySQL or MariaDB, a topic of another cluster or a local
 * file, is the same node whoever names it first. Everything else is a dataset of its own. The node
 * depends on the name alone, so it does not matter in which order things become known.
 */
final class DatasetNames {
  private static final String KAFKA = "kafka://";
  private static final Pattern TABLES =
      Pattern.compile("(postgres|postgresql|redshift|mysql|mariadb)://([^/]+?)/?");

  private final Supplier<Set<String>> here;

  /** {@code here} are the addresses, {@code host:port}, of this mesh's gateway and broker. */
  DatasetNames(Supplier<Set<String>> here) {
    this.here = here;
  }

  /** The name under which a dataset is kept in the mesh log. */
  static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  /** The node that a dataset is. */
  String node(String namespace, String name) {
    if (namespace.startsWith(KAFKA)) {
      var broker = broker(namespace);
      return port(broker, name).map(port -> "port/" + port).orElse("source/" + broker + "/" + name);
    }
    var tables = TABLES.matcher(namespace);
    if (tables.matches()) {
      return table(tables.group(1), tables.group(2).toLowerCase(Locale.ROOT), name)
          .map(place -> "source/" + place)
          .orElseGet(() -> "dataset/" + key(namespace, name));
    }
    if (namespace.equals("file") && name.startsWith("/")) {
      return "source/" + (name.length() > 1 ? name.replaceAll("/+$", "") : name);
    }
    return "dataset/" + key(namespace, name);
  }

  /** The first of several, without what may stand behind it. */
  private static String broker(String namespace) {
    var rest = namespace.substring(KAFKA.length());
    return rest.split("[,/]", 2)[0].toLowerCase(Locale.ROOT);
  }

  private Optional<PortName> port(String broker, String topic) {
    var ours = new TreeSet<String>();
    here.get().forEach(address -> ours.add(loopback(address)));
    return ours.contains(loopback(broker)) ? PortName.parse(topic) : Optional.empty();
  }

  private static String loopback(String address) {
    return address
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^(localhost|\\[::1]|0\\.0\\.0\\.0|\\[::])(?=:)", "127.0.0.1");
  }

  /** As a flow's source says it: {@code host:port/database/table}. */
  private static Optional<String> table(String scheme, String host, String name) {
    var dot = name.indexOf('.');
    if (dot < 1 || dot == name.length() - 1) {
      return Optional.empty();
    }
    var isMySql = scheme.startsWith("m");
    var usual = isMySql ? ":3306" : scheme.equals("redshift") ? ":5439" : ":5432";
    var table = name.substring(dot + 1);
    return Optional.of(
        (host.matches(".*:\\d+") ? host : host + usual)
            + "/"
            + name.substring(0, dot)
            + "/"
            + (isMySql ? table : table.replaceFirst("^public\\.", "")));
  }
}
