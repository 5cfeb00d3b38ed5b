package dev.weft.spi;

import java.io.ByteArrayOutputStream;

/**
 * Turns a JSON scalar into its masked form. Never throws, never writes the raw value when in doubt:
 * what it cannot read becomes JSON null. Safe for any thread; no state.
 */
public interface Mask {
  /** The mask's name as policies write it: {@code show-last-4}. */
  String name();

  /**
   * Writes the masked form of one scalar as one valid JSON scalar.
   *
   * @param json UTF-8; the bytes from {@code from} to {@code to} are exactly one valid JSON string
   *     (with its quotes), number, {@code true}, {@code false} or {@code null}
   */
  void mask(byte[] json, int from, int to, ByteArrayOutputStream out);

  /** The keyed token of a record key, which is the same for equal keys so that order survives. */
  byte[] token(byte[] key);
}
