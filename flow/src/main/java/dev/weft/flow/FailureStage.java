package dev.weft.flow;

import dev.weft.spi.flow.FlowFile;
import java.util.List;

/**
 * Where {@code failure} leads when the author has not connected it: to the quarantine of the port
 * that the processor leads to. If it leads to none the flow stops: nothing is lost in silence.
 */
final class FailureStage implements Target {
  private final String processor;
  private final List<PortStage> ports;

  /** The ports that can be reached from the processor; the first one's quarantine is used. */
  FailureStage(String processor, List<PortStage> ports) {
    this.processor = processor;
    this.ports = ports;
  }

  @Override
  public void accept(FlowFile in, List<String> path) {
    var reason = in.attributes().getOrDefault("error.message", "It cannot be processed.");
    if (ports.isEmpty()) {
      var what =
          "'%s' cannot process something: %s Connect '%s.failure' to say what becomes of it.";
      throw new FlowFault(what.formatted(processor, sentence(reason), processor), null);
    }
    ports.get(0).reject(in, new Rejection("failure", reason, processor), path);
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
