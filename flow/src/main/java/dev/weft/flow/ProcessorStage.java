package dev.weft.flow;

import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.RetryableException;
import java.util.ArrayList;
import java.util.List;

/** A processor in a running flow: calls it, tries again where that may help, passes results on. */
final class ProcessorStage implements Target {
  private final String name;
  private final Processor processor;
  private final Outlets outlets;
  private final Tally tally;
  private final Retries retries;

  /** How often and how patiently a call is repeated, and what ends the waiting. */
  record Retries(Backoff backoff, int triesInPlace, StopSignal stop) {}

  ProcessorStage(String name, Processor processor, Outlets outlets, Tally tally, Retries retries) {
    this.name = name;
    this.processor = processor;
    this.outlets = outlets;
    this.tally = tally;
    this.retries = retries;
  }

  @Override
  public void accept(FlowFile in, List<String> path) {
    var through = new ArrayList<>(path);
    through.add(name);
    patiently(
        () -> {
          outlets.begin(through);
          processor.process(in, outlets);
        });
    tally.in(Target.records(in));
    outlets.deliver();
  }

  /** Makes durable what it has taken. */
  void flush() {
    patiently(processor::flush);
  }

  void clear() {
    outlets.clear();
  }

  void close() {
    processor.close();
  }

  private interface Call {
    void run() throws RetryableException;
  }

  private void patiently(Call call) {
    for (var attempt = 0; ; attempt++) {
      try {
        call.run();
        return;
      } catch (RetryableException e) {
        if (outlets.hasDelivered() || attempt >= retries.triesInPlace) {
          throw new UnitAborted("'" + name + "': " + Faults.words(e), e);
        }
        retries.stop.pause(retries.backoff.pause(attempt));
      } catch (UnitAborted | FlowFault e) {
        throw e;
      } catch (RuntimeException e) {
        throw new FlowFault("'" + name + "' has a fault: " + Faults.words(e), e);
      }
    }
  }
}
