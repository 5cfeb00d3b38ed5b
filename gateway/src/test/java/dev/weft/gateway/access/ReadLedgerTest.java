package dev.weft.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.AccessObserver.ReadRange;
import dev.weft.spi.AccessObserver.Reader;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms;
import dev.weft.spi.ReadView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReadLedgerTest {
  private static final PortName PORT = new PortName("shop", "orders");
  private static final Reader READER =
      new Reader("s", PrincipalId.user("ada"), "key", "client", "group", "127.0.0.1:1");

  private final List<AccessObserver.ReadOpened> opened = new ArrayList<>();
  private final List<AccessObserver.ReadRange> closed = new ArrayList<>();
  private final List<PortName> ended = new ArrayList<>();
  private final TickingClock clock = new TickingClock();
  private final ReadLedger ledger = new ReadLedger(new Notes(), clock);
  private final ReadView view = view();

  @Test
  void steadyReaderIsAnnouncedOnceInTenThousandRecords() {
    for (long offset = 0; offset < 20_000; offset += 100) {
      read(view, offset, offset + 99);
    }

    assertThat(opened).hasSize(2);
    assertThat(opened.get(0).from()).isZero();
    assertThat(opened.get(0).limit()).isEqualTo(10_100);
  }

  @Test
  void fastReaderIsAnnouncedLessAndLessOften() {
    for (long offset = 0; offset < 1_000_000; offset += 1_000) {
      read(view, offset, offset + 999);
    }

    assertThat(opened).hasSize(5);
    assertThat(opened.get(1).from()).isEqualTo(11_000);
    assertThat(opened.get(1).limit()).isEqualTo(52_000);
  }

  @Test
  void readerWhoHasTakenTimeIsAnnouncedAShortStretchAgain() {
    for (long offset = 0; offset < 20_000; offset += 1_000) {
      read(view, offset, offset + 999);
    }
    clock.pass(Duration.ofSeconds(2));

    for (long offset = 20_000; offset <= 52_000; offset += 1_000) {
      read(view, offset, offset + 999);
    }

    assertThat(opened.get(2).from()).isEqualTo(52_000);
    assertThat(opened.get(2).limit()).isEqualTo(63_000);
  }

  @Test
  void contiguousReadsBecomeOneRange() {
    read(view, 0, 99);
    read(view, 100, 149);
    ledger.closeAll();

    assertThat(closed).hasSize(1);
    assertThat(closed.get(0).from()).isZero();
    assertThat(closed.get(0).to()).isEqualTo(149);
    assertThat(closed.get(0).delivered()).isEqualTo(150);
    assertThat(closed.get(0).maskedFields()).isEqualTo(Map.of("email", "p-1"));
    assertThat(closed.get(0).withheldFields()).containsExactly("secret");
    assertThat(closed.get(0).policies()).containsExactly("p-1");
  }

  @Test
  void jumpEndsTheRange() {
    read(view, 0, 99);
    read(view, 50, 99);

    assertThat(closed).hasSize(1);
    assertThat(opened).hasSize(1);
  }

  @Test
  void newDecisionEndsTheRangeAndIsAnnounced() {
    read(view, 0, 99);
    read(view("p-2"), 100, 199);

    assertThat(closed).hasSize(1);
    assertThat(opened).hasSize(2);
    assertThat(opened.get(1).decision().policies()).containsExactly("p-2");
  }

  @Test
  void sameDecisionMadeAgainContinuesTheRange() {
    read(view, 0, 99);
    read(view("p-1"), 100, 199);

    assertThat(closed).isEmpty();
    assertThat(opened).hasSize(1);
  }

  @Test
  void steadyReaderIsToldOnceAMinute() {
    for (long second = 0; second < 600; second++) {
      read(view, second * 10, second * 10 + 9);
      clock.pass(Duration.ofSeconds(1));
      ledger.closeOld();
    }
    ledger.end();

    assertThat(closed).hasSizeLessThanOrEqualTo(15);
    assertThat(closed.get(0).from()).isZero();
    for (int i = 1; i < closed.size(); i++) {
      assertThat(closed.get(i).from()).isEqualTo(closed.get(i - 1).to() + 1);
      assertThat(closed.get(i).since()).isAfterOrEqualTo(closed.get(i - 1).until());
    }
    assertThat(closed.get(closed.size() - 1).to()).isEqualTo(5_999);
    assertThat(closed.stream().mapToLong(ReadRange::delivered).sum()).isEqualTo(6_000);
    assertThat(closed.stream().mapToLong(range -> range.amounts().bytes()).sum())
        .isEqualTo(600_000);
  }

  @Test
  void whoJumpsIsNoSteadyReader() {
    for (int i = 0; i < 20; i++) {
      read(view, i * 1_000L, i * 1_000L + 9);
      clock.pass(Duration.ofSeconds(3));
      ledger.closeOld();
    }

    assertThat(closed).hasSize(20);
  }

  @Test
  void endSaysThatThereIsNoMore() {
    read(view, 0, 99);

    ledger.end();

    assertThat(closed).hasSize(1);
    assertThat(ended).containsExactly(PORT);
  }

  @Test
  void readingBackIsAnnouncedAgain() {
    read(view, 500, 599);
    read(view, 0, 99);

    assertThat(opened).hasSize(2);
  }

  @Test
  void rangeIsClosedAfterTwoSeconds() {
    read(view, 0, 99);
    ledger.closeOld();
    assertThat(closed).isEmpty();

    clock.pass(Duration.ofSeconds(2));
    ledger.closeOld();

    assertThat(closed).hasSize(1);
  }

  @Test
  void whatTheAuditDidNotTakeIsAnnouncedAgain() {
    var delivery = delivery(view, 0, 99);
    assertThat(ledger.announce(READER, delivery)).isPresent();

    ledger.forget(delivery);

    assertThat(ledger.announce(READER, delivery)).isPresent();
  }

  @Test
  void whatNeedsNoEventsLeavesNoneAndEndsTheRangeBefore() {
    read(view, 0, 99);
    read(unaudited(), 100, 199);
    assertThat(closed).hasSize(1);

    read(unaudited(), 200, 299);
    ledger.end();

    assertThat(opened).hasSize(1);
    assertThat(closed).hasSize(1);
    assertThat(closed.get(0).to()).isEqualTo(99);
  }

  private ReadView unaudited() {
    var terms = ReadTerms.PLAIN;
    return new ReadView(
        PORT,
        true,
        view.reason(),
        view.fields(),
        view.otherFields(),
        view.key(),
        view.filter(),
        view.until(),
        view.policies(),
        new ReadTerms(
            terms.from(),
            terms.to(),
            terms.lookback(),
            terms.bytesPerSecond(),
            terms.requestsPerSecond(),
            terms.priority(),
            terms.undecodable(),
            terms.filterOn(),
            "",
            false));
  }

  private void read(ReadView seen, long from, long to) {
    var delivery = delivery(seen, from, to);
    var announced = ledger.announce(READER, delivery);
    assertThat(announced.map(CompletableFuture::isDone).orElse(true)).isTrue();
    ledger.delivered(READER, delivery);
  }

  private static Delivery delivery(ReadView view, long from, long to) {
    return new Delivery(PORT, 3, view, from, to, to - from + 1, 0, 0, 1_000);
  }

  private static ReadView view() {
    return view("p-1");
  }

  private static ReadView view(String policy) {
    return new ReadView(
        PORT,
        true,
        "",
        Map.of(
            "email",
            new FieldRule.Masked(new dev.weft.gateway.json.Stars(), policy, "pii.email"),
            "secret",
            FieldRule.WITHHOLD),
        FieldRule.SHOW,
        FieldRule.SHOW,
        Optional.empty(),
        Optional.empty(),
        List.of(policy));
  }

  private final class Notes implements AccessObserver {
    @Override
    public CompletableFuture<Void> readEnded(Reader reader, PortName port) {
      ended.add(port);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> readOpened(ReadOpened event) {
      opened.add(event);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> readClosed(ReadRange event) {
      closed.add(event);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> refused(Refusal event) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> authenticated(Authentication event) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
