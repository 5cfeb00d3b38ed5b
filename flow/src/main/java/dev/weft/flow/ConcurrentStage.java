package dev.weft.flow;

import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A processor in a running flow that works on several FlowFiles at the same moment. What they lead
 * to is passed on in the order in which they came, by the flow's own thread, so that whatever
 * follows notices nothing of it. All of it belongs to the unit of work in which it was taken.
 */
final class ConcurrentStage implements Stage {
  /** So many are taken for each task, so that none is idle while the first of them is slow. */
  private static final int TAKEN_PER_TASK = 2;

  private final Gate gate;
  private final ConcurrentTasks tasks;
  private final Outlets outlets;
  private final Tally tally;
  private final Calls calls;
  private final Retries retries;
  private final int recordsMax;
  private final Deque<Taken> taken = new ArrayDeque<>();

  private record Taken(Waiting one, Connection from, ConcurrentCall call) {}

  /** One call holds so many emitted records at most until it is its turn to pass them on. */
  ConcurrentStage(
      Gate gate,
      ConcurrentTasks tasks,
      Outlets outlets,
      Tally tally,
      Calls calls,
      Retries retries,
      int recordsMax) {
    this.gate = gate;
    this.tasks = tasks;
    this.outlets = outlets;
    this.tally = tally;
    this.calls = calls;
    this.retries = retries;
    this.recordsMax = recordsMax;
  }

  @Override
  public String name() {
    return gate.processor();
  }

  @Override
  public AutoCloseable instance() {
    return tasks;
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
    if (taken.size() >= TAKEN_PER_TASK * tasks.count()) {
      joinFirst();
    }
    var call = new ConcurrentCall(name(), one.flowFile(), calls, recordsMax);
    taken.add(new Taken(one, from, call));
    tasks.run(call);
  }

  @Override
  public boolean join() {
    var any = !taken.isEmpty();
    while (!taken.isEmpty()) {
      joinFirst();
    }
    return any;
  }

  private void joinFirst() {
    var first = taken.getFirst();
    var through = new ArrayList<>(first.one().path());
    through.add(name());
    outlets.begin(through);
    outlets.took(first.one().flowFile(), through);
    try {
      first.call().passOn(outlets);
    } catch (UnitAborted e) {
      retries.yields(e, first.one(), first.from(), outlets);
      taken.removeFirst();
      return;
    }
    taken.removeFirst();
    if (!retries.waits(first.one(), first.from(), outlets)) {
      tally.in(Target.records(first.one().flowFile()));
      outlets.deliver();
    }
  }

  @Override
  public void flush() {
    for (var processor : tasks.processors()) {
      calls.patiently(name(), processor::flush, outlets);
    }
  }

  @Override
  public void committed() {
    tasks.processors().forEach(Processor::committed);
  }

  /** Returns when no task is at work any more. */
  @Override
  public void rollBack() {
    taken.forEach(each -> each.call().giveUp());
    taken.forEach(each -> each.call().awaitEnd());
    taken.clear();
    tasks.processors().forEach(Processor::rollBack);
    retries.rollBack();
  }
}
