package dev.weft.policy.rules;

import java.util.HashMap;
import java.util.Map;

/** Finds all keys that a text begins with, in one walk along the text. */
final class PrefixTree {
  private static final int[] NOTHING = {};

  private final Map<Character, PrefixTree> children = new HashMap<>(2);
  private int[] here = NOTHING;

  /** Keeps the numbers, sorted, under the key. */
  void put(String key, int[] numbers) {
    var node = this;
    for (var i = 0; i < key.length(); i++) {
      node = node.children.computeIfAbsent(key.charAt(i), c -> new PrefixTree());
    }
    node.here = numbers;
  }

  /** Adds what is kept under every key that the text begins with. */
  void collect(String text, Candidates found) {
    var node = this;
    for (var i = 0; node != null; i++) {
      if (node.here.length > 0) {
        found.add(node.here);
      }
      node =
          i < text.length() && !node.children.isEmpty() ? node.children.get(text.charAt(i)) : null;
    }
  }
}
