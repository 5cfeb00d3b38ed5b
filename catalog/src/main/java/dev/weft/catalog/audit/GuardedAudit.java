package dev.weft.catalog.audit;

import dev.weft.catalog.audit.AuditSpool.Spooled;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the audit cannot be written. Either whoever waits goes on waiting, and so reads
 * stop: then this only tells that it is so. Or events are kept in a bounded file of this server,
 * loudly, and stored with their own times as soon as the audit takes them again; when the file is
 * full, reads stop here too.
 *
 * <p>An event that was both kept and, late, stored by itself is not stored twice. With a file every
 * event has an id, {@value #EVENT_ID} in its details, so that this holds over a kill as well: what
 * a killed process left in the file is looked for in the audit before it is stored. Safe for any
 * thread; the file belongs to one thread of this class.
 */
public final class GuardedAudit implements AuditLog, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GuardedAudit.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration TICK = Duration.ofMillis(500);
  private static final int TICKS_PER_ANCHOR = 20;
  static final String EVENT_ID = "eventId";

  private static final Duration ALARM_AFTER = Duration.ofSeconds(5);

  /** An audit that can also be told when an event happened. */
  public interface Log extends AuditLog {
    CompletableFuture<Void> append(AuditEvent event, Instant time);

    /** Keeps somewhere else how far it has come; called from time to time. */
    default void anchor() {}
  }

  /** How the audit is: {@code ok}, or a sentence; and how many events wait in the file. */
  public record Health(String text, int spooled) {
    public boolean isOk() {
      return text.equals("ok");
    }
  }

  /** An append that has not come back. */
  private record Waiting(
      AuditEvent event,
      Instant time,
      CompletableFuture<Void> original,
      CompletableFuture<Void> told) {}

  private final Log audit;
  private final Clock clock;
  private final Optional<AuditSpool> spool;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var made = new Thread(task, "weft-audit-guard");
            made.setDaemon(true);
            return made;
          });
  // Only on the thread: appends that have not come back, by number; and those that are in the file.
  private final Map<Long, Waiting> waiting = new HashMap<>();
  private final Map<Long, CompletableFuture<Void>> originals = new HashMap<>();
  private long lastNumber;
  private long ticks;
  private final String process = UUID.randomUUID().toString();
  private final AtomicLong events = new AtomicLong();
  private final Set<Long> left = new HashSet<>();
  private Optional<CompletableFuture<Set<String>>> leftStored = Optional.empty();
  private volatile boolean spooling;
  private volatile Health health = new Health("ok", 0);
  private Optional<Instant> failing = Optional.empty();
  private Instant since = Instant.MAX;

  private GuardedAudit(Log audit, Clock clock, Optional<AuditSpool> spool) {
    this.audit = audit;
    this.clock = clock;
    this.spool = spool;
    this.spooling = spool.map(file -> file.size() > 0).orElse(false);
    spool.ifPresent(file -> file.all().forEach(one -> left.add(one.id())));
    var unused =
        thread.scheduleWithFixedDelay(
            this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Reads stop while the audit cannot be written. */
  public static GuardedAudit stopping(Log audit, Clock clock) {
    return new GuardedAudit(audit, clock, Optional.empty());
  }

  /** Reads go on while there is room in this file. */
  public static GuardedAudit spooling(Log audit, Clock clock, Path file, long bytesMax) {
    return new GuardedAudit(audit, clock, Optional.of(new AuditSpool(file, bytesMax)));
  }

  /** How the audit is at this moment. */
  public Health health() {
    return health;
  }

  @Override
  public CompletableFuture<Void> append(AuditEvent said) {
    var event = spool.isPresent() ? withId(said) : said;
    var told = new CompletableFuture<Void>();
    var time = clock.instant();
    try {
      if (spooling) {
        thread.execute(() -> keepOrPass(event, time, told));
      } else {
        var original = audit.append(event, time);
        // Without a spool there is nothing to wait for but the audit itself.
        var answer = spool.isEmpty() ? original : told;
        thread.execute(() -> watch(new Waiting(event, time, original, answer)));
        return answer;
      }
    } catch (RejectedExecutionException e) {
      told.completeExceptionally(closed());
    }
    return told;
  }

  @Override
  public List<Stored> search(AuditQuery query) {
    return audit.search(query);
  }

  @Override
  public void each(AuditQuery query, Consumer<Stored> sink) {
    audit.each(query, sink);
  }

  @Override
  public Coverage each(AuditQuery query, Consumer<Stored> sink, long olderMax, Watch watch) {
    return audit.each(query, sink, olderMax, watch);
  }

  @Override
  public Verification verify() {
    return audit.verify();
  }

  @Override
  public Verification verify(Watch watch) {
    return audit.verify(watch);
  }

  /** What is in the file stays there for the next start. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    spool.ifPresent(AuditSpool::close);
  }

  private void watch(Waiting one) {
    var number = ++lastNumber;
    waiting.put(number, one);
    var unused =
        one.original.whenComplete(
            (done, failure) -> onThread(() -> cameBack(number, Optional.ofNullable(failure))));
  }

  private void cameBack(long number, Optional<Throwable> failure) {
    var one = waiting.remove(number);
    if (one == null) {
      return;
    }
    if (failure.isEmpty()) {
      failing = Optional.empty();
      one.told.complete(null);
      return;
    }
    failing = Optional.of(failing.orElseGet(clock::instant));
    if (spool.isPresent() && !isHopeless(failure.get())) {
      keep(one);
    } else {
      one.told.completeExceptionally(failure.get());
    }
  }

  /** It is on its way to the audit and takes too long. */
  private void keep(Waiting one) {
    keep(one.event, one.time, one.told)
        .ifPresent(
            id -> {
              originals.put(id, one.original);
              var unused =
                  one.original.whenComplete(
                      (done, failure) -> {
                        if (failure == null) {
                          onThread(() -> stored(id));
                        }
                      });
            });
  }

  private void keepOrPass(AuditEvent event, Instant time, CompletableFuture<Void> told) {
    if (spooling) {
      var unused = keep(event, time, told);
    } else {
      watch(new Waiting(event, time, audit.append(event, time), told));
    }
  }

  private Optional<Long> keep(AuditEvent event, Instant time, CompletableFuture<Void> told) {
    try {
      var id = spool.orElseThrow().add(event, time);
      if (!spooling) {
        spooling = true;
        log.error("The audit cannot be written: events are kept in this server's spool.");
      }
      told.complete(null);
      return Optional.of(id);
    } catch (IOException e) {
      told.completeExceptionally(full(e));
      return Optional.empty();
    }
  }

  private void stored(long id) {
    try {
      originals.remove(id);
      spool.orElseThrow().stored(id);
    } catch (IOException e) {
      log.error("The audit's spool cannot be written: {}", e.getMessage());
    }
  }

  private void tick() {
    try {
      var now = clock.instant();
      if (spool.isPresent()) {
        var late = now.minus(PATIENCE);
        waiting.entrySet().stream()
            .filter(each -> each.getValue().time.isBefore(late))
            .map(Map.Entry::getKey)
            .sorted()
            .toList()
            .forEach(number -> keep(waiting.remove(number)));
        replay();
      }
      health = look(now);
      if (failing.isPresent() && spool.isEmpty() && waiting.isEmpty()) {
        probe(now);
      }
      if (++ticks % TICKS_PER_ANCHOR == 0) {
        audit.anchor();
      }
    } catch (RuntimeException e) {
      log.error("Guarding the audit failed", e);
    }
  }

  /** It was refused, and perhaps nobody tries again: one event shows whether that has passed. */
  private void probe(Instant now) {
    var event = new AuditEvent(PrincipalId.WEFT, "audit.probe", "audit", true, Json.object());
    watch(new Waiting(event, now, audit.append(event, now), new CompletableFuture<>()));
  }

  private AuditEvent withId(AuditEvent event) {
    var details = event.details().deepCopy();
    details.put(EVENT_ID, process + "/" + events.incrementAndGet());
    return new AuditEvent(
        event.actor(), event.action(), event.subject(), event.successful(), details);
  }

  /**
   * Takes out of the file what a process before this one had stored and was killed before it could
   * say so. Whether that is done; the audit is read on another thread, since events wait for this
   * one.
   */
  private boolean withoutDoubles() {
    if (left.isEmpty()) {
      return true;
    }
    var file = spool.orElseThrow();
    var old = file.all().stream().filter(one -> left.contains(one.id())).toList();
    var asked = leftStored.orElseGet(() -> CompletableFuture.supplyAsync(() -> storedOf(old)));
    leftStored = Optional.of(asked);
    if (!asked.isDone()) {
      return false;
    }
    try {
      var known = asked.join();
      old.stream().filter(one -> known.contains(id(one.event()))).forEach(one -> stored(one.id()));
      left.clear();
      return true;
    } catch (CompletionException e) {
      log.warn("Which kept events are stored already is not known yet: {}", e.getMessage());
      leftStored = Optional.empty();
      return false;
    }
  }

  /** The ids of those that the audit has. */
  private Set<String> storedOf(List<Spooled> old) {
    var wanted = old.stream().map(one -> id(one.event())).collect(Collectors.toSet());
    var earliest = old.stream().map(Spooled::time).min(Instant::compareTo);
    var found = new HashSet<String>();
    audit.each(
        AuditQuery.all().since(earliest),
        event -> {
          var id = event.details().path(EVENT_ID).asText();
          if (wanted.contains(id)) {
            found.add(id);
          }
        });
    return found;
  }

  private static String id(AuditEvent event) {
    return event.details().path(EVENT_ID).asText();
  }

  /** Stores what is in the file, one by one and in order, for as long as the audit takes it. */
  private void replay() {
    var file = spool.orElseThrow();
    if (spooling && !withoutDoubles()) {
      return;
    }
    for (var first = file.first(); spooling && first.isPresent(); first = file.first()) {
      var next = first.get();
      var original =
          originals.computeIfAbsent(next.id(), id -> audit.append(next.event(), next.time()));
      try {
        original.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
        stored(next.id());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (TimeoutException e) {
        return; // It is on its way: asked again, not sent again.
      } catch (ExecutionException e) {
        if (isHopeless(e.getCause())) {
          log.error("An audit event cannot be stored ever: {}", e.getCause().getMessage());
          stored(next.id());
        }
        originals.remove(next.id());
        return;
      }
    }
    if (spooling && file.size() == 0) {
      spooling = false;
      log.warn("The audit can be written again, and has what was kept in the spool.");
    }
  }

  private Health look(Instant now) {
    var kept = spool.map(AuditSpool::size).orElse(0);
    var oldest = waiting.values().stream().map(Waiting::time).min(Instant::compareTo);
    var refused = failing.filter(time -> spool.isEmpty());
    since = kept > 0 ? min(since, now) : refused.or(() -> oldest).orElse(Instant.MAX);
    if (kept > 0) {
      return new Health(
          "the audit cannot be written since "
              + since
              + "; "
              + kept
              + " events are kept in this server's spool",
          kept);
    }
    var late = oldest.filter(time -> time.isBefore(now.minus(ALARM_AFTER))).isPresent();
    return late || refused.isPresent()
        ? new Health("the audit cannot be written since " + since + "; reads wait", 0)
        : new Health("ok", 0);
  }

  private static Instant min(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private void onThread(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("The audit is closed", e);
    }
  }

  private static boolean isHopeless(Throwable failure) {
    return failure instanceof ProblemException problem
        && problem.first().code().equals("audit-event-too-large");
  }

  private static ProblemException full(IOException cause) {
    var problem =
        Problem.environment(
            "audit-spool-full",
            "The audit cannot be written, nor can the spool: " + cause.getMessage() + ".",
            "What is not audited does not happen. Check that Kafka runs and the disk has room.");
    return new ProblemException(List.of(problem), cause);
  }

  private static ProblemException closed() {
    return Problem.environment(
            "audit-closed", "The audit is closed.", "The server is stopping; try again later.")
        .asException();
  }
}
