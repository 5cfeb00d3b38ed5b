package dev.weft.gateway.json;

import dev.weft.spi.FieldRule;
import dev.weft.spi.Mask;
import dev.weft.spi.ReadTerms.FilterOn;
import dev.weft.spi.ReadView;
import dev.weft.spi.RowFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A reader's view as a tree of field names, ready to be walked along with a record. Immutable; safe
 * for any thread.
 *
 * <p>A field's rule is its own or else the next one above it; a field with neither has the rule for
 * unknown fields. A name that contains dots means the same as the path it spells.
 */
public final class RuleTree {
  /** What happens to a value. */
  public enum Action {
    SHOW,
    WITHHOLD,
    MASK
  }

  private final Node root;
  private final Optional<RowFilter> filter;
  private final List<String> filterPaths;
  private final int ordinals;
  private final FilterOn filterOn;

  private RuleTree(
      Node root,
      Optional<RowFilter> filter,
      List<String> filterPaths,
      int ordinals,
      FilterOn filterOn) {
    this.root = root;
    this.filter = filter;
    this.filterPaths = filterPaths;
    this.ordinals = ordinals;
    this.filterOn = filterOn;
  }

  /**
   * Compiles a view.
   *
   * @param known paths that have been looked at: a contract's field has a rule before that
   */
  public static RuleTree of(ReadView view, Set<String> known) {
    var paths = view.filter().map(filter -> List.copyOf(filter.fields())).orElse(List.of());
    var top = new Draft();
    view.fields().forEach((path, rule) -> top.at(path).rule = Optional.of(rule));
    known.forEach(path -> top.at(path).known = true);
    for (int i = 0; i < paths.size(); i++) {
      top.at(paths.get(i)).filter = i;
    }
    var compiler = new Compiler();
    var root = compiler.compile(top, new byte[0], view.otherFields());
    return new RuleTree(root, view.filter(), paths, compiler.ordinals, view.terms().filterOn());
  }

  /** Whether some records may be left out as a whole. */
  public boolean filtersRows() {
    return filter.isPresent();
  }

  /** Whether the filter looks at what was written, and not at what the reader sees. */
  public boolean filtersOnRaw() {
    return filterOn == FilterOn.RAW;
  }

  /** The record as a whole. */
  public Node root() {
    return root;
  }

  /** Which records the reader gets. */
  public Optional<RowFilter> filter() {
    return filter;
  }

  /** The paths that the filter looks at; {@link Node#filter} is an index of this list. */
  public List<String> filterPaths() {
    return filterPaths;
  }

  /** How many nodes lead to a field of the filter. */
  public int ordinals() {
    return ordinals;
  }

  /** One field, and what is known of those below it. */
  public static final class Node {
    private static final int NONE = -1;

    public final byte[] name;
    public final Action action;
    public final Mask mask;

    /** Whether somebody has looked at this field before. */
    public final boolean known;

    /** Whether everything below has this action too, so that its value need not be entered. */
    public final boolean uniform;

    /** Index of the filter's path that this field is; -1: none. */
    public final int filter;

    /** Number among the nodes that lead to a field of the filter; -1: none. */
    public final int ordinal;

    private final Node[] table;
    private final Node stranger;

    /** A field that nobody knows, and all below it. */
    private Node(FieldRule rule) {
      this.name = new byte[0];
      this.known = false;
      this.filter = NONE;
      this.ordinal = NONE;
      this.mask = rule instanceof FieldRule.Masked masked ? masked.mask() : null;
      this.action = mask != null ? Action.MASK : shown(rule);
      this.uniform = true;
      this.table = new Node[0];
      this.stranger = this;
    }

