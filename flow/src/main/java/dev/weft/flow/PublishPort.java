package dev.weft.flow;

import dev.weft.model.PortName;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.SendsNothing;
import java.util.List;

/**
 * Ends a flow in an output port of its product. The runner does the work, in the transaction of the
 * unit of work: see {@code PortStage}.
 */
public final class PublishPort implements SendsNothing<PublishPort.Settings> {
  /** Which port, and what the records' key is. */
  public record Settings(
      @Doc("The output port, as product.port; one of the flow's own product.") String port,
      @Doc(
              "The field, or list of fields, that is the record's key; the contract's primary key"
                  + " when left out.")
          List<String> key,
      @Doc("How records are written; json is the only choice.") Format format) {
    public Settings {
      if (port == null || PortName.parse(port).isEmpty()) {
        throw new IllegalArgumentException("port must name an output port as product.port");
      }
      key = key == null ? List.of() : List.copyOf(key);
      format = format == null ? Format.JSON : format;
    }

    PortName portName() {
      return PortName.parse(port).orElseThrow();
    }
  }

  /** How records become bytes. */
  public enum Format {
    JSON
  }

  @Override
  public String name() {
    return "PublishPort";
  }

  @Override
  public String summary() {
    return "Writes records to an output port, each exactly once; those that break the contract go"
        + " to the port's quarantine with the reason.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of();
  }
}
