package dev.weft.processors.connect;

import dev.weft.spi.flow.DeclaredSettings;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/** A sink connector of Kafka Connect as a type of processor. */
final class SinkConnectorType
    implements ProcessorType.OfProcessor<ConnectorSettings>, DeclaredSettings {
  private static final ConfigDef WEFT = WeftSettings.sink();
  private final Plugged plugged;
  private final SettingChecks checks;

  SinkConnectorType(Plugged plugged) {
    this.plugged = plugged;
    this.checks = new SettingChecks(plugged, WEFT);
  }

  @Override
  public String name() {
    return plugged.name();
  }

  @Override
  public String summary() {
    return "Gives records to the Kafka Connect connector "
        + plugged.type().getName()
        + " "
        + plugged.version()
        + ".";
  }

  @Override
  public Class<ConnectorSettings> settings() {
    return ConnectorSettings.class;
  }

  @Override
  public List<Setting> declared() {
    return checks.declared();
  }

  @Override
  public List<Flaw> flaws(Map<String, String> values, Set<String> pending) {
    return checks.flaws(values, pending);
  }

  /** No two connectors name it alike. */
  @Override
  public List<Destination> destinations(ConnectorSettings settings, Destination.Services services) {
    return List.of(Destination.unknown(""));
  }

  @Override
  public Processor create(ConnectorSettings settings, ProcessorContext context) {
    return new ConnectorSink(plugged, settings, WeftSettings.of(WEFT, settings), context);
  }
}
