package dev.weft.processors.standard.window;

import dev.weft.processors.standard.window.Aggregate.Cell;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.ProcessorState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The groups of windows that are open, in the processor's state: one entry each, and one for the
 * whole. Within one call of the processor changes are gathered, and written by {@link #keep}.
 */
final class OpenWindows {
  private static final String WHOLE = "windows";
  private static final String GROUP = "w";

  private final ProcessorState state;
  private final AggregateRecord.Settings settings;
  private final long length;

  /** Tells other windows, groups or computed fields from these: their counts would be mixed up. */
  private final String meaning;

  private final Map<String, Group> changed = new LinkedHashMap<>();

  /** Windows that end here or before are closed, in milliseconds since 1970. */
  private long closed = Long.MIN_VALUE;

  private long heard;
  private int groups;

  /** The start of the oldest window that is open; no window is older. */
  private long oldest = Long.MAX_VALUE;

  private record Group(List<Cell> cells, Origin origin) {}

  /** A group of a window that is closed. */
  record Result(Instant start, List<Object> group, List<Cell> cells, Origin origin) {}

  private OpenWindows(ProcessorState state, AggregateRecord.Settings settings) {
    this.state = state;
    this.settings = settings;
    this.length = settings.window().toMillis();
    this.meaning =
        Integer.toHexString((length + "" + settings.by() + settings.compute()).hashCode());
  }

  static OpenWindows of(
      ProcessorState state, AggregateRecord.Settings settings, Consumer<String> bulletins) {
    var open = new OpenWindows(state, settings);
    state.get(WHOLE).ifPresent(text -> open.restore(text, bulletins));
    return open;
  }

  private void restore(String text, Consumer<String> bulletins) {
    var parts = text.split(" ");
    if (parts[4].equals(meaning)) {
      closed = Long.parseLong(parts[0]);
      heard = Long.parseLong(parts[1]);
      groups = Integer.parseInt(parts[2]);
      oldest = Long.parseLong(parts[3]);
      return;
    }
    var forgotten = state.all().keySet().stream().filter(OpenWindows::isGroup).toList();
    forgotten.forEach(state::remove);
    if (!forgotten.isEmpty()) {
      bulletins.accept(
          "The settings have changed: " + forgotten.size() + " open groups are forgotten.");
    }
  }

  private static boolean isGroup(String key) {
    return key.startsWith(GROUP + "[");
  }

  private long start(Instant time) {
    return Math.floorDiv(time.toEpochMilli(), length) * length;
  }

  boolean isClosed(Instant time) {
    return start(time) + length <= closed;
  }

  /** This time has passed: what ended before it, and before its lateness, is closed. */
  void advance(Instant time) {
    closed = Math.max(closed, start(time.minus(settings.lateness())));
  }

  void heard(Instant now) {
    heard = now.toEpochMilli();
  }

  Instant heard() {
    return Instant.ofEpochMilli(heard);
  }

  boolean isEmpty() {
    return groups == 0;
  }

  void closeAll() {
    all().keySet().forEach(key -> closed = Math.max(closed, startOf(key) + length));
  }

  String key(Instant time, List<Object> group) {
    return GROUP + "[" + start(time) + "]" + Kept.group(group);
  }

  private static long startOf(String key) {
    return Long.parseLong(key.substring(2, key.indexOf(']')));
  }

  Optional<List<Cell>> cells(String key) {
    var group = changed.get(key);
    return group != null ? Optional.of(group.cells()) : state.get(key).map(Kept::cells);
  }

  /**
   * Keeps what the group has come to.
   *
   * @param begin gives the origin of a group that is new
   * @return the origin of the group
   */
  Origin put(String key, List<Cell> cells, Supplier<Origin> begin) throws EvaluationException {
    var origin = origin(key);
    if (origin.isEmpty()) {
      if (groups >= settings.groupsMax()) {
        throw new EvaluationException(
            "more than " + settings.groupsMax() + " groups are open (groupsMax)");
      }
      groups++;
      oldest = Math.min(oldest, startOf(key));
    }
    var made = origin.filter(Origin::isGathered).orElseGet(begin);
    changed.put(key, new Group(cells, made));
    return made;
  }

  /** Of a group that is open. One from before there was gathering has that of its last record. */
  private Optional<Origin> origin(String key) {
    var group = changed.get(key);
    return group != null ? Optional.of(group.origin()) : state.get(key).map(Kept::origin);
  }

  /** Takes out what is closed: the oldest window first, its groups in their order. */
  List<Result> takeClosed() {
    if (groups == 0 || oldest + length > closed) {
      return List.of();
    }
    var results = new ArrayList<Result>();
    oldest = Long.MAX_VALUE;
    for (var each : all().entrySet()) {
      var start = startOf(each.getKey());
      if (start + length > closed) {
        oldest = Math.min(oldest, start);
        continue;
      }
      var group = Kept.group(each.getKey().substring(each.getKey().indexOf(']') + 1));
      results.add(
          new Result(
              Instant.ofEpochMilli(start),
              group,
              each.getValue().cells(),
              each.getValue().origin()));
      changed.remove(each.getKey());
      state.remove(each.getKey());
      groups--;
    }
    results.sort(
        Comparator.comparing(Result::start).thenComparing(each -> Kept.group(each.group())));
    return results;
  }

  private Map<String, Group> all() {
    var all = new LinkedHashMap<String, Group>();
    state
        .all()
        .forEach(
            (key, text) -> {
              if (isGroup(key)) {
                all.put(key, new Group(Kept.cells(text), Kept.origin(text)));
              }
            });
    all.putAll(changed);
    return all;
  }

  /** Writes down what has changed. */
  void keep() {
    changed.forEach((key, group) -> state.put(key, Kept.cells(group.cells(), group.origin())));
    changed.clear();
    var whole = closed + " " + heard + " " + groups + " " + oldest + " " + meaning;
    if (!state.get(WHOLE).equals(Optional.of(whole))) {
      state.put(WHOLE, whole);
    }
  }
}
