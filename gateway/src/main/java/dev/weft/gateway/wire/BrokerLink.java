package dev.weft.gateway.wire;

import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.ChannelBuilders;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/** Where the broker is and how the gateway proves to it who it is. */
final class BrokerLink {
  private final AdminClientConfig config;
  private final List<InetSocketAddress> addresses;

  BrokerLink(KafkaAccess broker) {
    try {
      this.config = new AdminClientConfig(broker.clientProperties());
      this.addresses =
          ClientUtils.parseAndValidateAddresses(
              List.of(broker.bootstrapServers().split(",")), "use_all_dns_ips");
    } catch (ConfigException e) {
      throw Problem.environment(
              "kafka-settings",
              "The Kafka behind the gateway cannot be used: " + e.getMessage(),
              "Check the bootstrap servers and client properties of the environment.")
          .asException();
    }
  }

  /** The bootstrap servers, at least one. */
  List<InetSocketAddress> addresses() {
    return addresses;
  }

  /** Makes the broker's side of connections; one for each event loop. */
  ChannelBuilder channels() {
    var protocol =
        SecurityProtocol.forName(
            config
                .getString(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)
                .toUpperCase(Locale.ROOT));
    return ChannelBuilders.clientChannelBuilder(
        protocol,
        JaasContext.Type.CLIENT,
        config,
        null,
        config.getString(SaslConfigs.SASL_MECHANISM),
        Time.SYSTEM,
        new LogContext());
  }
}
