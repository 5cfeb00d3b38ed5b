package dev.weft.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshLog;
import dev.weft.testing.MemoryMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Many readers of some ports, each with a policy of access and maybe a mask of their own, which
 * change all the time; and what held for whom, and when.
 */
final class Crowd {
  /** What a policy lets somebody see. */
  enum Seen {
    RAW,
    MASKED,
    NOTHING
  }

  /**
   * What held for one reader. A rule holds from just before its policy changes until just after the
   * next one has changed, so that what a delivery was judged by is one of those between.
   */
  static final class History {
    private record Rule(Seen seen, long from, long to) {}

    private final List<Rule> rules = new ArrayList<>();

    private synchronized void change(Seen seen, long before, long after) {
      if (!rules.isEmpty()) {
        var last = rules.remove(rules.size() - 1);
        rules.add(new Rule(last.seen, last.from, after));
      }
      rules.add(new Rule(seen, before, Long.MAX_VALUE));
    }

    /** What holds now. */
    synchronized Seen now() {
      return rules.get(rules.size() - 1).seen;
    }

    /** Whether it held at any moment of this time. */
    synchronized boolean held(Seen seen, long from, long to) {
      for (var i = rules.size() - 1; i >= 0 && rules.get(i).to >= from; i--) {
        if (rules.get(i).seen == seen && rules.get(i).from <= to) {
          return true;
        }
      }
      return false;
    }
  }

  /** So many readers have a port of their own, and are asked how soon a change shows. */
  static final int WATCHERS = 10;

  private static final Map<PrincipalId, Integer> WATCHERS_BY_NAME =
      IntStream.range(0, WATCHERS)
          .boxed()
          .collect(Collectors.toMap(i -> PrincipalId.user(name(i)), i -> i));

  private static final int GROUPS = 50;

  private final MemoryMesh mesh;
  private final int ports;
  private final Effects effects;
  private final List<History> histories;
  private final Random random = new Random(7);
  private boolean wide;

  Crowd(MemoryMesh mesh, Effects effects, int readers, int ports) {
    this.mesh = mesh;
    this.effects = effects;
    this.ports = ports;
    this.histories = IntStream.range(0, readers).mapToObj(i -> new History()).toList();
    mesh.put(ResourceKind.DOMAIN, "crowd", "{'name': 'crowd', 'governance': {'body': ['olga']}}");
    ports().forEach(this::product);
    for (var i = 0; i < readers; i++) {
      var user = "{'name': '%s', 'groups': ['group%d']}".formatted(name(i), i % GROUPS);
      mesh.put(ResourceKind.USER, name(i), user);
      change(i, Seen.values()[i % 3]);
    }
  }

  private void product(PortName port) {
    mesh.put(
        ResourceKind.DATA_PRODUCT,
        port.product(),
        "{'id': '%s', 'domain': 'crowd', 'outputPorts': [{'name': 'out', 'contractId': 'payments-v1'}]}"
            .formatted(port.product()));
  }

  /** All ports that are read. */
  List<PortName> ports() {
    return Stream.concat(crowded().stream(), watched().stream()).toList();
  }

  /** Those that many read. */
  List<PortName> crowded() {
    return IntStream.range(0, ports).mapToObj(Crowd::numbered).toList();
  }

  /** Those of the watchers. */
  List<PortName> watched() {
    return IntStream.range(0, WATCHERS).mapToObj(Crowd::watched).toList();
  }

  /** The one that this reader reads. */
  PortName port(int reader) {
    return isWatcher(reader) ? watched(reader) : numbered(reader % ports);
  }

  /** Whether a change for this reader is timed. */
  static boolean isWatcher(int reader) {
    return reader < WATCHERS;
  }

  private static PortName watched(int number) {
    return new PortName("watched" + number, "out");
  }

  Effects effects() {
    return effects;
  }

  private static PortName numbered(int number) {
    return new PortName("crowd" + number, "out");
  }

  static String name(int reader) {
    return "reader" + reader;
  }

  /** Which watcher somebody is, if any. */
  static Optional<Integer> watcher(PrincipalId principal) {
    return Optional.ofNullable(WATCHERS_BY_NAME.get(principal));
  }

  History history(int reader) {
    return histories.get(reader);
  }

  /** Somebody sees something else from now on; one in four times it is a watcher. */
  void changeOne() {
    var reader = random.nextInt(histories.size());
    if (random.nextInt(4) == 0) {
      reader = random.nextInt(WATCHERS);
    }
    if (!isWatcher(reader)) {
      change(reader, one());
    } else if (!effects.isAwaited(reader)) {
      var before = histories.get(reader).now();
      var after = one();
      while (after == before) {
        after = one();
      }
      effects.expect(reader, after);
      change(reader, after);
      effects.inForce(reader);
    }
  }

  private Seen one() {
    return Seen.values()[random.nextInt(Seen.values().length)];
  }

  /** A field is hidden from everybody at every port from now on, or shown again. */
  void changeForAll() {
    wide = !wide;
    var puts = new ArrayList<MeshLog.Put>();
    puts.add(
        put(
            "for-all",
            "mask",
            "'fields': ['crowd*.out.holder', 'watched*.out.holder']",
            "'everyone': true",
            "'mask': '" + (wide ? "redact" : "none") + "'"));
    mesh.decide((state, now) -> new MeshLog.Decided<>(puts, List.of(), List.of(), ""));
  }

  private void change(int reader, Seen seen) {
    var before = System.nanoTime();
    var puts = new ArrayList<MeshLog.Put>();
    var deletes = new ArrayList<ResourceKey>();
    policy(reader, "access", "'ports': ['" + port(reader) + "']", "'allow': ['read']", puts);
    policy(
        reader, "mask", "'fields': ['" + port(reader) + ".iban']", "'mask': 'show-last-4'", puts);
    if (seen != Seen.MASKED) {
      deletes.add(puts.remove(1).key());
    }
    if (seen == Seen.NOTHING) {
      deletes.add(puts.remove(0).key());
    }
    mesh.decide((state, now) -> new MeshLog.Decided<>(puts, deletes, List.of(), ""));
    histories.get(reader).change(seen, before, System.nanoTime());
  }

  private static void policy(
      int reader, String type, String resources, String effect, List<MeshLog.Put> puts) {
    var name = type + "-of-" + name(reader);
    puts.add(put(name, type, resources, "'users': ['" + name(reader) + "']", effect));
  }

  private static MeshLog.Put put(
      String name, String type, String resources, String principals, String effect) {
    var document =
        "{'name': '%s', 'type': '%s', 'resources': {%s}, 'rules': [{'principals': {%s}, %s}]}"
            .formatted(name, type, resources, principals, effect);
    return MeshLog.Put.of(
        new ResourceKey(ResourceKind.POLICY, name),
        (ObjectNode) Json.parse(document.replace('\'', '"')),
        PrincipalId.WEFT);
  }
}
