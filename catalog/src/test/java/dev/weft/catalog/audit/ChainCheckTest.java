package dev.weft.catalog.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.audit.AuditChain.Head;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainCheckTest {
  private final AuditHeads heads = new AuditHeads();

  @Test
  void findsNothingInChainsAsTheyWereWritten() {
    assertThat(faults(chain("a", 5))).isEmpty();
  }

  @Test
  void findsAnAlteredEvent() {
    var events = chain("a", 5);
    var third = events.get(2);
    events.set(
        2,
        new Stored(
            third.writer(),
            third.sequence(),
            third.time(),
            "somebody-else",
            third.action(),
            third.subject(),
            third.successful(),
            third.details(),
            third.previousHash(),
            third.hash()));

    assertThat(faults(events))
        .containsExactly("Chain a: event 3 was altered: its hash does not fit its content.");
  }

  @Test
  void findsAnEventThatWasAlteredTogetherWithItsHash() {
    var events = chain("a", 5);
    var third = events.get(2);
    var forged = event("somebody-else", 3);
    events.set(2, CanonicalEvent.hashed("a", 3, third.time(), forged, third.previousHash()));

    assertThat(faults(events))
        .containsExactly("Chain a: event 4 does not follow the event before it.");
  }

  @Test
  void findsAMissingEvent() {
    var events = chain("a", 5);
    events.remove(2);

    assertThat(faults(events)).containsExactly("Chain a: event 3 is missing.");
  }

  @Test
  void findsEventsThatChangedPlaces() {
    var events = chain("a", 5);
    events.add(2, events.remove(3));

    assertThat(faults(events))
        .contains("Chain a: event 3 is missing.", "Chain a: event 3 stands after event 4.");
  }

  @Test
  void findsAChainWhoseTailWasCutOffBecauseALaterChainNamesItsHead() {
    var events = chain("a", 5);
    events.addAll(chain("b", 2));
    events.removeIf(event -> event.writer().equals("a") && event.sequence() == 5);

    assertThat(faults(events)).containsExactly("Chain a: event 5 is missing: the chain ends at 4.");
  }

  @Test
  void findsAChainThatWasRemovedWhole() {
    var events = chain("a", 5);
    events.addAll(chain("b", 2));
    events.removeIf(event -> event.writer().equals("a"));

    assertThat(faults(events)).containsExactly("Chain a is missing: 5 events.");
  }

  @Test
  void findsALastEventThatWasReplaced() {
    var events = chain("a", 5);
    events.addAll(chain("b", 2));
    var last = events.get(4);
    events.set(4, CanonicalEvent.hashed("a", 5, last.time(), event("x", 5), last.previousHash()));

    assertThat(faults(events))
        .containsExactly("Chain a: event 5 was replaced: another chain names another hash.");
  }

  @Test
  void findsThatTheNewestChainWasCutOffWhenSomebodyKnewItsHead() {
    var events = chain("a", 5);
    var check = new ChainCheck();
    events.subList(0, 4).forEach(check::see);

    check.expect(new Head("a", 5, events.get(4).hash()));

    assertThat(check.result().faults())
        .containsExactly("Chain a: event 5 is missing: the chain ends at 4.");
  }

  @Test
  void namesEachHeadOnceSoThatTheListStaysShort() {
    for (var i = 0; i < 100; i++) {
      chain("start-" + i, 3);
    }

    assertThat(heads.list()).hasSize(1);
  }

  @Test
  void givesNumbersTheSameHashBeforeAndAfterStoring() {
    var details = Json.object();
    details.put("double", 1.0e20).put("small", 1e-9).put("whole", 10.0).put("float", 0.1f);
    details.put("big", new java.math.BigDecimal("12345678901234567890.1234500"));
    details.put("text", "ümläut \u2028 \"quoted\"").putNull("nothing");
    var stored =
        new AuditChain("a")
            .next(new AuditEvent(PrincipalId.WEFT, "x", "y", true, details), Instant.EPOCH);

    var read = CanonicalEvent.decode(CanonicalEvent.encode(stored));

    assertThat(CanonicalEvent.hash(read)).isEqualTo(stored.hash());
  }

  private List<Stored> chain(String writer, int events) {
    var chain = new AuditChain(writer);
    var all = new ArrayList<Stored>();
    all.add(chain.link(heads.list(), Instant.EPOCH));
    for (var i = 2; i <= events; i++) {
      all.add(chain.next(event("olga", i), Instant.EPOCH.plusSeconds(i)));
    }
    all.forEach(heads::saw);
    return all;
  }

  private static AuditEvent event(String actor, int number) {
    var details = Json.object().put("number", number);
    return new AuditEvent(PrincipalId.user(actor), "read", "sales.invoices", true, details);
  }

  /** What is found in the events after they went to bytes and back. */
  private static List<String> faults(List<Stored> events) {
    var check = new ChainCheck();
    events.forEach(event -> check.see(CanonicalEvent.decode(CanonicalEvent.encode(event))));
    return check.result().faults();
  }
}
