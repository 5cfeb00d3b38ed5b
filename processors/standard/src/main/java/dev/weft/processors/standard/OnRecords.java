package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.RetryableException;

/** Runs a step on FlowFiles that hold records; any other goes to failure with a way out. */
public record OnRecords(Step step) implements Processor {
  /** What is done with the records. */
  public interface Step {
    void process(FlowFile in, Records records, Output out) throws RetryableException;
  }

  @Override
  public void process(FlowFile in, Output out) throws RetryableException {
    if (in.content() instanceof Records records) {
      step.process(in, records, out);
    } else {
      var message =
          "The content is bytes, not records: set a reader on the processor that fetches it, or"
              + " put ConvertRecord in between.";
      out.emit("failure", in.with(Attributes.ERROR, message));
    }
  }
}
