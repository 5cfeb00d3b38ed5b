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
   * A position in a source outside or in a port; or a number for what a flow has made of several,
   * whose parts {@link Gathering} has written down.
   *
   * @param source a table, file or {@code topic/partition}; never holds credentials
   * @param key what {@code position} counts: {@code customer_id}, {@code line}, {@code offset}
   */
  record Origin(String source, String key, long position) {
    /** The key of what was made of several. */
    public static final String GATHERED = "gathered";

    /** The key of a place within content that was made of several. */
    public static final String WITHIN = "within";

    /** So many numbers belong to one content: it has one for each of its places. */
    public static final long PLACES = 1L << 24;

    /** Whether it is a number for what was made of several. */
    public boolean isGathered() {
      return isGathered(key);
    }

    /** Whether positions of this key are such numbers. */
    public static boolean isGathered(String key) {
      return key.equals(GATHERED) || key.equals(WITHIN);
    }

    /**
     * A place within this content, such as line 5 of a file. What was made of several has no name
     * under which it could be found outside: its places stay numbers.
     */
    public Origin within(String placeKey, long place) {
      return switch (key) {
        case GATHERED -> new Origin(source, WITHIN, position + Math.min(place, PLACES - 1));
        case WITHIN -> this;
        default -> new Origin(source, placeKey, place);
      };
    }
  }
}
