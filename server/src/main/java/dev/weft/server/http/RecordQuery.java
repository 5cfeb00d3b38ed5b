package dev.weft.server.http;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.server.access.PortReader;
import dev.weft.server.access.PortReader.From;
import dev.weft.spi.AccessContext;
import java.time.Instant;

/**
 * Which records somebody asks for by HTTP, however they are written to them.
 *
 * @param until records with this or a later timestamp are left out
 * @param max after so many it ends
 * @param follow whether to wait for more at the end
 */
record RecordQuery(
    PrincipalId reader,
    AccessContext context,
    PortName port,
    From from,
    Instant until,
    int max,
    boolean follow) {
  private static final int MAX = 999_999_999;

  static RecordQuery of(Request request, PortName port) {
    return new RecordQuery(
        request.caller().id(),
        circumstances(request),
        port,
        From.parse(request.query("from").orElse("earliest")),
        request.time("until").orElse(Instant.MAX),
        request.number("max", Integer.MAX_VALUE, MAX),
        request.flag("follow"));
  }

  /** From where, and for which purpose somebody asks. */
  static AccessContext circumstances(Request request) {
    return new AccessContext(request.address(), request.query("purpose").orElse(""));
  }

  /** Reads until there is no more, there is enough, or nobody wants it any more. */
  void read(PortReader records, PortReader.Sink sink) {
    if (max > 0) {
      records.read(reader, context, port, from, follow, new Counted(until, max, sink));
    }
  }

  /** Lets so many pass. */
  private static final class Counted implements PortReader.Sink {
    private final Instant until;
    private final PortReader.Sink sink;
    private int left;

    Counted(Instant until, int max, PortReader.Sink sink) {
      this.until = until;
      this.left = max;
      this.sink = sink;
    }

    @Override
    public boolean take(PortReader.Seen seen) {
      if (!seen.timestamp().isBefore(until)) {
        return true; // Records need not come in the order of their times.
      }
      left--;
      return sink.take(seen) && left > 0;
    }

    @Override
    public boolean isWanted() {
      return sink.isWanted();
    }
  }
}
