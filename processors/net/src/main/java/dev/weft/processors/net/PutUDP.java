package dev.weft.processors.net;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import java.util.List;

/**
 * Sends each record as a datagram of JSON, or the bytes of each FlowFile. Nobody knows what
 * arrives.
 */
public final class PutUDP
    implements ProcessorType.OfProcessor<PutUDP.Settings>, KeepsFields<PutUDP.Settings> {
  /** The most that IPv4 carries. */
  private static final int DATAGRAM = 65_507;

  /** Where to send. */
  public record Settings(
      @Doc("The host to send to.") String host,
      @Doc("The UDP port.") Integer port,
      @Doc("The longest datagram in bytes, up to 65507 (the default); longer ones go to failure.")
          Integer maxBytes) {
    public Settings {
      host = Given.text("host", host);
      port = Given.within("port", port, 0, 1, 65_535);
      maxBytes = Given.within("maxBytes", maxBytes, DATAGRAM, 1, DATAGRAM);
    }
  }

  @Override
  public String name() {
    return "PutUDP";
  }

  @Override
  public String summary() {
    return "Sends records as JSON, or FlowFiles, as datagrams; nobody knows what arrives.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return List.of(Destination.host("udp", settings.host(), settings.port(), "host"));
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new SocketSink(
        "udp://" + settings.host() + ":" + settings.port(),
        settings.maxBytes(),
        () -> new UdpWire(settings.host(), settings.port()));
  }
}
