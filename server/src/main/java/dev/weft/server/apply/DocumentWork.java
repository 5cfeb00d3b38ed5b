package dev.weft.server.apply;

import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.format.SourceText;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Documents that come in or go out, for people who want to see how far that is: a backup of a large
 * mesh and bringing it back take their time. Safe for any thread.
 */
public final class DocumentWork {
  private final Applier applier;
  private final Exporter exporter;
  private final Clock clock;
  private final AtomicLong begun = new AtomicLong();
  private final Map<Long, Now> working = new ConcurrentSkipListMap<>();

  public DocumentWork(Applier applier, Exporter exporter, Clock clock) {
    this.applier = applier;
    this.exporter = exporter;
    this.clock = clock;
  }

  /** Is told how far it is. */
  @FunctionalInterface
  public interface Watch {
    /** Nobody looks. */
    Watch NONE = (documents, of) -> {};

    void passed(long documents, long of);
  }

  /**
   * How far it is.
   *
   * @param step {@code backup}, {@code documents-plan} or {@code documents-apply}
   * @param done so many documents, {@code of} all; 0 of 0 while they are read
   */
  public record Now(String step, PrincipalId by, Instant since, long done, long of) {
    private Now at(long documents, long all) {
      return new Now(step, by, since, documents, all);
    }
  }

  /** What is done now, the oldest first. */
  public List<Now> now() {
    return List.copyOf(working.values());
  }

  /** As {@link Applier#apply}. */
  public Applier.Applied apply(Caller caller, Applier.Request request) {
    var step = request.dryRun() ? "documents-plan" : "documents-apply";
    return watched(step, caller, watch -> applier.apply(caller, request, watch));
  }

  /** As {@link Applier#plan}. */
  public MeshLog.Decided<Applier.Applied> plan(Caller caller, Applier.Request request) {
    return applier.plan(caller, request);
  }

  /** As {@link Exporter#files}. */
  public List<SourceText> files(Caller caller, Predicate<Resource> which) {
    return watched("backup", caller, watch -> exporter.files(which, watch));
  }

  private <T> T watched(String step, Caller caller, Function<Watch, T> task) {
    var number = begun.incrementAndGet();
    working.put(number, new Now(step, caller.id(), clock.instant(), 0, 0));
    try {
      return task.apply(
          (documents, of) -> working.computeIfPresent(number, (any, one) -> one.at(documents, of)));
    } finally {
      working.remove(number);
    }
  }
}
