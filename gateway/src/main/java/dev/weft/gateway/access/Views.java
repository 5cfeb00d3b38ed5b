package dev.weft.gateway.access;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.ReadView;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The decisions about one principal, remembered for as long as they hold: until the epoch changes,
 * and no longer than each says. One thread at a time.
 */
public final class Views {
  private static final int REMEMBERED_MAX = 10_000;
  private static final String EXPIRED = "The access has ended.";

  private final Decisions decisions;
  private final PrincipalId principal;
  private final AccessContext context;
  private final Clock clock;
  private final Counters counters;
  private final Map<String, Optional<PortName>> ports = new HashMap<>();
  private final Map<PortName, ReadView> reads = new HashMap<>();
  private final Map<PortName, Decisions.Answer> writes = new HashMap<>();
  private long epoch;

  public Views(
      Decisions decisions,
      PrincipalId principal,
      AccessContext context,
      Clock clock,
      Counters counters) {
    this.decisions = decisions;
    this.principal = principal;
    this.context = context;
    this.clock = clock;
    this.counters = counters;
    this.epoch = decisions.epoch();
  }

  /** The port whose records a topic holds; empty for every other topic. */
  public Optional<PortName> port(String topic) {
    if (topic == null) {
      return Optional.empty();
    }
    var known = ports.get(topic);
    if (known != null) {
      return known;
    }
    var parsed = PortName.parse(topic);
    if (ports.size() < REMEMBERED_MAX) {
      ports.put(topic, parsed);
    }
    return parsed;
  }

  /**
   * The port for which records are meant that are written to a topic: its own, or the one in which
   * its next contents grow, which nobody reads here.
   */
  public Optional<PortName> written(String topic) {
    return port(topic).or(() -> topic == null ? Optional.empty() : PortName.ofUpcoming(topic));
  }

  /** What the principal may read of the port at this moment. */
  public ReadView read(PortName port) {
    refresh();
    var view = reads.get(port);
    if (view == null || ended(view)) {
      view = ask(port);
    }
    return ended(view) ? ReadView.denied(port, EXPIRED) : view;
  }

  /** Whether the principal may write the port at this moment. */
  public Decisions.Answer write(PortName port) {
    refresh();
    var answer = writes.get(port);
    if (answer == null) {
      counters.decisions.increment();
      answer = decisions.write(principal, port);
      if (writes.size() < REMEMBERED_MAX) {
        writes.put(port, answer);
      }
    }
    return answer;
  }

  /** Whether the principal may know that the topic exists. */
  public boolean visible(String topic) {
    return readable(topic) || written(topic).filter(port -> write(port).allowed()).isPresent();
  }

  /** Whether the principal may read the topic at this moment. */
  public boolean readable(String topic) {
    return port(topic).filter(port -> read(port).allowed()).isPresent();
  }

  /** Changes whenever an answer may have changed. */
  public long epoch() {
    return decisions.epoch();
  }

  private ReadView ask(PortName port) {
    counters.decisions.increment();
    var view = decisions.read(principal, port, context);
    if (reads.size() < REMEMBERED_MAX) {
      reads.put(port, view);
    }
    return view;
  }

  private boolean ended(ReadView view) {
    return view.until().filter(until -> !clock.instant().isBefore(until)).isPresent();
  }

  private void refresh() {
    var now = decisions.epoch();
    if (now != epoch) {
      epoch = now;
      reads.clear();
      writes.clear();
    }
  }
}
