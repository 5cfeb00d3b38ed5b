package dev.weft.flow;

import dev.weft.spi.flow.FlowFile;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A bounded queue from one relationship to what follows.
 *
 * <p>Where the end takes what comes, everything goes on at once: when the queue is full, whoever
 * adds to it waits until the other end has taken everything, so a large file passes in pieces.
 * Where the end does not take (it is stopped, or looks at its queue itself), FlowFiles wait; they
 * are kept in the log with the unit of work, and sources that lead here are not asked while it is
 * full. What was not committed when a unit is given up has never been here.
 *
 * <p>For one thread; {@link #status} and {@link #kept} for any.
 */
final class Connection {
  /** How much beyond its limits one call of a processor may put in before the unit is given up. */
  private static final int OVERFLOW = 2;

  private final Id id;
  private final Target target;
  private final QueueOptions options;
  private final Numbering numbering;
  private final Tally tally;
  private final Recorder recorder;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final Resting resting = new Resting();
  private final KeptQueue kept = new KeptQueue();
  private volatile long bytes;
  private long newest;
  private long mark;
  private volatile int queued;

  /** What tells a connection from all others of its flow. */
  record Id(String from, String relationship, String to) {
    /** As its author writes it. */
    @Override
    public String toString() {
      return from + "." + relationship + " -> " + to;
    }
  }

  /** The tally, of the processor that it comes from, counts what expires. */
  Connection(
      Id id,
      Target target,
      QueueOptions options,
      Numbering numbering,
      Tally tally,
      Recorder recorder) {
    this.id = id;
    this.target = target;
    this.options = options;
    this.numbering = numbering;
    this.tally = tally;
    this.recorder = recorder;
  }

  Id id() {
    return id;
  }

  Target target() {
    return target;
  }

  /** Whether there is room; an empty queue takes a FlowFile of any size. */
  boolean hasRoomFor(FlowFile flowFile) {
    return queue.isEmpty() || queued + Target.records(flowFile) <= options.recordsMax();
  }

  /** Whether senders wait. */
  boolean isFull() {
    return queued >= options.recordsMax() || bytes >= options.bytesMax();
  }

  boolean isEmpty() {
    return queue.isEmpty() && resting.isEmpty();
  }

  /**
   * When it has to be looked at: long ago for now, {@link Instant#MAX} for when something comes.
   */
  Instant due() {
    var takes = target.takes() ? Instant.MIN : target.takesFrom();
    var rested = resting.due();
    var due = queue.isEmpty() ? Instant.MAX : takes;
    due = earlier(due, takes.isAfter(rested) ? takes : rested);
    return earlier(due, expiresAt());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /**
   * Takes one more.
   *
   * @throws UnitAborted when it is far beyond its limits and the other end does not take
   */
  void add(FlowFile flowFile, List<String> path) {
    var passes = target.takes();
    if (!passes) {
      refuseOverflow("'" + id.to() + "' does not take from it.");
    }
    var size = passes ? 0 : FlowFileSize.of(flowFile);
    newest = numbering.next();
    queue.add(new Waiting(newest, flowFile, numbering.clock().instant(), path, size));
    grow(Target.records(flowFile), size);
  }

  private void refuseOverflow(String why) {
    if (queued > OVERFLOW * options.recordsMax() || bytes > OVERFLOW * options.bytesMax()) {
      throw new UnitAborted("'" + id + "' is full: " + why, null);
    }
  }

  /** One that was taken waits again, to be tried later; others go on meanwhile. */
  void waitAgain(Waiting one, Tried tried) {
    refuseOverflow("too much waits there to be tried again.");
    var again = one.tried(tried, FlowFileSize.of(one.flowFile()));
    resting.all().add(again);
    grow(Target.records(again.flowFile()), again.bytes());
  }

  /** What has rested long enough is in the queue again, in the order of arrival. */
  private void wake() {
    if (!resting.isEmpty() && queue.addAll(resting.wake(numbering.clock().instant()))) {
      reorder(Comparator.comparingLong(Waiting::number));
    }
  }

  /** Takes one that somebody gives again, as if it came from the processor before. */
  void replay(Replayed one) {
    add(one.flowFile(), recorder.replayed(one.flowFile(), id.relationship(), id.to()));
  }

  /** The number of what came in last. */
  long newest() {
    return newest;
  }

  /** A call begins that may be taken back. */
  void mark() {
    mark = numbering.last();
  }

  /** What has come in since the mark, and still waits, has not. */
  void backToMark() {
    if (newest > mark) {
      queue.stream().filter(one -> one.number() > mark).toList().forEach(this::take);
    }
  }

  /** Hands everything on, in order, if the other end takes. */
  void deliver() {
    if (isEmpty() || !target.takes()) {
      return;
    }
    wake();
    expire();
    sort();
    while (!queue.isEmpty() && target.takes()) {
      var next = queue.remove();
      removed(next);
      target.take(next, this);
    }
  }

  /** What waits, in the order of the queue, without what has expired. */
  List<Waiting> waiting() {
    wake();
    expire();
    sort();
    return List.copyOf(queue);
  }

  /** Takes one out: the other end has it now. */
  void take(Waiting one) {
    if (queue.removeIf(each -> each.number() == one.number())
        || resting.all().removeIf(each -> each.number() == one.number())) {
      removed(one);
    }
  }

  private void removed(Waiting one) {
    grow(-Target.records(one.flowFile()), -one.bytes());
    kept.taken(one);
  }

  private List<Waiting> all() {
    var all = new ArrayList<>(queue);
    all.addAll(resting.all());
    return all;
  }

  /** In an order of their own FlowFiles are sorted when looked at. */
  private void sort() {
    if (queue.size() > 1 && !options.isFifo()) {
      reorder(options.order());
    }
  }

  private void reorder(Comparator<Waiting> order) {
    var sorted = new ArrayList<>(queue);
    sorted.sort(order);
    queue.clear();
    queue.addAll(sorted);
  }

  /** Drops what has waited too long. */
  void expire() {
    if (options.expiry().isEmpty() || isEmpty()) {
      return;
    }
    var before = numbering.clock().instant().minus(options.expiry().get());
    for (var one : all()) {
      if (one.since().isBefore(before)) {
        take(one);
        tally.count("expired", Target.records(one.flowFile()));
        gone(FlowEvent.Type.EXPIRE, one);
      }
    }
  }

  /** Drops what waits; how many records that were. */
  int drop() {
    var dropped = queued;
    for (var one : all()) {
      take(one);
      gone(FlowEvent.Type.DROP, one);
    }
    return dropped;
  }

  private void gone(FlowEvent.Type how, Waiting one) {
    recorder.gone(how, one.flowFile(), one.path(), id.relationship(), "waiting in " + id);
  }

  /** What a commit must write down of it. */
  KeptQueue.Changes changes() {
    return kept.changes(all());
  }

  /** The same FlowFile, with its content where nobody takes it away. */
  void replace(Waiting copy) {
    resting.all().replaceAll(one -> one.number() == copy.number() ? copy : one);
    var all = List.copyOf(queue);
    queue.clear();
    all.forEach(one -> queue.add(one.number() == copy.number() ? copy : one));
  }

  /** The changes are committed. */
  void committed() {
    kept.committed(all());
  }

  /** What has happened since the last commit has not. */
  void rollBack() {
    queue.removeIf(one -> !kept.isKept(one));
    resting.all().removeIf(one -> !kept.isKept(one));
    queue.addAll(kept.rollBack());
    recount();
  }

  /** What the log says. */
  void restore(List<Waiting> fromLog) {
    queue.clear();
    resting.all().clear();
    fromLog.forEach(one -> (one.tried().equals(Tried.NEVER) ? queue : resting.all()).add(one));
    fromLog.forEach(one -> numbering.seen(one.number()));
    newest = numbering.last();
    kept.rollBack();
    recount();
    committed();
  }

  private void recount() {
    queued = 0;
    bytes = 0;
    all().forEach(one -> grow(Target.records(one.flowFile()), one.bytes()));
    if (queue.size() > 1) {
      reorder(Comparator.comparingLong(Waiting::number));
    }
  }

  // One thread writes, so this is no race; volatile is for those who read.
  private void grow(int records, long by) {
    var now = queued;
    queued = now + records;
    var before = bytes;
    bytes = before + by;
  }

  /** What waited when the last unit of work was committed. For any thread. */
  List<Waiting> kept() {
    return kept.last();
  }

  private Instant expiresAt() {
    var first = queue.isEmpty() ? null : queue.peek();
    if (options.expiry().isEmpty() || isEmpty()) {
      return Instant.MAX;
    }
    var since = first == null ? resting.all().get(0).since() : first.since();
    return since.plus(options.expiry().get());
  }

  FlowStatus.ConnectionStatus status() {
    return new FlowStatus.ConnectionStatus(
        id.from(),
        id.relationship(),
        id.to(),
        queued,
        kept().size(),
        bytes,
        options.recordsMax(),
        options.bytesMax());
  }
}
