package dev.weft.gateway.access;

import dev.weft.gateway.json.UnknownFields;
import dev.weft.model.PortName;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.FieldObserver.FieldSample;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks out for fields that nobody has looked at, in the records that pass anyway, and has them
 * looked at. Looks at some records of each port every two seconds only, since looking costs. One
 * thread at a time.
 */
public final class FieldSightings {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int PORTS_MAX = 10_000;
  private static final int PATHS_MAX = 100;
  private static final int VALUES_MAX = 100;
  private static final int VALUE_BYTES_MAX = 1_000;

  private final FieldObserver observer;
  private final Clock clock;
  private final Map<PortName, Instant> looked = new HashMap<>();

  public FieldSightings(FieldObserver observer, Clock clock) {
    this.observer = observer;
    this.clock = clock;
  }

  /** The paths of the port that have been looked at. */
  public Set<String> known(PortName port) {
    return observer.known(port);
  }

  /** A look at the records of this port; ends with {@link Look#report()}. */
  public Look look(PortName port) {
    var now = clock.instant();
    var last = looked.get(port);
    if (last != null && now.isBefore(last.plus(PAUSE))) {
      return new Look(port, false);
    }
    if (looked.size() >= PORTS_MAX) {
      looked.clear();
    }
    looked.put(port, now);
    return new Look(port, true);
  }

  private record Sample(String type, List<String> values) {}

  /** What was seen in some records of a port. */
  public final class Look implements UnknownFields {
    private final PortName port;
    private final boolean wanted;
    private final Map<String, Sample> samples = new LinkedHashMap<>();

    private Look(PortName port, boolean wanted) {
      this.port = port;
      this.wanted = wanted;
    }

    @Override
    public boolean wanted() {
      return wanted;
    }

    @Override
    public void saw(String path, byte[] json, int from, int to) {
      var sample = samples.get(path);
      if (sample == null) {
        if (samples.size() >= PATHS_MAX) {
          return;
        }
        sample = new Sample(type(json, from, to), new ArrayList<>());
        samples.put(path, sample);
      }
      if (sample.values.size() < VALUES_MAX && to - from <= VALUE_BYTES_MAX) {
        sample.values.add(text(json, from, to));
      }
    }

    /** Passes on what was seen; does not wait until it has been looked at. */
    public void report() {
      if (samples.isEmpty()) {
        return;
      }
      var found = new LinkedHashMap<String, FieldSample>();
      samples.forEach(
          (path, sample) ->
              found.put(path, new FieldSample(sample.type, List.copyOf(sample.values))));
      AuditWatch.watch(observer.seen(port, found), "new fields of " + port);
    }

    private static String type(byte[] json, int from, int to) {
      return switch (json[from]) {
        case '"' -> "string";
        case 't', 'f' -> "boolean";
        default -> isInteger(json, from, to) ? "integer" : "number";
      };
    }

    private static boolean isInteger(byte[] json, int from, int to) {
      for (int i = from; i < to; i++) {
        if (json[i] == '.' || json[i] == 'e' || json[i] == 'E') {
          return false;
        }
      }
      return true;
    }

    private static String text(byte[] json, int from, int to) {
      return json[from] == '"'
          ? UnknownFields.text(json, from)
          : new String(json, from, to - from, StandardCharsets.UTF_8);
    }
  }
}
