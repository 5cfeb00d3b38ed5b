package dev.weft.catalog.erasure;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The records of one person in one topic. Filled by one search, on one thread, in the order of each
 * partition; afterwards only read.
 *
 * <p>In a compacted topic what counts is what stands last under a key: if that is the person's, a
 * tombstone under it removes all before; if not, the person's records under it go by themselves.
 */
public final class Found {
  /** The header of a record without a value that says by which erasure it came. */
  public static final String ERASURE_HEADER = "weft.erasure";

  /** Of a topic in which nothing is the person's. */
  public static final Found NOTHING = new Found(false).ended(true);

  /** More of one person are not looked for in one topic. */
  static final int OFFSETS_MAX = 1_000_000;

  private final boolean compacted;
  private final Map<KeyAt, Under> keyed = new LinkedHashMap<>();
  private final Map<Integer, Offsets> keyless = new TreeMap<>();
  private long records;
  private long scanned;
  private long newest = Long.MIN_VALUE;
  private boolean complete;

  /** A key of records in one partition. */
  public record KeyAt(int partition, ByteBuffer key) {}

  private static final class Offsets {
    private long[] all = new long[4];
    private int size;

    void add(long offset) {
      all = size == all.length ? Arrays.copyOf(all, 2 * size) : all;
      all[size++] = offset;
    }
  }

  /** What is under one key. */
  private static final class Under {
    private final Offsets offsets = new Offsets();
    private boolean isLast = true;

    /** By which erasure, or nobody's; null: something stands under the key. */
    private String deletedBy;

    void ends(boolean holds, String deletion) {
      isLast = holds;
      deletedBy = deletion;
    }
  }

  /** {@code compacted} says whether the topic keeps only the newest record of a key. */
  Found(boolean compacted) {
    this.compacted = compacted;
  }

  /** A record that has a value, and {@code holds} says whether it is the person's. */
  void take(int partition, long offset, long timestamp, byte[] key, boolean holds) {
    scanned++;
    if (holds) {
      records++;
      newest = Math.max(newest, timestamp);
    }
    if (!compacted || key == null) {
      if (holds) {
        keyless.computeIfAbsent(partition, none -> new Offsets()).add(offset);
      }
      return;
    }
    var at = new KeyAt(partition, ByteBuffer.wrap(key));
    var under = holds ? keyed.computeIfAbsent(at, none -> new Under()) : keyed.get(at);
    if (under != null) {
      under.ends(holds, null);
      if (holds) {
        under.offsets.add(offset);
      }
    }
  }

  /** A record that has no value, with the erasure by which it came; empty: by none. */
  void takeDeletion(int partition, byte[] key, String erasure) {
    scanned++;
    var under = key == null ? null : keyed.get(new KeyAt(partition, ByteBuffer.wrap(key)));
    if (under != null) {
      under.ends(false, erasure);
    }
  }

  /** Nothing is added any more; {@code all} says whether the topic was read to its end. */
  Found ended(boolean all) {
    complete = all;
    return this;
  }

  boolean isFull() {
    return records >= OFFSETS_MAX;
  }

  /** Whether the topic was read to its end and nothing left out. */
  public boolean isComplete() {
    return complete;
  }

  public long scanned() {
    return scanned;
  }

  /** How many records are the person's, also those that only wait for the log to be compacted. */
  public long records() {
    return records;
  }

  /** How many of them go by themselves: something else stands last under their key. */
  public long replaced() {
    return keyed.values().stream()
        .filter(under -> !under.isLast)
        .mapToLong(under -> under.offsets.size)
        .sum();
  }

  /** The time of the newest of them. */
  public Optional<Instant> newest() {
    return records == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(newest));
  }

  /** The keys under which the person's record stands last. */
  public List<KeyAt> keys() {
    return keyed.entrySet().stream()
        .filter(each -> each.getValue().isLast)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The keys under which nothing stands any more, and records of before are still there. */
  public List<KeyAt> deletedKeys() {
    return keyed.entrySet().stream()
        .filter(each -> each.getValue().deletedBy != null)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many of {@link #deletedKeys()} are so by this erasure. */
  public long deletedBy(String erasure) {
    return keyed.values().stream().filter(under -> erasure.equals(under.deletedBy)).count();
  }

  /** For each of {@link #keys()} where its record is: these do not move, nor go by themselves. */
  public List<String> lastOnes() {
    var all = new ArrayList<String>();
    keyed.forEach(
        (at, under) -> {
          if (under.isLast) {
            all.add(at.partition() + "/" + under.offsets.all[under.offsets.size - 1]);
          }
        });
    all.sort(String::compareTo);
    return all;
  }

  /** Where all of them are, by partition, ascending. */
  public Map<Integer, long[]> offsets() {
    var sums = new HashMap<Integer, List<Offsets>>();
    keyless.forEach(
        (partition, offsets) ->
            sums.computeIfAbsent(partition, none -> new ArrayList<>()).add(offsets));
    keyed.forEach(
        (at, under) ->
            sums.computeIfAbsent(at.partition(), none -> new ArrayList<>()).add(under.offsets));
    var all = new TreeMap<Integer, long[]>();
    sums.forEach(
        (partition, parts) ->
            all.put(
                partition,
                parts.stream()
                    .flatMapToLong(part -> Arrays.stream(part.all, 0, part.size))
                    .sorted()
                    .toArray()));
    return all;
  }
}
