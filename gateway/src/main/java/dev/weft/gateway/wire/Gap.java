package dev.weft.gateway.wire;

import dev.weft.gateway.json.RecordSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The empty place of a record that went to quarantine instead.
 *
 * <p>A broker counts a producer's records, and takes a batch only if it holds as many as it says: a
 * record cannot simply be left out. So its place is kept by a record without a value, under a key
 * that nobody else may use, which readers are taken over like one that a row filter leaves out.
 */
final class Gap {
  private static final byte[] KEY = "weft.gap".getBytes(StandardCharsets.UTF_8);
  private static final int NO_VALUE = -1;

  private Gap() {}

  /** Whether a record with this key is one. */
  static boolean isKey(byte[] source, int from, int length) {
    return length == KEY.length && Arrays.equals(source, from, from + length, KEY, 0, KEY.length);
  }

  /** Writes one in the place of the record. */
  static void write(RecordCursor record, RecordSink out) {
    var marks = record.keyAt - record.bodyAt;
    var bytes =
        marks + Varints.size(KEY.length) + KEY.length + Varints.size(NO_VALUE) + Varints.size(0);
    Varints.write(bytes, out);
    out.append(record.source, record.bodyAt, record.keyAt);
    Varints.write(KEY.length, out);
    out.append(KEY, 0, KEY.length);
    Varints.write(NO_VALUE, out);
    Varints.write(0, out);
  }
}
