package dev.weft.server.erasure;

import dev.weft.catalog.erasure.Found.KeyAt;
import dev.weft.model.Erasure;
import dev.weft.model.Erasure.Done;
import dev.weft.model.ErasurePlan.Place;
import dev.weft.model.ErasurePlan.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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
  public List<Done> carryOut(Erasure erasure, Draft draft, String key, Consumer<Done> passed) {
    var subject = sealed.token(draft.scope().of(), key);
    var destroyed =
        draft.keys().isEmpty()
            ? keys.destroyedBy(subject, erasure.id())
            : keys.destroy(subject, erasure.id());
    var all = new ArrayList<Done>();
    for (var target : draft.targets()) {
      var place = erasure.plan().place(target.place().name()).orElse(target.place());
      var written =
          switch (place.way()) {
            case TOMBSTONE -> tombstones(erasure, target);
            case SHRED -> destroyed;
            default -> 0;
          };
      var until = target.place().until().or(place::until);
      var done = new Done(place.name(), place.way(), place.records(), written, until);
      all.add(done);
      if (place.way().acts()) {
        passed.accept(done);
      }
    }
    draft.places().stream()
        .filter(place -> all.stream().noneMatch(one -> one.name().equals(place.name())))
        .forEach(place -> all.add(untouched(place)));
    return all;
  }

  /** With those that it wrote before it was interrupted. */
  private long tombstones(Erasure erasure, Draft.Target target) {
    var left = target.place().way() == Way.TOMBSTONE ? target.found().keys() : List.<KeyAt>of();
    return tombstones.write(erasure.id(), target.port(), left)
        + target.found().deletedBy(erasure.id());
  }

  private static Done untouched(Place place) {
    return new Done(place.name(), place.way(), place.records(), 0, place.until());
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
