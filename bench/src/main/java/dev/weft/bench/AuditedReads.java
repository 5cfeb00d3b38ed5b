package dev.weft.bench;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.server.observe.AccessAudit;
import dev.weft.server.observe.ReadLedger;
import dev.weft.spi.AccessObserver.Amounts;
import dev.weft.spi.AccessObserver.ReadOpened;
import dev.weft.spi.AccessObserver.ReadRange;
import dev.weft.spi.AccessObserver.Reader;
import dev.weft.spi.AuditLog;
import dev.weft.spi.ReadDecision;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Reads that the gateway's observer writes to the audit: of every three events two are about the
 * port that is asked for. Every second reader sees the field masked. A session announces once, then
 * reports range after range, and now and then ends.
 */
final class AuditedReads {
  static final PortName PORT = new PortName("asked", "out");
  static final String FIELD = "iban";

  private static final PortName OTHER = new PortName("other", "out");
  private static final int UNDER_WAY_MAX = 10_000;
  private static final int RANGES_OF_A_SESSION = 50;
  private static final long RECORDS = 100;

  private final AccessAudit audit;
  private final int readers;
  private final Queue<CompletableFuture<Void>> underWay = new ArrayDeque<>();
  private final Map<String, Long> expected = new TreeMap<>();
  private long events;
  private long records;

  AuditedReads(AuditLog audit, int readers) {
    this.audit = new AccessAudit(audit, new ReadLedger(Clock.systemUTC()), Clock.systemUTC());
    this.readers = readers;
  }

  /** Writes until so many events are stored. */
  void write(long count) {
    for (var session = 0; events < count; session++) {
      var port = session % 3 == 2 ? OTHER : PORT;
      session(session / 3 * 2 + session % 3, port, count);
    }
    underWay.forEach(CompletableFuture::join);
    underWay.clear();
  }

  private void session(int number, PortName port, long count) {
    var name = number % readers;
    var who = PrincipalId.user("reader" + name);
    var reader =
        new Reader("session-" + number, who, "key-" + name, "bench", "", "10.0.0.1:" + number);
    var decision = decision(name % 2 == 1);
    var from = (long) number * RANGES_OF_A_SESSION * RECORDS;
    stored(
        audit.readOpened(
            new ReadOpened(reader, port, 0, from, from + RANGES_OF_A_SESSION * RECORDS, decision)));
    for (var range = 0; range < RANGES_OF_A_SESSION && events < count - 1; range++) {
      range(reader, port, from + range * RECORDS, decision);
    }
    stored(audit.readEnded(reader, port));
  }

  private void range(Reader reader, PortName port, long from, ReadDecision decision) {
    var now = Instant.now();
    var amounts = new Amounts(RECORDS, 0, 0, RECORDS * 200);
    stored(
        audit.readClosed(
            new ReadRange(reader, port, 0, from, from + RECORDS - 1, amounts, decision, now, now)));
    if (port.equals(PORT)) {
      var sight = decision.maskedFields().isEmpty() ? "raw" : "masked";
      expected.merge(reader.principal() + " " + sight, RECORDS, Long::sum);
      records += RECORDS;
    }
  }

  private static ReadDecision decision(boolean masked) {
    return new ReadDecision(
        masked ? Map.of(FIELD, "hide") : Map.of(),
        masked ? Map.of(FIELD, "redact") : Map.of(),
        List.of(),
        List.of(),
        "show",
        "show",
        "",
        List.of("readers"),
        "");
  }

  /** Few enough are under way that the audit takes them all. */
  private void stored(CompletableFuture<Void> event) {
    events++;
    underWay.add(event);
    if (underWay.size() >= UNDER_WAY_MAX) {
      underWay.remove().join();
    }
  }

  long events() {
    return events;
  }

  long records() {
    return records;
  }

  /** How many records each reader got, by name and what they saw of the field. */
  Map<String, Long> expected() {
    return expected;
  }
}
