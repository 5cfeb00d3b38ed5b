package dev.weft.server.connect;

import dev.weft.model.Environment;
import dev.weft.server.identity.HostKeys;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The settings of a flow's connector: how its task reaches the server and the gateway, and the key.
 * Neither the flow nor its parameters are among them; the task asks for those.
 */
public final class ConnectorSettings {
  private final HostKeys keys;
  private final Supplier<String> server;
  private final Supplier<String> gateway;
  private final String security;

  /**
   * @param server the URL of REST for those on other machines
   * @param gateway the address of the gateway for those on other machines
   * @param security the gateway's {@code security.protocol}
   */
  public ConnectorSettings(
      HostKeys keys, Supplier<String> server, Supplier<String> gateway, String security) {
    this.keys = keys;
    this.server = server;
    this.gateway = gateway;
    this.security = security;
  }

  Map<String, String> of(FlowHost host, Environment.Connect connect) {
    var all = new TreeMap<String, String>();
    all.put("name", host.connector());
    all.put("connector.class", "dev.weft.connect.FlowConnector");
    all.put("tasks.max", "1");
    all.put("weft.flow", host.flow());
    all.put("weft.server", connect.server().isEmpty() ? server.get() : connect.server());
    all.put("weft.gateway", connect.gateway().isEmpty() ? gateway.get() : connect.gateway());
    all.put("weft.key", host.key());
    if (connect.secret().isEmpty()) {
      all.put("weft.secret", keys.secret(host.key()));
    } else {
      all.put("weft.hosts.secret", connect.secret());
    }
    all.put("weft.kafka.security.protocol", security);
    connect.properties().forEach((name, value) -> all.put("weft.kafka." + name, value));
    return all;
  }
}
