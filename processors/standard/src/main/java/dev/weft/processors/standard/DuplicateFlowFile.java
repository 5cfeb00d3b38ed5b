package dev.weft.processors.standard;

import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.List;

/** Sends each FlowFile on with some copies, for tests of load. Copies share the content. */
public final class DuplicateFlowFile
    implements ProcessorType.OfProcessor<DuplicateFlowFile.Settings>,
        KeepsFields<DuplicateFlowFile.Settings>,
        SendsNothing<DuplicateFlowFile.Settings> {
  /** How many. */
  public record Settings(@Doc("Copies beside the original.") int copies) {
    public Settings {
      copies = Bounds.number("copies", copies, 1, 10_000, 1);
    }
  }

  @Override
  public String name() {
    return "DuplicateFlowFile";
  }

  @Override
  public String summary() {
    return "Sends each FlowFile on with some copies, numbered by copy.index.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return (in, out) -> {
      for (var i = 0; i <= settings.copies(); i++) {
        out.emit("success", in.with(Attributes.COPY_INDEX, Integer.toString(i)));
      }
    };
  }
}
