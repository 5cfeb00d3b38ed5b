package dev.weft.flow;

import dev.weft.spi.flow.FlowFile;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
  private final List<Waiting> takenKept = new ArrayList<>();
  private final Set<Long> keptNumbers = new HashSet<>();
  private long bytes;
  private long newest;
  private long mark;
  private volatile int queued;
  private volatile List<Waiting> kept = List.of();

  /** What tells a connection from all others of its flow. */
  record Id(String from, String relationship, String to) {
    /** As its author writes it. */
    @Override
    public String toString() {
      return from + "." + relationship + " -> " + to;
    }
  }

  /** Numbers FlowFiles of a flow as they arrive, and knows the time. */
  static final class Numbering {
    private final Clock clock;
    private long last;

    Numbering(Clock clock) {
      this.clock = clock;
    }

    Clock clock() {
      return clock;
    }

    long next() {
      return ++last;
    }

    long last() {
      return last;
    }

    void seen(long number) {
      last = Math.max(last, number);
    }
  }

  /** What changed since the last commit. */
  record Changes(List<Waiting> added, List<Long> removed) {
    boolean isEmpty() {
      return added.isEmpty() && removed.isEmpty();
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
    return queue.isEmpty();
  }

  /**
   * Takes one more.
   *
   * @throws UnitAborted when it is far beyond its limits and the other end does not take
   */
  void add(FlowFile flowFile, List<String> path) {
    var passes = target.takes();
    if (!passes
        && (queued > OVERFLOW * options.recordsMax() || bytes > OVERFLOW * options.bytesMax())) {
      throw new UnitAborted("'" + id + "' is full: '" + id.to() + "' does not take from it.", null);
    }
    var size = passes ? 0 : FlowFileSize.of(flowFile);
    newest = numbering.next();
    queue.add(new Waiting(newest, flowFile, numbering.clock().instant(), path, size));
    grow(Target.records(flowFile), size);
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
    if (queue.isEmpty() || !target.takes()) {
      return;
    }
    expire();
    sort();
    for (var next = queue.peek(); next != null && target.takes(); next = queue.peek()) {
      target.accept(next.flowFile(), next.path());
      queue.remove();
      removed(next);
    }
  }

  /** What waits, in the order of the queue, without what has expired. */
  List<Waiting> waiting() {
    expire();
    sort();
    return List.copyOf(queue);
  }

  /** Takes one out: the other end has it now. */
  void take(Waiting one) {
    if (queue.removeIf(each -> each.number() == one.number())) {
      removed(one);
    }
  }

  private void removed(Waiting one) {
    grow(-Target.records(one.flowFile()), -one.bytes());
    if (keptNumbers.contains(one.number())) {
      takenKept.add(one);
    }
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
    if (options.expiry().isEmpty() || queue.isEmpty()) {
      return;
    }
    var before = numbering.clock().instant().minus(options.expiry().get());
    for (var one : List.copyOf(queue)) {
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
    for (var one : List.copyOf(queue)) {
      take(one);
      gone(FlowEvent.Type.DROP, one);
    }
    return dropped;
  }

  private void gone(FlowEvent.Type how, Waiting one) {
    recorder.gone(how, one.flowFile(), one.path(), id.relationship(), "waiting in " + id);
  }

  /** What a commit must write down of it. */
  Changes changes() {
    var added = queue.stream().filter(one -> !keptNumbers.contains(one.number())).toList();
    return new Changes(added, takenKept.stream().map(Waiting::number).toList());
  }

  /** The same FlowFile, with its content where nobody takes it away. */
  void replace(Waiting copy) {
    var all = List.copyOf(queue);
    queue.clear();
    all.forEach(one -> queue.add(one.number() == copy.number() ? copy : one));
  }

  /** The changes are committed. */
  void committed() {
    if (queue.isEmpty() && keptNumbers.isEmpty()) {
      return;
    }
    keptNumbers.clear();
    queue.forEach(one -> keptNumbers.add(one.number()));
    takenKept.clear();
    kept = List.copyOf(queue);
  }

  /** What has happened since the last commit has not. */
  void rollBack() {
    queue.removeIf(one -> !keptNumbers.contains(one.number()));
    queue.addAll(takenKept);
    takenKept.clear();
    recount();
  }

  /** What the log says. */
  void restore(List<Waiting> fromLog) {
    queue.clear();
    queue.addAll(fromLog);
    queue.forEach(one -> numbering.seen(one.number()));
    newest = numbering.last();
    takenKept.clear();
    recount();
    committed();
  }

  private void recount() {
    queued = 0;
    bytes = 0;
    queue.forEach(one -> grow(Target.records(one.flowFile()), one.bytes()));
    if (queue.size() > 1) {
      reorder(Comparator.comparingLong(Waiting::number));
    }
  }

  // One thread writes, so this is no race; volatile is for those who read.
  private void grow(int records, long by) {
    var now = queued;
    queued = now + records;
    bytes += by;
  }

  /** What waited when the last unit of work was committed. For any thread. */
  List<Waiting> kept() {
    return kept;
  }

  /** After which time it has to be looked at although nothing happens; empty for never. */
  Optional<Long> expiresAtMillis() {
    return options
        .expiry()
        .filter(expiry -> !queue.isEmpty())
        .map(expiry -> queue.peek().since().toEpochMilli() + expiry.toMillis());
  }

  FlowStatus.ConnectionStatus status() {
    return new FlowStatus.ConnectionStatus(id.from(), id.relationship(), id.to(), queued);
  }
}
