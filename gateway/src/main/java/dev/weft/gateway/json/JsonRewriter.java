package dev.weft.gateway.json;

import dev.weft.gateway.json.RuleTree.Action;
import dev.weft.gateway.json.RuleTree.Node;
import dev.weft.model.json.BadJson;
import dev.weft.model.json.JsonScanner;
import dev.weft.spi.RowFilter;
import dev.weft.spi.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Applies a view to one JSON record: leaves fields out, masks them, and asks the row filter about
 * what is left. Copies everything in between as it is. For one thread; reused from record to
 * record.
 *
 * <p>{@code copied} is how far the source has been taken over into the sink, or skipped on purpose;
 * as long as it has not moved the record is unchanged and nothing was written.
 */
public final class JsonRewriter implements RecordRewriter {
  private static final int NOWHERE = -1;

  private final JsonScanner scanner = new JsonScanner();
  private final RecordSink out;
  private byte[] json;
  private int copied;
  private int start;
  private boolean watching;
  private boolean ambiguous;
  private int arrays;
  private UnknownFields unknown;
  private final FilterSpans spans = new FilterSpans();
  private int[] names = new int[2 * (JsonScanner.DEPTH_MAX + 2)];

  private final JsonFrame frame;

  /**
   * @param out takes the changed record; emptied before each
   */
  public JsonRewriter(RecordSink out, Schemas schemas) {
    this.out = out;
    this.frame = new JsonFrame(schemas);
  }

  /** For records that stand behind no id. */
  public JsonRewriter(RecordSink out) {
    this(out, Schemas.NONE);
  }

  @Override
  public Outcome rewrite(
      RuleTree rules, byte[] source, int from, int to, UnknownFields unknownFields) {
    out.clear();
    json = source;
    start = from;
    copied = from;
    unknown = unknownFields;
    watching = unknownFields.wanted();
    ambiguous = false;
    arrays = 0;
    spans.reset(rules);
    try {
      scanner.start(source, frame.end(source, from, to), to);
      if (scanner.peek() != '{') {
        return Outcome.WITHHELD;
      }
      object(rules.root(), 1);
      scanner.expectEnd();
    } catch (BadJson e) {
      return Outcome.WITHHELD;
    }
    if (ambiguous) {
      return Outcome.WITHHELD;
    }
    var changed = copied != from;
    if (changed) {
      flush(to);
    }
    var onSink = changed && !rules.filtersOnRaw();
    if (rules.filter().isPresent() && !passes(rules.filter().get(), onSink)) {
      return Outcome.FILTERED;
    }
    return changed ? Outcome.CHANGED : Outcome.UNCHANGED;
  }

  private boolean passes(RowFilter filter, boolean onSink) {
    return spans.passes(filter, onSink ? out.bytes() : json, onSink ? 0 : start);
  }

  /** Handles the value ahead; returns whether it is kept. */
  private boolean value(Node node, int depth) {
    var first = scanner.peek();
    if (first == '{' || first == '[') {
      if (node.uniform && node.action != Action.MASK && !watching) {
        scanner.skipValue(depth);
        return node.action == Action.SHOW;
      }
      return first == '{' ? object(node, depth + 1) : array(node, depth + 1);
    }
    var from = scanner.at;
    scanner.skipScalar();
    if (watching && !node.known && first != 'n') {
      unknown.saw(path(depth), json, from, scanner.at);
    }
    if (node.action == Action.MASK) {
      flush(from);
      node.mask.mask(json, from, scanner.at, out);
      copied = scanner.at;
    }
    return node.action != Action.WITHHOLD;
  }

  /**
   * Handles the object ahead. One that is to be left out is kept nevertheless, when a field in it
   * has a rule of its own that shows it.
   */
  private boolean object(Node node, int depth) {
    JsonScanner.checkDepth(depth);
    scanner.at++;
    var separator = scanner.at;
    var any = false;
    var first = true;
    if (scanner.peek() == '}') {
      scanner.at++;
      return node.action != Action.WITHHOLD;
    }
    while (true) {
      if (scanner.peek() != '"') {
        throw JsonScanner.stray();
      }
      var mark = out.length();
      var copiedBefore = copied;
      if (!first && !any) {
        copied = scanner.at;
      }
      if (member(node, depth)) {
        any = true;
      } else {
        drop(mark, copiedBefore, any || first ? separator : copiedBefore);
      }
      separator = afterValue();
      if (json[separator] == '}') {
        break;
      }
      if (json[separator] != ',') {
        throw JsonScanner.stray();
      }
      first = false;
    }
    return any || node.action != Action.WITHHOLD;
  }

