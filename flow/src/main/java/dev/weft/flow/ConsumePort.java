package dev.weft.flow;

import dev.weft.model.PortName;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.SendsNothing;
import java.util.List;

/**
 * Starts a flow with the records of a port, read through the gateway as the flow's product. The
 * runner does the work: see {@code PortSource}.
 */
public final class ConsumePort implements SendsNothing<ConsumePort.Settings> {
  /** Which port, and where to begin the first time. */
  public record Settings(
      @Doc("The port to read, as product.port; the flow's product needs a subscription to it.")
          String port,
      @Doc(
              "Where to begin when the flow runs for the first time: earliest, the default, or"
                  + " latest.")
          From from) {
    public Settings {
      if (port == null || PortName.parse(port).isEmpty()) {
        throw new IllegalArgumentException("port must name a port as product.port");
      }
      from = from == null ? From.EARLIEST : from;
    }

    PortName portName() {
      return PortName.parse(port).orElseThrow();
    }
  }

  /** Where to begin. */
  public enum From {
    EARLIEST,
    LATEST
  }

  @Override
  public String name() {
    return "ConsumePort";
  }

  @Override
  public String summary() {
    return "Reads a port with the rights of the flow's product, as the policies let it.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success");
  }
}
