package dev.weft.tools.classify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A file of records in one format. */
interface RecordFile {
  /**
   * Gives every record to the consumer, in order, as maps, lists, texts, numbers and booleans. One
   * record is in memory at a time.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is not of the format, with what is wrong
   */
  void read(Path file, Consumer<Object> record) throws IOException;
}
