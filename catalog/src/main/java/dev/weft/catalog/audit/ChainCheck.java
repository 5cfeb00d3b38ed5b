package dev.weft.catalog.audit;

import dev.weft.catalog.audit.AuditChain.Head;
import dev.weft.spi.AuditLog.Stored;
import dev.weft.spi.AuditLog.Verification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks all chains in one pass over the events, in the order in which they are stored. Finds
 * events that were altered, are missing or were moved, chains that have no beginning, and chains
 * whose tail was cut off although another chain had named it. For one thread.
 */
public final class ChainCheck {
  private static final int FAULTS_MAX = 1000;
  private static final int REMEMBERED_MAX = 50_000;

  private record Position(String writer, long sequence) {}

  private final Map<String, Head> heads = new HashMap<>();
  private final Map<Position, String> recent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Position, String> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };
  private final List<String> faults = new ArrayList<>();
  private long events;

  /** Looks at the next event. */
  public void see(Stored event) {
    events++;
    checkPlace(event);
    if (!CanonicalEvent.hash(event).equals(event.hash())) {
      fault(event.writer(), event.sequence(), "was altered: its hash does not fit its content");
    }
    var head = new Head(event.writer(), event.sequence(), event.hash());
    heads.put(event.writer(), head);
    recent.put(new Position(head.writer(), head.sequence()), head.hash());
    if (CanonicalEvent.isLink(event)) {
      CanonicalEvent.heads(event).forEach(this::expect);
    }
  }

  /** What stands at this offset is not an event. */
  void unreadable(long offset) {
    events++;
    note("The record at offset " + offset + " is not an audit event.");
  }

  /** Somebody knows that this event was stored. */
  void expect(Head known) {
    var head = heads.get(known.writer());
    if (head == null) {
      note("Chain " + known.writer() + " is missing: " + known.sequence() + " events.");
    } else if (head.sequence() < known.sequence()) {
      fault(known.writer(), known.sequence(), "is missing: the chain ends at " + head.sequence());
    } else if (!hashAt(known, head).equals(known.hash())) {
      fault(known.writer(), known.sequence(), "was replaced: another chain names another hash");
    }
  }

  /** The hash of the event that is named; one from long ago is taken at its word. */
  private String hashAt(Head known, Head head) {
    return known.sequence() == head.sequence()
        ? head.hash()
        : recent.getOrDefault(new Position(known.writer(), known.sequence()), known.hash());
  }

  /** What was found. */
  public Verification result() {
    return new Verification(events, heads.size(), List.copyOf(faults));
  }

  private void checkPlace(Stored event) {
    var head = heads.getOrDefault(event.writer(), new Head("", 0, AuditChain.NO_HASH));
    var expected = head.sequence() + 1;
    if (event.sequence() > expected) {
      var many = event.sequence() - expected;
      fault(event.writer(), expected, "is missing" + (many == 1 ? "" : ", " + many + " in a row"));
    } else if (event.sequence() < expected) {
      fault(event.writer(), event.sequence(), "stands after event " + head.sequence());
    } else if (!event.previousHash().equals(head.hash())) {
      fault(event.writer(), event.sequence(), "does not follow the event before it");
    }
  }

  private void fault(String writer, long sequence, String what) {
    note("Chain " + writer + ": event " + sequence + " " + what + ".");
  }

  /** Notes what somebody else has found. */
  void note(String fault) {
    if (faults.size() < FAULTS_MAX) {
      faults.add(fault);
    }
  }
}
