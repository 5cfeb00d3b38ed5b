package dev.weft.processors.net;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.Tls;
import java.time.Duration;
import java.util.List;

/**
 * Sends each record as a line of JSON over TCP, or the bytes of each FlowFile and a line feed. The
 * receiver acknowledges nothing: what was on its way when a connection broke may be lost, so for
 * what must arrive use a protocol that answers.
 */
public final class PutTCP
    implements ProcessorType.OfProcessor<PutTCP.Settings>, KeepsFields<PutTCP.Settings> {
  /** Where to send. */
  public record Settings(
      @Doc("The host to connect to.") String host,
      @Doc("The TCP port.") Integer port,
      @Doc("Whether to talk TLS.") boolean secure,
      @Doc("A service that gives TLS; when left out, what Java trusts is trusted.") String tls,
      @Doc("The longest message in bytes, up to 1048576 (the default); longer ones go to failure.")
          Integer maxBytes,
      @Doc("How long to wait for a connection, up to 60s; 10s when left out.") Duration timeout) {
    public Settings {
      host = Given.text("host", host);
      port = Given.within("port", port, 0, 1, 65_535);
      tls = Given.textOr(tls, "");
      if (!tls.isEmpty() && !secure) {
        throw new IllegalArgumentException("tls needs secure: true");
      }
      maxBytes = Given.within("maxBytes", maxBytes, Listening.MEGABYTE, 1, Listening.MEGABYTE);
      timeout = Given.within("timeout", timeout, Duration.ofSeconds(10), Duration.ofSeconds(60));
    }
  }

  @Override
  public String name() {
    return "PutTCP";
  }

  @Override
  public String summary() {
    return "Sends records as lines of JSON, or FlowFiles, over TCP.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return List.of(Destination.host("tcp", settings.host(), settings.port(), "host"));
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var tls = Tls.of(settings.tls(), context);
    return new SocketSink(
        "tcp://" + settings.host() + ":" + settings.port(),
        settings.maxBytes(),
        () ->
            new TcpWire(
                TlsSockets.connect(
                    settings.host(), settings.port(), tls, settings.secure(), settings.timeout())));
  }
}
