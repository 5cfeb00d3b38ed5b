package dev.weft.flow;

import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import java.util.ArrayList;
import java.util.List;

/** A processor in a running flow: calls it, tries again where that may help, passes results on. */
final class ProcessorStage implements Target {
  private final Gate gate;
  private final Processor processor;
  private final Outlets outlets;
  private final Tally tally;
  private final Calls calls;

  ProcessorStage(Gate gate, Processor processor, Outlets outlets, Tally tally, Calls calls) {
    this.gate = gate;
    this.processor = processor;
    this.outlets = outlets;
    this.tally = tally;
    this.calls = calls;
  }

  String name() {
    return gate.processor();
  }

  Processor processor() {
    return processor;
  }

  @Override
  public boolean takes() {
    return gate.isOpen();
  }

  @Override
  public void accept(FlowFile in, List<String> path) {
    var through = new ArrayList<>(path);
    through.add(name());
    outlets.begin(through);
    outlets.took(in, through);
    calls.patiently(name(), () -> processor.process(in, outlets), outlets);
    tally.in(Target.records(in));
    outlets.deliver();
  }

  /** Makes durable what it has taken. */
  void flush() {
    calls.patiently(name(), processor::flush, outlets);
  }
}
