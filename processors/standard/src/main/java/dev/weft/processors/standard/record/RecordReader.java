package dev.weft.processors.standard.record;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Reads records one by one from one stream, which {@link #close} closes. For one thread. */
public interface RecordReader extends Closeable {
  /**
   * The next record or malformed place; empty at the end.
   *
   * @throws IOException when the bytes cannot be read at all
   */
  Optional<Reading> next() throws IOException;
}
