package dev.weft.spi.flow;

import dev.weft.model.DataRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Predicate;

/** The content of a FlowFile: bytes of any kind, or records that are already decoded. */
public sealed interface Content {

  /**
   * Bytes, opened as often as needed. {@code origin} is where they came from, for trace.
   *
   * @param size in bytes; -1 when not known
   */
  record Bytes(Opener opener, long size, Origin origin) implements Content {}

  /** Opens the bytes for reading; the caller closes. */
  interface Opener {
    InputStream open() throws IOException;
  }

  /** Decoded records, each with the position it came from. */
  record Records(List<Traced> items) implements Content {
    public Records {
      items = List.copyOf(items);
    }

    /** Those that pass, in order. */
    public Records select(Predicate<Traced> test) {
      return new Records(items.stream().filter(test).toList());
    }
  }

  /** A record and where it came from. */
  record Traced(DataRecord record, Origin origin) {
    public Traced with(DataRecord other) {
      return new Traced(other, origin);
    }
  }

  /**
   * A position in a source outside or in a port.
   *
   * @param source a table, file or {@code topic/partition}; never holds credentials
   * @param key what {@code position} counts: {@code customer_id}, {@code line}, {@code offset}
   */
  record Origin(String source, String key, long position) {}
}
