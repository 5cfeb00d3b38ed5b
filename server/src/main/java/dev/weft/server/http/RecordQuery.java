package dev.weft.server.http;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.server.access.PortReader;
import dev.weft.server.access.PortReader.From;
import dev.weft.server.access.ReadExtent;
import dev.weft.spi.AccessContext;
import java.time.Instant;
import java.util.Optional;

/**
 * Which records somebody asks for by HTTP, however they are written to them.
 *
 * @param from a time leaves out what is older, wherever it stands
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

  /** Since when records are wanted, if that is what was asked for. */
  Optional<Instant> since() {
    return from instanceof From.Time time ? Optional.of(time.time()) : Optional.empty();
  }

  /** Whether all there is is wanted, however much it is. */
  boolean isUnbounded() {
    return max == Integer.MAX_VALUE;
  }

  /** From where, and for which purpose somebody asks. */
  static AccessContext circumstances(Request request) {
    return new AccessContext(request.address(), request.query("purpose").orElse(""));
  }

  /** Reads until there is no more, there is enough, or nobody wants it any more. */
  void read(PortReader records, PortReader.Sink sink) {
    if (max > 0) {
      records.read(reader, context, port, from, follow, new Counted(this, sink));
    }
  }

  /** Lets so many pass of those whose times are wanted: they need not come in that order. */
  private static final class Counted implements PortReader.Sink {
    private final Instant since;
    private final Instant until;
    private final PortReader.Sink sink;
    private int left;

    Counted(RecordQuery query, PortReader.Sink sink) {
      this.since = query.since().orElse(Instant.MIN);
      this.until = query.until();
      this.left = query.max();
      this.sink = sink;
    }

    @Override
    public void begins(ReadExtent extent) {
      sink.begins(extent);
    }

    @Override
    public boolean take(PortReader.Seen seen) {
      if (seen.timestamp().isBefore(since) || !seen.timestamp().isBefore(until)) {
        return true;
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
