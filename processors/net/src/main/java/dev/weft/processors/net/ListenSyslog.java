package dev.weft.processors.net;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * Takes syslog messages and parses them: RFC 5424, RFC 3164 and what programs make of the latter.
 * One that is neither becomes a record too, with the format {@code unknown}. Over UDP nothing is
 * repeated: what comes while the flow is slower is dropped and counted. Over TCP (RFC 6587, both
 * ways of framing) senders wait, and with TLS this is RFC 5425. What is not committed is lost with
 * the process.
 */
public final class ListenSyslog
    implements ProcessorType.OfSource<ListenSyslog.Settings>, SendsNothing<ListenSyslog.Settings> {
  /** How messages come. */
  public enum Protocol {
    @JsonProperty("udp")
    UDP,
    @JsonProperty("tcp")
    TCP
  }

  /** Where to listen, and to whom. */
  public record Settings(
      @Doc("The port, such as 514 or 6514; 0 takes a free one.") Integer port,
      @Doc("udp, the default, or tcp.") Protocol protocol,
      @Doc(
              "The address to listen on; 127.0.0.1 when left out. Any other than loopback needs"
                  + " senders.")
          String address,
      @Doc("Networks that may send besides this machine, such as 10.0.0.0/8.") List<String> senders,
      @Doc("TCP only: a service that gives TLS with our certificate; without TLS when left out.")
          String tls,
      @Doc("Whether senders must show a certificate that the TLS service trusts.")
          boolean clientCertificate,
      @Doc(
              "The time zone of times without one (RFC 3164), such as Europe/Paris; UTC when left"
                  + " out.")
          String zone,
      @Doc("The longest message in bytes, up to 1048576; 65536 when left out.") Integer maxBytes,
      @Doc("Messages that may wait in the flow, 1 to 100000; 10000 when left out.")
          Integer maxWaiting,
      @Doc("TCP only: connections at once, 1 to 1000; 100 when left out.") Integer maxConnections) {
    public Settings {
      var listening = Listening.of(address, port, senders, maxBytes, maxWaiting);
      address = listening.address();
      senders = listening.senders();
      maxBytes = listening.maxBytes();
      maxWaiting = listening.maxWaiting();
      protocol = protocol == null ? Protocol.UDP : protocol;
      tls = Given.textOr(tls, "");
      if (protocol == Protocol.UDP && !tls.isEmpty()) {
        throw new IllegalArgumentException("tls needs protocol tcp");
      }
      if (clientCertificate && tls.isEmpty()) {
        throw new IllegalArgumentException("clientCertificate needs tls");
      }
      zone = Given.textOr(zone, "UTC");
      check(zone);
      maxConnections = Given.within("maxConnections", maxConnections, 100, 1, 1_000);
    }

    private static void check(String zone) {
      try {
        ZoneId.of(zone);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("zone must be such as UTC or Europe/Paris", e);
      }
    }

    Listening listening() {
      return Listening.of(address, port, senders, maxBytes, maxWaiting);
    }
  }

  @Override
  public String name() {
    return "ListenSyslog";
  }

  @Override
  public String summary() {
    return "Takes syslog messages over UDP or TCP and parses them into records.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public boolean isBoundToMachine() {
    return true;
  }

  @Override
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    var listening = settings.listening();
    var parser = new SyslogParser(ZoneId.of(settings.zone()));
    return new MessageSource(
        settings.protocol().name().toLowerCase(Locale.ROOT)
            + "://"
            + listening.address()
            + ":"
            + listening.port(),
        opening(settings, context),
        listening.maxWaiting(),
        new MessageSource.Output.AsRecords(parser::record),
        context);
  }

  private static MessageSource.Opening opening(Settings settings, ProcessorContext context) {
    var listening = settings.listening();
    if (settings.protocol() == Protocol.UDP) {
      return inbox -> new UdpDoor(listening, inbox, context.clock());
    }
    var sockets = TlsSockets.server(settings.tls(), settings.clientCertificate(), context);
    return inbox ->
        new TcpDoor(
            listening,
            settings.maxConnections(),
            Frames.Framing.LINES_OR_COUNTED,
            sockets,
            inbox,
            context.clock());
  }
}
