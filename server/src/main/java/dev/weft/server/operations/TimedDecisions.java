package dev.weft.server.operations;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.ReadView;
import java.util.function.LongSupplier;

/** The same decisions, with a note of how long each took. */
public final class TimedDecisions implements Decisions {
  private final Decisions decisions;
  private final DecisionTimes times;
  private final LongSupplier nanoTime;

  public TimedDecisions(Decisions decisions, DecisionTimes times, LongSupplier nanoTime) {
    this.decisions = decisions;
    this.times = times;
    this.nanoTime = nanoTime;
  }

  @Override
  public ReadView read(PrincipalId principal, PortName port, AccessContext context) {
    var before = nanoTime.getAsLong();
    var view = decisions.read(principal, port, context);
    times.took(nanoTime.getAsLong() - before);
    return view;
  }

  @Override
  public Answer write(PrincipalId principal, PortName port) {
    var before = nanoTime.getAsLong();
    var answer = decisions.write(principal, port);
    times.took(nanoTime.getAsLong() - before);
    return answer;
  }

  @Override
  public long epoch() {
    return decisions.epoch();
  }
}
