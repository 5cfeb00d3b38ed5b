package dev.weft.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/** The last things that a flow has told people, newest first. Safe for any thread. */
final class Bulletins {
  private static final int KEPT = 50;
  private static final int CHARACTERS_MAX = 1_000;

  private final Clock clock;
  private final ArrayDeque<FlowStatus.Bulletin> last = new ArrayDeque<>();

  Bulletins(Clock clock) {
    this.clock = clock;
  }

  /** The same again, at once, only counts. */
  synchronized void tell(FlowStatus.Level level, String processor, String text) {
    var words = text.length() > CHARACTERS_MAX ? text.substring(0, CHARACTERS_MAX) + "..." : text;
    var now = clock.instant();
    var before = last.peekFirst();
    if (before != null && before.isAbout(level, processor, words)) {
      last.removeFirst();
      last.addFirst(before.again(now));
      return;
    }
    last.addFirst(new FlowStatus.Bulletin(now, level, processor, words, 1));
    if (last.size() > KEPT) {
      last.removeLast();
    }
  }

  synchronized List<FlowStatus.Bulletin> since(Instant earliest) {
    return last.stream().filter(one -> !one.time().isBefore(earliest)).toList();
  }
}
