package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.RetryableException;
import java.io.IOException;

/**
 * Runs a step on FlowFiles that hold bytes; any other, and what cannot be read, goes to failure
 * with a way out.
 */
public record OnBytes(Step step) implements Processor {
  /** What is done with the bytes. */
  public interface Step {
    /**
     * Emits only when all went well.
     *
     * @throws BadContentException when the content is not what this step can work on
     */
    void process(FlowFile in, Bytes bytes, Output out)
        throws IOException, BadContentException, RetryableException;
  }

  @Override
  public void process(FlowFile in, Output out) throws RetryableException {
    if (!(in.content() instanceof Bytes bytes)) {
      fail(in, "The content is records, not bytes: put ConvertRecord with a writer before.", out);
      return;
    }
    try {
      step.process(in, bytes, out);
    } catch (BadContentException e) {
      fail(in, bytes.origin().source() + ": " + e.getMessage() + ".", out);
    } catch (IOException e) {
      fail(in, bytes.origin().source() + ": the content cannot be read: " + reason(e) + ".", out);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void fail(FlowFile in, String why, Output out) {
    out.emit("failure", in.with(Attributes.ERROR, why));
  }
}
