package dev.weft.flow;

import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A processor in a running flow: calls it, tries again where that may help, passes results on. */
final class ProcessorStage implements Stage {
  private final Gate gate;
  private final Processor processor;
  private final Outlets outlets;
  private final Tally tally;
  private final Calls calls;
  private final Retries retries;

  ProcessorStage(
      Gate gate, Processor processor, Outlets outlets, Tally tally, Calls calls, Retries retries) {
    this.gate = gate;
    this.processor = processor;
    this.outlets = outlets;
    this.tally = tally;
    this.calls = calls;
    this.retries = retries;
  }

  @Override
  public String name() {
    return gate.processor();
  }

  @Override
  public AutoCloseable instance() {
    return processor;
  }

  @Override
  public boolean takes() {
    return gate.isOpen() && !retries.isYielding();
  }

  @Override
  public Instant takesFrom() {
    return gate.isOpen() ? retries.yieldsUntil() : Instant.MAX;
  }

  @Override
  public void accept(FlowFile in, List<String> path) {
    throw new IllegalStateException("'" + name() + "' takes from a connection");
  }

  @Override
  public void take(Waiting one, Connection from) {
    var through = new ArrayList<>(one.path());
    through.add(name());
    outlets.begin(through);
    outlets.took(one.flowFile(), through);
    try {
      calls.patiently(name(), () -> processor.process(one.flowFile(), outlets), outlets);
    } catch (UnitAborted e) {
      retries.yields(e, one, from, outlets);
      return;
    }
    if (!retries.waits(one, from, outlets)) {
      tally.in(Target.records(one.flowFile()));
      outlets.deliver();
    }
  }

  @Override
  public boolean join() {
    return false;
  }

  @Override
  public void flush() {
    calls.patiently(name(), processor::flush, outlets);
  }

  @Override
  public void committed() {
    processor.committed();
  }

  @Override
  public void rollBack() {
    processor.rollBack();
    retries.rollBack();
  }
}
