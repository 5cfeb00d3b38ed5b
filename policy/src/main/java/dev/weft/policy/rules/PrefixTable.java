package dev.weft.policy.rules;

import java.util.Map;

/**
 * Finds all keys that a text begins with, in one walk along the text: the hash of each beginning
 * follows from the one before, and is that of a {@link String}. Immutable.
 */
final class PrefixTable {
  private final String[] keys;
  private final Numbers[] numbers;
  private final boolean[] lengths;
  private final int last;

  PrefixTable(Map<String, Numbers> byPrefix) {
    var slots = Integer.highestOneBit(Math.max(1, byPrefix.size())) * 4;
    keys = new String[slots];
    numbers = new Numbers[slots];
    last = slots - 1;
    lengths = new boolean[byPrefix.keySet().stream().mapToInt(String::length).max().orElse(0) + 1];
    byPrefix.forEach(this::put);
  }

  private void put(String key, Numbers its) {
    var slot = slot(key.hashCode());
    while (keys[slot] != null) {
      slot = (slot + 1) & last;
    }
    keys[slot] = key;
    numbers[slot] = its;
    lengths[key.length()] = true;
  }

  boolean isEmpty() {
    return lengths.length == 1;
  }

  private int slot(int hash) {
    return (hash ^ hash >>> 16) & last;
  }

  /** Adds what is kept under every key that the text begins with. */
  void collect(String text, Union found) {
    var end = Math.min(text.length(), lengths.length - 1);
    var hash = 0;
    for (var i = 0; i < end; i++) {
      hash = 31 * hash + text.charAt(i);
      if (lengths[i + 1]) {
        look(hash, text, i + 1, found);
      }
    }
  }

  private void look(int hash, String text, int length, Union found) {
    for (var slot = slot(hash); keys[slot] != null; slot = (slot + 1) & last) {
      var key = keys[slot];
      if (key.length() == length && text.startsWith(key)) {
        found.add(numbers[slot]);
        return;
      }
    }
  }
}
