package dev.weft.processors.net;

import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import java.util.List;

/**
 * Takes datagrams. UDP makes nobody wait and repeats nothing: what comes while the flow is slower
 * is dropped, counted and told; what is not committed is lost with the process.
 */
public final class ListenUDP
    implements ProcessorType.OfSource<ListenUDP.Settings>, SendsNothing<ListenUDP.Settings> {
  /** Where to listen, and to whom. */
  public record Settings(
      @Doc("The UDP port; 0 takes a free one.") Integer port,
      @Doc(
              "The address to listen on; 127.0.0.1 when left out. Any other than loopback needs"
                  + " senders.")
          String address,
      @Doc("Networks that may send besides this machine, such as 10.0.0.0/8; UDP proves nothing.")
          List<String> senders,
      @Doc(
              "records, the default: each datagram is a record of message, sender and received."
                  + " bytes: each is a FlowFile, for ConvertRecord to read.")
          Output output,
      @Doc("The longest datagram in bytes; 65536 when left out. Longer ones are left out.")
          Integer maxBytes,
      @Doc(
              "Datagrams that may wait in the flow, 1 to 100000; 10000 when left out. Further ones"
                  + " are dropped.")
          Integer maxWaiting) {
    public Settings {
      var listening = Listening.of(address, port, senders, maxBytes, maxWaiting);
      address = listening.address();
      senders = listening.senders();
      maxBytes = listening.maxBytes();
      maxWaiting = listening.maxWaiting();
      output = output == null ? Output.RECORDS : output;
    }

    Listening listening() {
      return Listening.of(address, port, senders, maxBytes, maxWaiting);
    }
  }

  @Override
  public String name() {
    return "ListenUDP";
  }

  @Override
  public String summary() {
    return "Takes datagrams; those that come while the flow is slower are dropped and counted.";
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
    return new MessageSource(
        "udp://" + listening.address() + ":" + listening.port(),
        inbox -> new UdpDoor(listening, inbox, context.clock()),
        listening.maxWaiting(),
        settings.output().messages(),
        context);
  }
}
