package dev.weft.flow;

import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.QueueProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A processor that looks at what waits for it, in a running flow. For one thread at a time. */
final class QueueStage implements Target {
  private static final Duration SOONEST = Duration.ofMillis(10);

  private final Gate gate;
  private final QueueProcessor processor;
  private final Outlets outlets;
  private final Tally tally;
  private final Calls calls;
  private final Clock clock;
  private final List<Connection> inbound = new ArrayList<>();
  private boolean called;
  private long seen;
  private Instant due = Instant.MAX;

  QueueStage(
      Gate gate, QueueProcessor processor, Outlets outlets, Tally tally, Calls calls, Clock clock) {
    this.gate = gate;
    this.processor = processor;
    this.outlets = outlets;
    this.tally = tally;
    this.calls = calls;
    this.clock = clock;
  }

  String name() {
    return gate.processor();
  }

  QueueProcessor processor() {
    return processor;
  }

  void comesFrom(Connection connection) {
    inbound.add(connection);
  }

  /** What comes waits: it is taken when the processor wants it. */
  @Override
  public boolean takes() {
    return false;
  }

  @Override
  public void accept(FlowFile in, List<String> path) {
    throw new IllegalStateException("'" + name() + "' takes from its queue itself");
  }

  /** When it is to be called; {@link Instant#MAX} for when something comes. */
  Instant due() {
    if (!gate.isOpen()) {
      return Instant.MAX;
    }
    return !called || newest() > seen ? Instant.MIN : due;
  }

  private long newest() {
    return inbound.stream().mapToLong(Connection::newest).max().orElse(0);
  }

  /** Calls it once. */
  void call() {
    var looking = new Looking();
    outlets.begin(List.of(name()));
    calls.patiently(
        name(),
        () -> {
          looking.begin();
          var again = processor.process(looking, outlets);
          due =
              again
                  .map(pause -> pause.compareTo(SOONEST) < 0 ? SOONEST : pause)
                  .map(pause -> clock.instant().plus(pause))
                  .orElse(Instant.MAX);
        },
        outlets);
    called = true;
    seen = newest();
    looking.end();
    outlets.deliver();
  }

  void flush() {
    calls.patiently(name(), processor::flush, outlets);
  }

  /** The unit of work is given up: what it has seen it has not. */
  void rollBack() {
    called = false;
  }

  /** One look at the queue; takes count once the call has returned. */
  private final class Looking implements QueueProcessor.Waiting {
    private final Map<Long, Connection> from = new LinkedHashMap<>();
    private final Map<Long, Waiting> all = new LinkedHashMap<>();
    private final Map<Long, Waiting> taken = new LinkedHashMap<>();

    Looking() {
      for (var connection : inbound) {
        for (var one : connection.waiting()) {
          all.put(one.number(), one);
          from.put(one.number(), connection);
        }
      }
    }

    void begin() {
      outlets.anew();
      taken.clear();
    }

    void end() {
      taken.forEach(
          (number, one) -> {
            from.get(number).take(one);
            tally.in(Target.records(one.flowFile()));
          });
    }

    @Override
    public List<QueueProcessor.Queued> all() {
      return all.values().stream()
          .map(one -> new QueueProcessor.Queued(one.number(), one.flowFile(), one.since()))
          .toList();
    }

    @Override
    public void take(QueueProcessor.Queued queued) {
      var one = all.get(queued.number());
      if (one == null || taken.putIfAbsent(queued.number(), one) != null) {
        throw new IllegalStateException("it does not wait, or has been taken already");
      }
      var through = new ArrayList<>(one.path());
      through.add(name());
      outlets.took(one.flowFile(), through);
    }

    @Override
    public boolean isFull() {
      return inbound.stream().anyMatch(Connection::isFull);
    }
  }
}