  private boolean member(Node parent, int depth) {
    var from = scanner.at + 1;
    scanner.skipString();
    var to = scanner.at - 1;
    var node = scanner.escaped ? escapedChild(parent, from) : parent.child(json, from, to);
    names[2 * depth] = from;
    names[2 * depth + 1] = to;
    scanner.expect(':');
    scanner.peek();
    if (node.ordinal < 0 || arrays > 0) {
      return value(node, depth);
    }
    ambiguous |= spans.sawTwice(node);
    var begin = scanner.at;
    return valueOfFilter(node, depth, begin);
  }

  private boolean valueOfFilter(Node node, int depth, int begin) {
    // Where it begins in what the reader gets; nothing before it changes any more.
    var at = spans.onRaw() ? begin - start : out.length() + begin - copied;
    var kept = value(node, depth);
    if (node.filter >= 0 && (kept || spans.onRaw())) {
      spans.set(node.filter, at);
    }
    return kept;
  }

  private boolean array(Node node, int depth) {
    JsonScanner.checkDepth(depth);
    arrays++;
    scanner.at++;
    var separator = scanner.at;
    var any = false;
    var first = true;
    if (scanner.peek() == ']') {
      scanner.at++;
      arrays--;
      return node.action != Action.WITHHOLD;
    }
    names[2 * depth] = NOWHERE;
    while (true) {
      scanner.peek();
      var mark = out.length();
      var copiedBefore = copied;
      if (!first && !any) {
        copied = scanner.at;
      }
      if (value(node, depth)) {
        any = true;
      } else {
        drop(mark, copiedBefore, any || first ? separator : copiedBefore);
      }
      separator = afterValue();
      if (json[separator] == ']') {
        break;
      }
      if (json[separator] != ',') {
        throw JsonScanner.stray();
      }
      first = false;
    }
    arrays--;
    return any || node.action != Action.WITHHOLD;
  }

  /** Takes back what was written of a value since {@code mark}, and skips it in the source. */
  private void drop(int mark, int copiedBefore, int keepUntil) {
    out.truncate(mark);
    copied = copiedBefore;
    flush(keepUntil);
    copied = scanner.at;
  }

  /** Passes what ends or separates values; returns where it is. */
  private int afterValue() {
    scanner.peek();
    return scanner.at++;
  }

  private void flush(int upTo) {
    if (upTo > copied) {
      out.append(json, copied, upTo);
      copied = upTo;
    }
  }

  /** A name may be written with escapes: it means the same, so it has the same rule. */
  private Node escapedChild(Node parent, int from) {
    var name = JsonValues.readString(json, from - 1);
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw new BadJson("a field name that is no text");
    }
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    return parent.child(bytes, 0, bytes.length);
  }

  private String path(int depth) {
    var path = new StringBuilder();
    for (int i = 1; i <= depth; i++) {
      var from = names[2 * i];
      if (from != NOWHERE) {
        path.append(path.length() == 0 ? "" : ".").append(JsonValues.readString(json, from - 1));
      }
    }
    return path.toString();
  }

  /** Where the fields are that the row filter looks at. */
  private static final class FilterSpans implements RowFilter.Values {
    private RuleTree rules;
    private int[] begins = new int[0];
    private boolean[] seen = new boolean[0];
    private byte[] bytes;
    private int base;

    void reset(RuleTree next) {
      rules = next;
      if (next.filter().isPresent()) {
        if (begins.length < next.filterPaths().size()) {
          begins = new int[next.filterPaths().size()];
        }
        if (seen.length < next.ordinals()) {
          seen = new boolean[next.ordinals()];
        }
        Arrays.fill(begins, NOWHERE);
        Arrays.fill(seen, false);
      }
    }

    /** Readers differ in which of two values of one name they take: such a record is ambiguous. */
    boolean sawTwice(Node node) {
      var twice = seen[node.ordinal];
      seen[node.ordinal] = true;
      return twice;
    }

    /** Whether positions are those in the source, whatever becomes of the field. */
    boolean onRaw() {
      return rules.filtersOnRaw();
    }

    void set(int filter, int begin) {
      begins[filter] = begin;
    }

    /** Positions count from the record's begin in the sink, or in the source if unchanged. */
    boolean passes(RowFilter filter, byte[] text, int origin) {
      bytes = text;
      base = origin;
      return filter.passes(this);
    }

    @Override
    public Object get(String path) {
      var index = rules.filterPaths().indexOf(path);
      if (index < 0 || begins[index] == NOWHERE) {
        return MISSING;
      }
      return JsonValues.read(bytes, base + begins[index]);
    }
  }
}
