package dev.weft.processors.net;

import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import java.util.List;

/**
 * Takes lines that others send over TCP. When the flow is slower than they are, they wait. Nobody
 * is told what is committed: lines that were read and are not committed are lost with the process.
 */
public final class ListenTCP
    implements ProcessorType.OfSource<ListenTCP.Settings>, SendsNothing<ListenTCP.Settings> {
  /** Where to listen, and to whom. */
  public record Settings(
      @Doc("The TCP port; 0 takes a free one.") Integer port,
      @Doc(
              "The address to listen on; 127.0.0.1 when left out. Any other than loopback needs"
                  + " senders.")
          String address,
      @Doc("Networks that may send besides this machine, such as 10.0.0.0/8.") List<String> senders,
      @Doc("A service that gives TLS with our certificate; without TLS when left out.") String tls,
      @Doc("Whether senders must show a certificate that the TLS service trusts.")
          boolean clientCertificate,
      @Doc(
              "records, the default: each line is a record of message, sender and received. bytes:"
                  + " each line is a FlowFile, for ConvertRecord to read.")
          Output output,
      @Doc(
              "The longest line in bytes, up to 1048576; 65536 when left out. Longer ones are left"
                  + " out.")
          Integer maxBytes,
      @Doc("Lines that may wait in the flow, 1 to 100000; 10000 when left out.") Integer maxWaiting,
      @Doc("Connections at once, 1 to 1000; 100 when left out. Further ones are closed.")
          Integer maxConnections) {
    public Settings {
      var listening = Listening.of(address, port, senders, maxBytes, maxWaiting);
      address = listening.address();
      senders = listening.senders();
      maxBytes = listening.maxBytes();
      maxWaiting = listening.maxWaiting();
      tls = Given.textOr(tls, "");
      if (clientCertificate && tls.isEmpty()) {
        throw new IllegalArgumentException("clientCertificate needs tls");
      }
      output = output == null ? Output.RECORDS : output;
      maxConnections = Given.within("maxConnections", maxConnections, 100, 1, 1_000);
    }

    Listening listening() {
      return Listening.of(address, port, senders, maxBytes, maxWaiting);
    }
  }

  @Override
  public String name() {
    return "ListenTCP";
  }

  @Override
  public String summary() {
    return "Takes lines that others send over TCP; they wait while the flow is slower.";
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
    var sockets = TlsSockets.server(settings.tls(), settings.clientCertificate(), context);
    return new MessageSource(
        "tcp://" + listening.address() + ":" + listening.port(),
        inbox ->
            new TcpDoor(
                listening,
                settings.maxConnections(),
                Frames.Framing.LINES,
                sockets,
                inbox,
                context.clock()),
        listening.maxWaiting(),
        settings.output().messages(),
        context);
  }
}
