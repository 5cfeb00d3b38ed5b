package dev.weft.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.server.Fixture;
import dev.weft.server.MemoryAudit;
import dev.weft.spi.AuditEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WhoSawTest {
  private static final PortName PORT = new PortName("shop", "orders");

  private final Fixture.HandClock clock = new Fixture.HandClock();
  private final Instant begin = clock.instant();
  private final MemoryAudit audit = new MemoryAudit(clock);
  private final WhoSaw who = new WhoSaw(audit, port -> Map.of(0, 1_000L));

  @Test
  void tellsRawFromMaskedFromWithheld() {
    read("raw", 0, 9, decision("{}", "[]", "show"));
    read("masked", 0, 9, decision("{'email': 'p-1'}", "[]", "show"));
    read("withheld", 0, 9, decision("{}", "['email']", "show"));
    read("others", 0, 9, decision("{}", "[]", "withhold"));

    assertThat(ask("email", false, false)).containsExactly("raw raw", "masked masked");
    assertThat(ask("email", true, false)).containsExactly("raw raw");
    assertThat(ask("email", false, true)).containsExactly("masked masked");
    assertThat(ask("", false, false))
        .containsExactly("raw raw", "masked partly", "withheld partly", "others partly");
  }

  @Test
  void aFieldHasTheRuleOfWhatIsAboveItAndPartOfWhatIsWithin() {
    read("ada", 0, 9, decision("{'address': 'p-1'}", "[]", "show").put("x", 1));
    read("bo", 0, 9, decision("{'address.city': 'p-1'}", "[]", "show"));

    assertThat(ask("address.city", false, false)).containsExactly("ada masked", "bo masked");
    assertThat(ask("address", false, false)).containsExactly("bo partly", "ada masked");
    assertThat(ask("address.street", true, false)).containsExactly("bo raw");
  }

  @Test
  void rangesOfOnePrincipalBecomeOneWithExactSums() {
    read("ada", 0, 9, shown());
    read("ada", 10, 19, shown());
    read("ada", 5, 12, shown());
    read("ada", 30, 30, shown());

    var page = answer("", Optional.empty()).items().get(0);

    assertThat(page.ranges())
        .containsExactly(new Sighting.Range(0, 0, 19, true), new Sighting.Range(0, 30, 30, true));
    assertThat(page.delivered()).isEqualTo(29);
    assertThat(page.events()).isEqualTo(4);
    assertThat(page.exact()).isTrue();
  }

  @Test
  void onlyWhatWasDeliveredInTheTimeCounts() {
    read("early", 0, 9, shown());
    clock.advance(Duration.ofHours(1));
    read("ada", 0, 9, shown());
    clock.advance(Duration.ofHours(1));
    read("late", 0, 9, shown());

    var question =
        new WhoSaw.Question(
            PORT,
            Optional.empty(),
            false,
            false,
            Optional.of(begin.plusSeconds(600)),
            Optional.of(begin.plusSeconds(4_000)),
            Optional.empty());

    assertThat(who.answer(question, (events, of) -> {}).items())
        .extracting(Sighting.Page::principal)
        .containsExactly("ada");
  }

  @Test
  void aSubjectsRecordsAreSeenOrMayHaveBeen() {
    read("ada", 0, 9, shown());
    read("bo", 0, 99, shown().put("filtered", 40));
    read("cy", 20, 29, shown());
    var subject = new Subject(Map.of(0, new long[] {3, 5, 50}), 100, true);

    var items = answer("", Optional.of(subject)).items();

    assertThat(items).extracting(Sighting.Page::principal).containsExactly("ada", "bo");
    assertThat(items.get(0).subject()).contains(new Sighting.Records(2, 0));
    assertThat(items.get(1).subject()).contains(new Sighting.Records(0, 3));
    assertThat(items.get(1).ranges()).containsExactly(new Sighting.Range(0, 0, 99, false));
  }

  @Test
  void whatWasAnnouncedAndNotReportedMayHaveBeenSeen() {
    opened("killed", 0, 500);
    read("killed", 0, 99, shown());
    opened("gone", 0, 500);
    read("gone", 0, 99, shown());
    ended("gone");
    opened("far", 900, 5_000);

    var items =
        answer("", Optional.empty()).items().stream().filter(page -> !page.exact()).toList();

    assertThat(items).extracting(Sighting.Page::principal).containsExactly("killed", "far");
    assertThat(items.get(0).ranges()).containsExactly(new Sighting.Range(0, 100, 499, false));
    assertThat(items.get(1).ranges()).containsExactly(new Sighting.Range(0, 900, 999, false));
    assertThat(items.get(0).last()).isEmpty();
  }

  @Test
  void whoHasJumpedCannotUseWhatWasAnnouncedBefore() {
    opened("ada", 0, 500);
    opened("ada", 700, 800);
    read("ada", 0, 99, shown());
    assertThat(maybe()).containsExactly(new Sighting.Range(0, 700, 799, false));

    read("ada", 700, 799, shown());
    assertThat(maybe()).isEmpty();
  }

  private List<Sighting.Range> maybe() {
    return answer("", Optional.empty()).items().stream()
        .filter(page -> !page.exact())
        .flatMap(page -> page.ranges().stream())
        .toList();
  }

  private List<String> ask(String field, boolean raw, boolean masked) {
    return who
        .answer(
            new WhoSaw.Question(
                PORT,
                Optional.of(field).filter(path -> !path.isEmpty()),
                raw,
                masked,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            (events, of) -> {})
        .items()
        .stream()
        .map(page -> page.principal() + " " + page.sight())
        .toList();
  }

  private WhoSaw.Answer answer(String field, Optional<Subject> subject) {
    return who.answer(
        new WhoSaw.Question(
            PORT,
            Optional.of(field).filter(path -> !path.isEmpty()),
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            subject),
        (events, of) -> {});
  }

  private static ObjectNode shown() {
    return decision("{}", "[]", "show");
  }

  private static ObjectNode decision(String masked, String withheld, String others) {
    var details = Json.object().put("otherFields", others);
    details.set("maskedFields", Json.parse(masked.replace('\'', '"')));
    details.set("withheldFields", Json.parse(withheld.replace('\'', '"')));
    details.putArray("shownFields");
    return details;
  }

  private void read(String who, long from, long to, ObjectNode details) {
    details
        .put("session", who)
        .put("partition", 0)
        .put("from", from)
        .put("to", to)
        .put("delivered", to - from + 1 - details.path("filtered").asLong())
        .put("since", clock.instant().toString())
        .put("until", clock.instant().toString());
    append(who, "read", details);
  }

  private void opened(String who, long from, long limit) {
    append(
        who,
        "read.opened",
        shown().put("session", who).put("partition", 0).put("from", from).put("limit", limit));
  }

  private void ended(String who) {
    append(who, "read.ended", Json.object().put("session", who));
  }

  private void append(String who, String action, ObjectNode details) {
    audit.append(new AuditEvent(PrincipalId.user(who), action, PORT.topic(), true, details)).join();
  }
}
