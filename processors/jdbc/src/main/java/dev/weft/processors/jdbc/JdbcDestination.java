package dev.weft.processors.jdbc;

import dev.weft.spi.flow.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a JDBC address leads: {@code jdbc:postgresql://host:5432/database} for each of its hosts.
 * Drivers let parameters say another host, or run something at once, so with parameters that are
 * not known to be harmless only the kind of database is certain; so it is with addresses of other
 * forms.
 */
record JdbcDestination(String url) {
  private static final Pattern FORM =
      Pattern.compile("(jdbc:[a-z0-9]+)://([^/?;@]+)/([^/?;]*)(?:\\?(.*))?");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+)(?::(\\d{1,5}))?");
  private static final Map<String, Integer> PORTS =
      Map.of("jdbc:postgresql", 5432, "jdbc:mysql", 3306, "jdbc:mariadb", 3306);
  private static final Set<String> HARMLESS =
      Set.of(
          "ssl",
          "sslmode",
          "usessl",
          "user",
          "password",
          "currentschema",
          "applicationname",
          "connecttimeout",
          "sockettimeout",
          "logintimeout",
          "tcpkeepalive",
          "rewritebatchedinserts",
          "stringtype",
          "preparethreshold",
          "defaultrowfetchsize",
          "characterencoding",
          "servertimezone",
          "connectiontimezone");

  List<Destination> destinations(String setting) {
    var form = FORM.matcher(url);
    if (!form.matches() || !PORTS.containsKey(form.group(1)) || !isHarmless(form.group(4))) {
      return List.of(new Destination(kind() + ":" + Destination.ANY, setting));
    }
    var all = new ArrayList<Destination>();
    for (var each : form.group(2).split(",", -1)) {
      var host = HOST.matcher(each);
      var port = host.matches() && host.group(2) != null ? host.group(2) : "";
      all.add(
          host.matches()
              ? Destination.host(
                      form.group(1),
                      host.group(1),
                      port.isEmpty() ? PORTS.get(form.group(1)) : Integer.parseInt(port),
                      setting)
                  .below(form.group(3))
              : Destination.unknown(setting));
    }
    return all;
  }

  private String kind() {
    var kind = Pattern.compile("jdbc:[a-zA-Z0-9]+").matcher(url);
    return kind.lookingAt() ? kind.group().toLowerCase(Locale.ROOT) : "jdbc";
  }

  private static boolean isHarmless(String parameters) {
    if (parameters == null || parameters.isEmpty()) {
      return true;
    }
    for (var each : parameters.split("&", -1)) {
      var name = each.split("=", 2)[0].toLowerCase(Locale.ROOT);
      if (!HARMLESS.contains(name)) {
        return false;
      }
    }
    return true;
  }
}
