package dev.weft.server.erasure;

import dev.weft.model.Erasure.Done;
import dev.weft.model.ErasurePlan.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What an erasure does in the places of its plan. Doing it again does no harm. */
public final class ErasureActs implements Erasures.Acts {
  /** The log has compacted by then what it can. */
  private static final Duration MOVED_ON_AFTER = Duration.ofDays(1);

  private final Tombstones tombstones;
  private final SealedPorts sealed;
  private final SubjectKeys keys;

  public ErasureActs(Tombstones tombstones, SealedPorts sealed, SubjectKeys keys) {
    this.tombstones = tombstones;
    this.sealed = sealed;
    this.keys = keys;
  }

  /** Does it, and says for each place what was done, or why nothing was. */
  @Override
  public List<Done> carryOut(String erasure, Draft draft, String key) {
    var done = new ArrayList<Done>();
    var destroyed =
        draft.keys().isEmpty() ? 0 : keys.destroy(sealed.token(draft.scope().of(), key));
    for (var target : draft.targets()) {
      var written =
          switch (target.place().way()) {
            case TOMBSTONE -> tombstones.write(erasure, target.port(), target.found().keys());
            case SHRED -> destroyed;
            default -> 0;
          };
      done.add(done(target.place(), written));
    }
    draft.places().stream()
        .filter(place -> draft.targets().stream().noneMatch(one -> one.place().equals(place)))
        .forEach(place -> done.add(done(place, 0)));
    return done;
  }

  private static Done done(Place place, long written) {
    return new Done(place.name(), place.way(), place.records(), written, place.until());
  }

  /**
   * Writes tombstones once more where the log has not compacted for long: what it writes to it does
   * not compact, and a topic to which nobody writes is written to for ever.
   */
  @Override
  public void moveOn(String erasure, Draft draft, String key, Instant appliedAt, Instant now) {
    if (now.isBefore(appliedAt.plus(MOVED_ON_AFTER))) {
      return;
    }
    keys.moveOn(sealed.token(draft.scope().of(), key));
    for (var target : draft.targets()) {
      if (target.place().replaced() > 0 && !target.found().deletedKeys().isEmpty()) {
        var unused = tombstones.write(erasure, target.port(), target.found().deletedKeys());
      }
    }
  }
}
