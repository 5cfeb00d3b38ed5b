package dev.weft.policy;

import dev.weft.model.PortName;
import dev.weft.policy.Documents.Prepared;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything that the engine knows at one moment: the facts, the ports that somebody has asked
 * about, and the answers. A change makes another; what is compiled meanwhile stays with the one
 * that it was made from. Safe for any thread.
 */
final class Known {
  static final int ANSWERS_MAX = 100_000;

  private final MeshFacts mesh;
  private final ConcurrentMap<PortName, PortAnswers> ports;
  private final long epoch;
  private final long principals;

  /** At least as many as are kept: an answer that is kept too late counts until the next change. */
  private final AtomicInteger size;

  private Known(MeshFacts mesh, Map<PortName, PortAnswers> ports, long epoch, long principals) {
    this.mesh = mesh;
    this.ports = new ConcurrentHashMap<>(ports);
    this.epoch = epoch;
    this.principals = principals;
    this.size = new AtomicInteger(ports.values().stream().mapToInt(PortAnswers::size).sum());
  }

  static Known nothing() {
    return new Known(MeshFacts.none(), Map.of(), 0, 0);
  }

  MeshFacts mesh() {
    return mesh;
  }

  /** Grows with every change that may concern an answer. */
  long epoch() {
    return epoch;
  }

  /** Grows with every change that may concern who is known, or a key. */
  long principals() {
    return principals;
  }

  /** A port that somebody has asked about. */
  Optional<PortAnswers> asked(PortName port) {
    return Optional.ofNullable(ports.get(port));
  }

  /** A port with what is about it at a moment; empty when there is none. */
  Optional<PortAnswers> port(PortName name, Instant at) {
    return asked(name)
        .filter(known -> known.rules().facts().span().holds(at))
        .or(
            () ->
                mesh.port(name, at)
                    .map(
                        facts ->
                            PortAnswers.none(
                                PortRules.of(facts, mesh.policies().coverages(facts)))));
  }

  /** The same as of now, kept for those who ask next. */
  Optional<PortAnswers> portNow(PortName name, Instant now) {
    return port(name, now)
        .map(
            found ->
                ports.merge(
                    name,
                    found,
                    (kept, made) -> kept.rules().facts().span().holds(now) ? kept : made));
  }

  /** One answer more is kept; whether there are too many now. */
  boolean isFull() {
    return size.incrementAndGet() > ANSWERS_MAX;
  }

  /** The same without any answer. */
  Known forgetful() {
    return new Known(mesh, Map.of(), epoch, principals);
  }

  /** What is known afterwards, and when it changes by itself. */
  record Changed(Known known, List<Touched> touched) {}

  /** Takes changes in, all at once. */
  Changed after(List<Prepared> changes) {
    var facts = mesh;
    var touched = new ArrayList<Touched>();
    for (var change : changes) {
      var next = facts.after(change);
      facts = next.facts();
      if (next.touched().relevant()) {
        touched.add(next.touched());
      }
    }
    var left = new HashMap<>(ports);
    for (var one : touched) {
      ports.forEach(
          (name, any) -> left.computeIfPresent(name, (same, port) -> port.after(one).orElse(null)));
    }
    var known =
        new Known(
            facts,
            left,
            touched.isEmpty() ? epoch : epoch + 1,
            touched.stream().anyMatch(Touched::principals) ? principals + 1 : principals);
    return new Changed(known, touched);
  }
}
