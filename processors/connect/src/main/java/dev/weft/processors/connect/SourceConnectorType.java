package dev.weft.processors.connect;

import dev.weft.spi.flow.DeclaredSettings;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/** A source connector of Kafka Connect as a type of processor. */
final class SourceConnectorType
    implements ProcessorType.OfSource<ConnectorSettings>,
        DeclaredSettings,
        SendsNothing<ConnectorSettings> {
  private static final ConfigDef WEFT = WeftSettings.source();
  private final Plugged plugged;
  private final SettingChecks checks;

  SourceConnectorType(Plugged plugged) {
    this.plugged = plugged;
    this.checks = new SettingChecks(plugged, WEFT);
  }

  @Override
  public String name() {
    return plugged.name();
  }

  @Override
  public String summary() {
    return "Takes records from the Kafka Connect connector "
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

  @Override
  public SourceProcessor create(ConnectorSettings settings, ProcessorContext context) {
    return new ConnectorSource(plugged, settings, WeftSettings.of(WEFT, settings), context);
  }
}
