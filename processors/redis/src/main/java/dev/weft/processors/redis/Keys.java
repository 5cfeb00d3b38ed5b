package dev.weft.processors.redis;

import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The records of a FlowFile on their way: with keys, and those that went wrong, by reason. */
final class Keys {
  private final Compiled key;
  private final FlowFile in;
  private final Map<String, List<Traced>> failed = new LinkedHashMap<>();

  Keys(Compiled key, FlowFile in) {
    this.key = key;
    this.in = in;
  }

  /** A record and its key. */
  record Keyed(Traced item, String key) {}

  /** Those that have a key. */
  List<Keyed> of(Records records) {
    var all = new ArrayList<Keyed>();
    for (var item : records.items()) {
      try {
        var value = key.evaluate(item.record(), in.attributes());
        if (value == null || value.toString().isEmpty()) {
          fail(item, "key gives nothing");
        } else {
          all.add(new Keyed(item, value.toString()));
        }
      } catch (EvaluationException e) {
        fail(item, "key: " + e.getMessage());
      }
    }
    return all;
  }

  void fail(Traced item, String reason) {
    failed.computeIfAbsent(reason, none -> new ArrayList<>()).add(item);
  }

  void emit(String relationship, List<Traced> items, Output out) {
    if (!items.isEmpty()) {
      out.emit(relationship, in.with(new Records(items)));
    }
  }

  void emitFailed(Output out) {
    failed.forEach(
        (reason, items) ->
            out.emit("failure", in.with(new Records(items)).with("error.message", reason)));
  }

  /** Sends what holds no records to failure. */
  static boolean isNoRecords(FlowFile in, Output out) {
    if (in.content() instanceof Records) {
      return false;
    }
    out.emit("failure", in.with("error.message", "records are wanted; put a ConvertRecord before"));
    return true;
  }
}
