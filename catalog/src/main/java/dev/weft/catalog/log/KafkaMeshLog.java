package dev.weft.catalog.log;

import dev.weft.catalog.audit.KafkaAuditLog;
import dev.weft.model.Problem;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The mesh log on Kafka. Of several servers on one Kafka one is the writer; the others follow, and
 * one of them takes over some six seconds after the writer was killed, at once when it is closed.
 *
 * <p>In this order: create the topics, start the audit, {@link #start()}, follow with folds, wait
 * for a role. Close in the opposite order, and Kafka last. Safe for any thread.
 */
public final class KafkaMeshLog implements MeshLog, AutoCloseable {
  private static final Duration REPLAY_LIMIT = Duration.ofMinutes(5);

  private final MeshLogSettings settings;
  private final KafkaAuditLog audit;
  private final MeshView view;
  private final Election election;
  private final List<Consumer<Role>> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService telling;
  private final Object changed = new Object();
  private volatile Optional<Term> term = Optional.empty();
  private int terms;
  private Role told = new Role.Follower(Optional.empty());

  /**
   * Does not read or write yet.
   *
   * @param onBroken is told when a fold has thrown or the log cannot be read: stop the process
   *     then, since its views are out of step
   */
  public KafkaMeshLog(MeshLogSettings settings, KafkaAuditLog audit, Consumer<Throwable> onBroken) {
    this.settings = settings;
    this.audit = audit;
    this.view = new MeshView(settings.access(), settings.topics(), this::announced, onBroken);
    this.election = new Election(settings, this::won, this::lost);
    this.telling = Executors.newSingleThreadExecutor(task -> daemon(task, "weft-mesh-role"));
  }

  /** Reads the log up to its end, then stands for election; the role is known a little later. */
  public void start() {
    view.start();
    if (!await(limit -> view.awaitReplayed(limit), REPLAY_LIMIT)) {
      throw Problem.environment(
              "kafka-unreachable", "The mesh log could not be read.", "Check that Kafka runs.")
          .asException();
    }
    election.start();
  }

  @Override
  public <T> T decide(Command<T> command) {
    var current = term;
    if (view.isFoldingThread() || current.map(Term::isCurrentThread).orElse(false)) {
      throw new IllegalStateException("a fold or a command must not decide another command");
    }
    var task = new Task<>(command);
    current.ifPresentOrElse(
        it -> it.submit(task), () -> task.fail(NotTheWriter.problem(otherWriter())));
    return task.await();
  }

  @Override
  public MeshState state() {
    return view.state();
  }

  /** Before {@link #start()} or after: in either case the fold is told everything at once. */
  @Override
  public void follow(Fold fold) {
    view.follow(fold);
  }

  /** What this server is now. */
  public Role role() {
    return term.filter(Term::isReady).isPresent()
        ? new Role.Writer()
        : new Role.Follower(otherWriter());
  }

  /**
   * Waits until this server is the writer or knows another one that is; false when that takes
   * longer than the limit.
   */
  public boolean awaitRole(Duration limit) {
    return await(this::awaitKnown, limit);
  }

  /** Waits until this server is the writer; false when that takes longer than the limit. */
  public boolean awaitWriter(Duration limit) {
    return await(left -> awaitChange(left, () -> role() instanceof Role.Writer), limit);
  }

  /**
   * Tells the present role and every later one, each once and in order, on a thread that may be
   * kept busy.
   */
  public void onRole(Consumer<Role> listener) {
    telling.execute(
        () -> {
          tellIfChanged();
          listeners.add(listener);
          listener.accept(told);
        });
  }

  /** Steps down if this server is the writer, and stops reading. */
  @Override
  public void close() {
    election.close();
    lost();
    view.close();
    telling.shutdown();
  }

  private Optional<String> otherWriter() {
    return view.writer()
        .map(MeshRecords.Writer::url)
        .filter(url -> !url.equals(settings.advertisedUrl()));
  }

  private void won() {
    lost();
    var name = settings.processId() + ".term" + ++terms;
    var next = new Term(settings, view, audit, name, new Changes());
    term = Optional.of(next);
    next.start();
  }

  private void lost() {
    var last = term;
    last.ifPresent(Term::close);
    term = Optional.empty();
  }

  private void announced(MeshRecords.Writer writer) {
    term.ifPresent(current -> current.announced(writer));
    tell();
  }

  /** Passes on what becomes of a term. */
  private final class Changes implements Term.Listener {
    @Override
    public void ready() {
      tell();
    }

    @Override
    public void notReady() {
      tell();
    }

    @Override
    public void ended(boolean fenced) {
      tell();
      if (fenced) {
        election.again();
      }
    }
  }

  private void tell() {
    synchronized (changed) {
      changed.notifyAll();
    }
    if (!telling.isShutdown()) {
      telling.execute(this::tellIfChanged);
    }
  }

  private void tellIfChanged() {
    var now = role();
    if (!now.equals(told)) {
      told = now;
      listeners.forEach(listener -> listener.accept(now));
    }
  }

  private boolean awaitKnown(Duration limit) throws InterruptedException {
    return awaitChange(limit, () -> role().match(() -> true, it -> it.writerUrl().isPresent()));
  }

  private boolean awaitChange(Duration limit, BooleanSupplier reached) throws InterruptedException {
    var end = System.nanoTime() + limit.toNanos();
    synchronized (changed) {
      while (!reached.getAsBoolean()) {
        var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        changed.wait(left);
      }
      return true;
    }
  }

  private interface Waiting {
    boolean await(Duration limit) throws InterruptedException;
  }

  private static boolean await(Waiting waiting, Duration limit) {
    try {
      return waiting.await(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
