package dev.weft.bench;

import dev.weft.catalog.audit.KafkaAuditLog;
import dev.weft.catalog.topics.MeshTopics;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.server.audit.Sighting;
import dev.weft.server.audit.WhoSaw;
import dev.weft.spi.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How long it takes to say who has seen a field among very many events, which the real audit has
 * written; and whether every reader, record and kind of sight is counted.
 */
final class AuditProgram implements Program {
  private static final long MIB = 1024 * 1024;

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public String summary() {
    return "Who has seen a field, among many events: written, found, counted, in bounded memory.";
  }

  /** {@code data}: a data folder to write to and to keep, for {@code weft up}; else a new one. */
  @Override
  public Map<String, String> options() {
    return Map.of("events", "500000", "readers", "200", "rounds", "3", "data", "");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var kept = Optional.of(options.text("data")).filter(text -> !text.isEmpty()).map(Path::of);
    var folder = kept.isPresent() ? kept.get() : Files.createTempDirectory("weft-bench-");
    try (var kafka = EmbeddedKafka.start(folder)) {
      MeshTopics.STANDARD.create(kafka.access());
      var clock = Clock.systemUTC();
      var process = UUID.randomUUID().toString();
      try (var audit =
          new KafkaAuditLog(kafka.access(), MeshTopics.STANDARD, process, clock, this::broken)) {
        audit.start();
        measure(options, audit, report);
      }
    } finally {
      if (kept.isEmpty()) {
        delete(folder);
      }
    }
  }

  private static void measure(Options options, AuditLog audit, Report report) throws Exception {
    var written = new AuditedReads(audit, options.count("readers"));
    var table = report.table("", "seconds", "events/s", "heap grown, MiB");
    var start = System.nanoTime();
    var heap = usedBytes();
    written.write(options.count("events"));
    row(table, "written", written.events(), start, heap);
    var who = new WhoSaw(audit, port -> Map.of());
    for (var round = 1; round <= options.count("rounds"); round++) {
      start = System.nanoTime();
      heap = usedBytes();
      var answer = who.answer(question(), (passed, of) -> {});
      row(table, "who has seen " + AuditedReads.FIELD, written.events(), start, heap);
      require(written, answer);
    }
    table.print();
    report.line(
        "%d readers of %s, %s records delivered to them: all found, none too many",
        options.count("readers"), AuditedReads.PORT, Report.thousands((double) written.records()));
  }

  private static WhoSaw.Question question() {
    return new WhoSaw.Question(
        AuditedReads.PORT,
        Optional.of(AuditedReads.FIELD),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static void row(
      Report.Table table, String what, long events, long start, long heapBefore) {
    var seconds = (System.nanoTime() - start) / 1e9;
    table.row(
        what,
        Report.two(seconds),
        Report.thousands(events / seconds),
        Report.thousands((usedBytes() - heapBefore) / (double) MIB));
  }

  private static void require(AuditedReads written, WhoSaw.Answer answer) {
    Function<Sighting.Page, String> who = page -> page.principal() + " " + page.sight();
    var found = answer.items().stream().collect(Collectors.toMap(who, Sighting.Page::delivered));
    if (!found.equals(written.expected()) || answer.since().isPresent()) {
      throw new IllegalStateException("Found " + found + " where it was " + written.expected());
    }
    for (var page : answer.items()) {
      if (!page.exact() || page.filtered() + page.withheld() > 0) {
        throw new IllegalStateException("Not exact: " + page);
      }
    }
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void broken(Throwable cause) {
    throw new IllegalStateException("The audit is broken", cause);
  }

  private static void delete(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
