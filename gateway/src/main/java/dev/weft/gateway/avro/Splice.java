package dev.weft.gateway.avro;

import dev.weft.gateway.avro.Plan.Seeing;
import dev.weft.gateway.json.JsonValues;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree;
import dev.weft.gateway.json.UnknownFields;
import dev.weft.spi.RowFilter;
import java.util.Arrays;

/**
 * One record on its way from the source into the sink. {@code copied} is how far the source has
 * been taken over, or skipped on purpose; as long as it has not moved, nothing was written. For one
 * thread; reused from record to record.
 */
final class Splice implements RowFilter.Values {
  private static final int NOWHERE = -1;
  private static final int START_BYTES = 256;

  final AvroReader in = new AvroReader();
  private final AvroReader filtered = new AvroReader();
  private final RecordSink out;
  private final RecordSink text = new RecordSink(START_BYTES);
  private final RecordSink filterText = new RecordSink(START_BYTES);
  private final String[] names = new String[AvroReader.DEPTH_MAX + 2];
  private int named;
  private int from;
  private int to;
  private int copied;
  private UnknownFields unknown = UnknownFields.IGNORED;
  private boolean watching;
  private RuleTree rules;
  private int[] begins = new int[0];
  private Plan[] plans = new Plan[0];
  private boolean[] seen = new boolean[0];
  private boolean ambiguous;
  private int arrays;

  Splice(RecordSink out) {
    this.out = out;
  }

  void start(RuleTree next, byte[] source, int begin, int body, int end, UnknownFields fields) {
    out.clear();
    in.start(source, body, end);
    from = begin;
    to = end;
    copied = begin;
    named = 0;
    arrays = 0;
    unknown = fields;
    watching = fields.wanted();
    rules = next;
    ambiguous = false;
    if (next.filter().isPresent()) {
      resetSpans(next);
    }
  }

  private void resetSpans(RuleTree next) {
    if (begins.length < next.filterPaths().size()) {
      begins = new int[next.filterPaths().size()];
      plans = new Plan[begins.length];
    }
    if (seen.length < next.ordinals()) {
      seen = new boolean[next.ordinals()];
    }
    Arrays.fill(begins, NOWHERE);
    Arrays.fill(seen, false);
  }

  /** Takes over what is left; returns whether anything was changed. */
  boolean finish() {
    in.expectEnd();
    if (copied == from) {
      return false;
    }
    flush(to);
    return true;
  }

  /** Two fields of one name, of which readers may take either. */
  boolean isAmbiguous() {
    return ambiguous;
  }

  /** Handles the record as a whole, of which something is left even if every field is withheld. */
  void record(Plan plan) {
    if (plan.plain && (plan.familiar || !watching)) {
      plan.skip(in, 1);
    } else {
      plan.rewrite(this, 1);
    }
  }

  /** Handles one value by its plan, unless it can pass or go as a whole. */
  void value(Plan plan, byte[] neutral, int depth) {
    if (plan.hidden) {
      var begin = in.at;
      hide(plan, depth);
      replace(begin, neutral);
    } else if (plan.plain && (plan.familiar || !watching)) {
      plan.skip(in, depth);
    } else {
      plan.rewrite(this, depth);
    }
  }

  /** Passes over a value that is not shown, looking at what nobody has looked at. */
  void hide(Plan plan, int depth) {
    if ((!watching || plan.familiar) && (plan.node.ordinal < 0 || !rules.filtersOnRaw())) {
      plan.skip(in, depth);
      return;
    }
    var mark = out.length();
    var copiedBefore = copied;
    plan.rewrite(this, depth);
    out.truncate(mark);
    copied = copiedBefore;
  }

  /** Puts something else in the place of the source from {@code begin} to where it is read. */
  void replace(int begin, byte[] value) {
    flush(begin);
    out.append(value, 0, value.length);
    copied = in.at;
  }

  /** The sink, in which everything up to {@code begin} has been written. */
  RecordSink replacing(int begin) {
    flush(begin);
    return out;
  }

  /** What was read until now has been replaced. */
  void replaced() {
    copied = in.at;
  }

  void leaveOut(int begin) {
    flush(begin);
    copied = in.at;
  }

  private void flush(int upTo) {
    if (upTo > copied) {
      out.append(in.bytes, copied, upTo);
      copied = upTo;
    }
  }

  /** A field begins: the filter may want to look at it. */
  void enter(String name, Plan plan) {
    names[named++] = name;
    var ordinal = plan.node.ordinal;
    if (ordinal >= 0 && arrays == 0 && rules.filter().isPresent()) {
      ambiguous |= seen[ordinal];
      seen[ordinal] = true;
      if (plan.node.filter >= 0 && (rules.filtersOnRaw() || !plan.hidden)) {
        begins[plan.node.filter] = in.at;
        plans[plan.node.filter] = plan;
      }
    }
  }

  void leave() {
    named--;
  }

  void enterArray() {
    arrays++;
  }

  void leaveArray() {
    arrays--;
  }

  /** Shows a scalar from {@code begin} to where it is read to whoever looks out for new fields. */
  void look(ScalarPlan plan, int begin) {
    if (!watching || plan.known || !plan.isNotNull()) {
      return;
    }
    var end = in.at;
    try {
      jsonOf(plan, begin);
      unknown.saw(path(), text.bytes(), 0, text.length());
    } catch (BadAvro e) {
      in.at = end; // It has no text form: there is nothing to look at.
    }
  }

  /** The JSON scalar of the value from {@code begin} to where it is read; until the next call. */
  RecordSink jsonOf(ScalarPlan plan, int begin) {
    text.clear();
    var end = in.at;
    in.at = begin;
    plan.type.json(in, text);
    in.at = end;
    return text;
  }

  private String path() {
    return String.join(".", Arrays.asList(names).subList(0, named));
  }

  boolean passes(RowFilter filter) {
    return filter.passes(this);
  }

  @Override
  public Object get(String path) {
    var index = rules.filterPaths().indexOf(path);
    if (index < 0 || begins[index] == NOWHERE) {
      return MISSING;
    }
    filtered.start(in.bytes, begins[index], to);
    filterText.clear();
    var seeing = rules.filtersOnRaw() ? Seeing.RAW : Seeing.MASKED;
    plans[index].json(filtered, filterText, seeing, 1);
    return JsonValues.read(filterText);
  }
}
