package dev.weft.processors.connect;

import dev.weft.spi.flow.ForeignPlugins;
import dev.weft.spi.flow.ProcessorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * Finds the Kafka Connect connectors in a plug-in: each is a type of processor with the simple name
 * of its class. As in a Connect worker, all of Apache Kafka comes from Weft, and the plug-in brings
 * everything else; Jackson and the REST interface are there for those who count on a worker's.
 */
public final class ConnectorPlugins implements ForeignPlugins {
  @Override
  public List<String> find(List<Path> jars) throws IOException {
    return ConnectorClasses.in(jars);
  }

  @Override
  public List<String> shared() {
    return List.of("org.apache.kafka.", "org.slf4j.");
  }

  @Override
  public List<String> lent() {
    return List.of("com.fasterxml.jackson.", "jakarta.ws.rs.");
  }

  @Override
  public List<ProcessorType<?>> types(List<String> classes, ClassLoader plugin)
      throws ReflectiveOperationException {
    var types = new ArrayList<ProcessorType<?>>();
    for (var name : classes) {
      var type = Class.forName(name, false, plugin).asSubclass(Connector.class);
      if (SourceConnector.class.isAssignableFrom(type)) {
        types.add(new SourceConnectorType(Plugged.of(type)));
      } else if (SinkConnector.class.isAssignableFrom(type)) {
        types.add(new SinkConnectorType(Plugged.of(type)));
      }
    }
    return types;
  }
}
