package dev.weft.catalog.log;

import dev.weft.catalog.audit.KafkaAuditLog;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time in which this server is the writer. Decides commands on one thread: several that wait
 * are decided one after another and stored in one transaction; each caller is answered when it is
 * committed and the folds have seen it.
 */
final class Term implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Term.class);
  private static final int QUEUE_MAX = 1000;
  private static final int BATCH_MAX = 64;
  private static final int BATCH_CHANGES_MAX = 2000;
  private static final Duration FOLD_LIMIT = Duration.ofSeconds(30);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

  /** What the owner of the term is told, on the term's thread. */
  interface Listener {
    /** From now on commands are decided here. */
    void ready();

    /** Not at the moment: the log could not be reached. */
    void notReady();

    /** Never again. When fenced, another server has taken over without this one's consent. */
    void ended(boolean fenced);
  }

  private final MeshLogSettings settings;
  private final MeshView view;
  private final KafkaAuditLog audit;
  private final Listener listener;
  private final ArrayBlockingQueue<Task<?>> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final Thread thread = new Thread(this::run, "weft-mesh-writer");
  private final String name;
  private int lives;
  private volatile String currentId = "";
  private volatile boolean ready;
  private volatile boolean ending;
  private volatile boolean fenced;

  private record Decision<T>(Task<T> task, Plan<T> plan) {
    void reply() {
      task.reply().complete(plan.reply());
    }
  }

  /** Begins at once, on a thread of its own; {@code name} is unique for the process. */
  Term(
      MeshLogSettings settings,
      MeshView view,
      KafkaAuditLog audit,
      String name,
      Listener listener) {
    this.settings = settings;
    this.view = view;
    this.audit = audit;
    this.name = name;
    this.listener = listener;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Takes the command, to be answered later; fails it at once when too many wait. */
  void submit(Task<?> task) {
    if (!ready || ending) {
      task.fail(notReady());
    } else if (!queue.offer(task)) {
      task.fail(busy());
    } else if (!ready || ending) {
      failQueued();
    }
  }

  boolean isReady() {
    return ready && !ending;
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /** Another writer has announced itself in the log: if it is not this one, step down. */
  void announced(MeshRecords.Writer writer) {
    if (ready && !writer.term().equals(currentId)) {
      fenced = true;
      ending = true;
    }
  }

  /** Ends after the transaction at hand; waits for it, but not for ever. */
  @Override
  public void close() {
    ending = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!ending) {
        oneLife();
      }
    } catch (InterruptedException | InterruptException e) {
      log.debug("The term was interrupted");
    } finally {
      ending = true;
      ready = false;
      failQueued();
      listener.ended(fenced);
    }
  }

  /** From opening a producer to its first failure. */
  private void oneLife() throws InterruptedException {
    currentId = name + "." + ++lives;
    var writer =
        new MeshRecords.Writer(currentId, settings.advertisedUrl(), settings.clock().instant());
    try (var producer = new MeshProducer(settings, audit, writer)) {
      awaitFolded(producer.announce());
      ready = true;
      listener.ready();
      while (!ending) {
        serve(producer);
      }
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException | ProblemException e) {
      if (isFenced(e)) {
        log.info("Another server has become the writer of the mesh log");
        fenced = true;
        ending = true;
      } else {
        log.warn("The mesh log cannot be written at the moment: {}", e.getMessage());
      }
      loseLife();
    } catch (RuntimeException e) {
      log.error("The writer of the mesh log has failed and begins again", e);
      loseLife();
    }
  }

  private void loseLife() {
    ready = false;
    listener.notReady();
    failQueued();
    LockSupport.parkNanos(RETRY_PAUSE.toNanos());
  }

  private void serve(MeshProducer producer) throws InterruptedException {
    var first = queue.poll(100, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    var decisions = decide(first);
    try {
      store(producer, decisions);
      decisions.forEach(Decision::reply);
    } catch (RuntimeException | InterruptedException e) {
      ready = false;
      var problem = problem(producer, e);
      decisions.forEach(decision -> decision.task.fail(problem));
      throw e;
    }
  }

  private List<Decision<?>> decide(Task<?> first) {
    var decisions = new ArrayList<Decision<?>>();
    var state = view.state();
    var changes = 0;
    for (Task<?> task = first; task != null; ) {
      try {
        var decision = decide(task, state);
        decisions.add(decision);
        state = decision.plan.after();
        changes += decision.plan.changes().size();
      } catch (RuntimeException e) {
        task.fail(e);
      }
      var full = decisions.size() == BATCH_MAX || changes > BATCH_CHANGES_MAX;
      task = full ? null : queue.poll();
    }
    return decisions;
  }

  private <T> Decision<T> decide(Task<T> task, Snapshot state) {
    return new Decision<>(task, Plan.of(task.command(), state, settings.clock().instant()));
  }

  private void store(MeshProducer producer, List<Decision<?>> decisions)
      throws InterruptedException {
    var plans = new ArrayList<Plan<?>>();
    for (var decision : decisions) {
      if (!decision.plan.isEmpty()) {
        plans.add(decision.plan);
      }
    }
    if (!plans.isEmpty()) {
      var committed = producer.commit(plans);
      audit.stored(committed.audit());
      awaitFolded(committed.mesh());
    }
  }

  private void awaitFolded(long offset) throws InterruptedException {
    if (!view.awaitRead(offset, FOLD_LIMIT)) {
      throw Task.inDoubt(new KafkaException("the log was not read up to " + offset));
    }
  }

  private RuntimeException problem(MeshProducer producer, Exception failure) {
    if (isFenced(failure)) {
      return notReady();
    }
    if (failure instanceof ProblemException problem) {
      return problem;
    }
    return producer.abort() ? Task.notStored(failure) : Task.inDoubt(failure);
  }

  private void failQueued() {
    for (var left = queue.poll(); left != null; left = queue.poll()) {
      left.fail(notReady());
    }
  }

  private ProblemException notReady() {
    return NotTheWriter.problem(
        view.writer().filter(writer -> !writer.term().equals(currentId)).map(w -> w.url()));
  }

  private static boolean isFenced(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }

  private static ProblemException busy() {
    return new Problem(
            Problem.Kind.TOO_MANY,
            "busy",
            null,
            QUEUE_MAX + " changes wait to be stored already.",
            "Try again in a moment.")
        .asException();
  }
}