    private Node(
        byte[] name, FieldRule rule, boolean known, int filter, int ordinal, List<Node> children) {
      this.name = name;
      this.known = known;
      this.filter = filter;
      this.ordinal = ordinal;
      this.mask = rule instanceof FieldRule.Masked masked ? masked.mask() : null;
      this.action = mask != null ? Action.MASK : shown(rule);
      this.uniform =
          children.stream()
              .allMatch(child -> child.uniform && child.action == action && child.ordinal == NONE);
      this.table = table(children);
      this.stranger = new Node(rule);
    }

    private static Action shown(FieldRule rule) {
      return rule instanceof FieldRule.Shown ? Action.SHOW : Action.WITHHOLD;
    }

    /** The field of this name below; for an unknown name one that has this field's rule. */
    public Node child(byte[] bytes, int from, int to) {
      var found = find(bytes, from, to);
      return found != null ? found : spelled(bytes, from, to);
    }

    /** The fields below of which something is known. */
    public List<Node> children() {
      return Arrays.stream(table).filter(Objects::nonNull).toList();
    }

    /** The rule for fields below that nobody knows. */
    public Node stranger() {
      return stranger;
    }

    private Node spelled(byte[] bytes, int from, int to) {
      var node = this;
      var start = from;
      for (int at = from; at <= to; at++) {
        if (at == to || bytes[at] == '.') {
          if (at == to && start == from) {
            return stranger;
          }
          var next = node.find(bytes, start, at);
          if (next == null) {
            return node.stranger;
          }
          node = next;
          start = at + 1;
        }
      }
      return node;
    }

    private Node find(byte[] bytes, int from, int to) {
      if (table.length == 0) {
        return null;
      }
      var mask = table.length - 1;
      for (int slot = hash(bytes, from, to) & mask; ; slot = (slot + 1) & mask) {
        var candidate = table[slot];
        if (candidate == null) {
          return null;
        }
        if (candidate.is(bytes, from, to)) {
          return candidate;
        }
      }
    }

    private boolean is(byte[] bytes, int from, int to) {
      if (to - from != name.length) {
        return false;
      }
      for (int i = 0; i < name.length; i++) {
        if (name[i] != bytes[from + i]) {
          return false;
        }
      }
      return true;
    }

    private static Node[] table(List<Node> children) {
      if (children.isEmpty()) {
        return new Node[0];
      }
      var table = new Node[Integer.highestOneBit(children.size() * 4)];
      for (var child : children) {
        var slot = hash(child.name, 0, child.name.length) & (table.length - 1);
        while (table[slot] != null) {
          slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = child;
      }
      return table;
    }

    /** First, middle and last bytes with the length: names of one record rarely agree in these. */
    private static int hash(byte[] bytes, int from, int to) {
      var length = to - from;
      if (length == 0) {
        return 0;
      }
      var hash = length * 31 + bytes[from];
      hash = hash * 31 + bytes[from + length / 2];
      hash = hash * 31 + bytes[to - 1];
      return hash ^ (hash >>> 5);
    }
  }

  /** A node while the tree is built. */
  private static final class Draft {
    final Map<String, Draft> children = new LinkedHashMap<>();
    Optional<FieldRule> rule = Optional.empty();
    boolean known;
    int filter = Node.NONE;

    Draft at(String path) {
      var draft = this;
      for (var name : path.split("\\.", -1)) {
        draft = draft.children.computeIfAbsent(name, any -> new Draft());
      }
      return draft;
    }

    boolean leadsToFilter() {
      return filter != Node.NONE || children.values().stream().anyMatch(Draft::leadsToFilter);
    }
  }

  private static final class Compiler {
    int ordinals;

    Node compile(Draft draft, byte[] name, FieldRule inherited) {
      var rule = draft.rule.orElse(inherited);
      var ordinal = draft.leadsToFilter() ? ordinals++ : Node.NONE;
      var children = new ArrayList<Node>();
      draft.children.forEach(
          (childName, child) ->
              children.add(compile(child, childName.getBytes(StandardCharsets.UTF_8), rule)));
      return new Node(name, rule, draft.known, draft.filter, ordinal, children);
    }
  }
}
