package dev.weft.processors.standard;

import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.QueueProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts the pieces of one FlowFile together again, in the order of fragment.index, once all of
 * fragment.count are there. Those whose others do not come in time go to failure together.
 */
record Defragment(
    Duration ageMax, BinMerge.Accepts accepts, BinMerge.Merge merge, ProcessorContext context)
    implements QueueProcessor {

  /** A piece, with what its attributes say. */
  private record Piece(Queued queued, int index, int count) {}

  @Override
  public Optional<Duration> process(Waiting waiting, Output out) {
    var now = context.clock().instant();
    var wait = Optional.<Duration>empty();
    var groups = groups(waiting, out);
    var taken = false;
    for (var pieces : groups.values()) {
      var age = Duration.between(oldest(pieces), now);
      if (isComplete(pieces)) {
        emit(pieces, waiting, out);
        taken = true;
      } else if (age.compareTo(ageMax) >= 0) {
        giveUp(pieces, waiting, out);
        taken = true;
      } else {
        wait = BinMerge.shorter(wait, Optional.of(ageMax.minus(age)));
      }
    }
    if (!taken && waiting.isFull()) {
      context.bulletins().accept("Fragments miss others and no more can wait: the first fail.");
      groups.values().stream().findFirst().ifPresent(first -> giveUp(first, waiting, out));
    }
    return wait;
  }

  private Map<String, TreeMap<Integer, Piece>> groups(Waiting waiting, Output out) {
    var groups = new LinkedHashMap<String, TreeMap<Integer, Piece>>();
    for (var next : waiting.all()) {
      var problem = accepts.problem(next.flowFile());
      var piece = problem.isPresent() ? Optional.<Piece>empty() : piece(next);
      if (piece.isEmpty()) {
        var why = problem.orElse("The attributes fragment.identifier, index and count are needed.");
        fail(next, why, waiting, out);
        continue;
      }
      var id = next.flowFile().attributes().get(Attributes.FRAGMENT_ID);
      var pieces = groups.computeIfAbsent(id, none -> new TreeMap<>());
      if (pieces.putIfAbsent(piece.get().index(), piece.get()) != null) {
        fail(next, "Another fragment has the same fragment.index.", waiting, out);
      }
    }
    return groups;
  }

  private static Optional<Piece> piece(Queued next) {
    var attributes = next.flowFile().attributes();
    try {
      var index = Integer.parseInt(attributes.getOrDefault(Attributes.FRAGMENT_INDEX, ""));
      var count = Integer.parseInt(attributes.getOrDefault(Attributes.FRAGMENT_COUNT, ""));
      return attributes.containsKey(Attributes.FRAGMENT_ID) && count > 0
          ? Optional.of(new Piece(next, index, count))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isComplete(TreeMap<Integer, Piece> pieces) {
    return pieces.size() >= pieces.firstEntry().getValue().count();
  }

  private static java.time.Instant oldest(TreeMap<Integer, Piece> pieces) {
    return pieces.values().stream()
        .map(piece -> piece.queued().since())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private void emit(TreeMap<Integer, Piece> pieces, Waiting waiting, Output out) {
    var parts = new ArrayList<FlowFile>();
    for (var piece : pieces.values()) {
      waiting.take(piece.queued());
      parts.add(piece.queued().flowFile());
    }
    out.emit("merged", whole(merge.of(parts)).with(Attributes.MERGE_COUNT, count(parts)));
    parts.forEach(original -> out.emit("original", original));
  }

  private static String count(List<FlowFile> parts) {
    return Integer.toString(parts.size());
  }

  /** What a whole has no more: the marks of pieces; and again: its own name. */
  private static FlowFile whole(FlowFile merged) {
    var attributes = new LinkedHashMap<>(merged.attributes());
    attributes.remove(Attributes.FRAGMENT_ID);
    attributes.remove(Attributes.FRAGMENT_INDEX);
    attributes.remove(Attributes.FRAGMENT_COUNT);
    var name = attributes.remove(Attributes.SEGMENT_NAME);
    if (name != null) {
      attributes.put(Attributes.FILENAME, name);
    }
    return new FlowFile(attributes, merged.content());
  }

  private void giveUp(TreeMap<Integer, Piece> pieces, Waiting waiting, Output out) {
    var wanted = pieces.firstEntry().getValue().count();
    var why = "Only " + pieces.size() + " of " + wanted + " fragments have come.";
    pieces.values().forEach(piece -> fail(piece.queued(), why, waiting, out));
  }

  private static void fail(Queued queued, String why, Waiting waiting, Output out) {
    waiting.take(queued);
    out.emit("failure", queued.flowFile().with(Attributes.ERROR, why));
  }
}
