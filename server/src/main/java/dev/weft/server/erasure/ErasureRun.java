package dev.weft.server.erasure;

import dev.weft.model.Erasure;
import dev.weft.model.Erasure.Done;
import dev.weft.server.identity.Caller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies one erasure. That it has begun, and the places that are behind it, are in the mesh log
 * before the next is touched: whoever cuts it off leaves no half of it that looks like the whole.
 * For one thread.
 */
final class ErasureRun {
  /** Of very many places the log is told of several at once. */
  private static final int NOTES_MAX = 50;

  private final ErasureLog log;
  private final Erasures.Acts acts;
  private final Clock clock;
  private final Caller caller;
  private final String id;
  private final List<Done> behind = new ArrayList<>();

  ErasureRun(ErasureLog log, Erasures.Acts acts, Clock clock, Caller caller, String id) {
    this.log = log;
    this.acts = acts;
    this.clock = clock;
    this.caller = caller;
    this.id = id;
  }

  Erasure apply(Draft draft, String key, String why) {
    var begun =
        log.change(
            caller, id, "erasure.begin", one -> one.begin(caller.id(), clock.instant(), why));
    var atOnce = Math.max(1, draft.targets().size() / NOTES_MAX);
    var results = acts.carryOut(begun, draft, key, done -> passed(done, atOnce));
    return log.finish(caller, id, clock.instant(), results);
  }

  private void passed(Done place, int atOnce) {
    behind.add(place);
    if (behind.size() >= atOnce) {
      log.note(caller, id, List.copyOf(behind));
      behind.clear();
    }
  }
}
