package dev.weft.model.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of a record's fields in their order. Records of one kind share a shape, so that their
 * names are compared as bytes and never decoded again. Each shape but the empty one is another with
 * one field more. Grown by the one thread of a {@link JsonFieldsReader}; what others see of it does
 * not change.
 */
public final class JsonShape {
  /** A name is looked for among so many, one after the other. */
  private static final int LONGER_MAX = 64;

  private final String[] names;

  /** The last name, with its quotes. */
  private final byte[] last;

  private final List<JsonShape> longer = new ArrayList<>(1);
  private Map<String, Integer> index;

  private JsonShape(String[] names, byte[] last) {
    this.names = names;
    this.last = last;
  }

  static JsonShape empty() {
    return new JsonShape(new String[0], new byte[0]);
  }

  /** How many fields there are. */
  public int size() {
    return names.length;
  }

  /** The name of the field with this number. */
  public String name(int field) {
    return names[field];
  }

  /** The number of the field with this name; below 0 when there is none. */
  public int indexOf(Object name) {
    var found = index.get(name);
    return found == null ? -1 : found;
  }

  /** A record has exactly these fields; returns when they can be looked up by any thread. */
  void complete() {
    if (index == null) {
      var made = new HashMap<String, Integer>();
      for (var i = 0; i < names.length; i++) {
        made.put(names[i], i);
      }
      index = made;
    }
  }

  /** The known shape with this name in quotes as one more; null when there is none. */
  JsonShape with(byte[] json, int from, int end) {
    for (var i = 0; i < longer.size(); i++) {
      var next = longer.get(i);
      var to = from + next.last.length;
      if (to <= end && Arrays.equals(json, from, to, next.last, 0, next.last.length)) {
        return next;
      }
    }
    return null;
  }

  /** Whether no other name can follow. */
  boolean isFull() {
    return longer.size() == LONGER_MAX;
  }

  int lastLength() {
    return last.length;
  }

  /** A new shape; null when it has the name already. */
  JsonShape grow(byte[] json, int from, int to) {
    var name = new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8);
    if (Arrays.asList(names).contains(name)) {
      return null;
    }
    var all = Arrays.copyOf(names, names.length + 1);
    all[names.length] = name;
    var grown = new JsonShape(all, Arrays.copyOfRange(json, from, to));
    longer.add(grown);
    return grown;
  }
}
