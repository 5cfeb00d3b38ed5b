package dev.weft.server.http;

import dev.weft.server.access.PortReader;
import dev.weft.server.access.ReadExtent;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer of records. Its headers are written when it is known how far the records go, so that
 * whatever is wrong before is told as elsewhere.
 *
 * <p>What goes wrong later cannot be told any more. Then an answer that is to be whole is broken
 * off, which every client of HTTP notices; one that follows just ends.
 */
final class RecordAnswer implements PortReader.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(RecordAnswer.class);

  /** Header: the offset of each partition up to which it is complete, to begin with next time. */
  static final String COMPLETE_TO = "Weft-Complete-To";

  /** Header: when that was looked up. */
  static final String AS_OF = "Weft-As-Of";

  private static final String DISPOSITION = "Content-Disposition";

  /** Longer ones are left out: clients bound what they take. */
  private static final int COMPLETE_TO_MAX = 4_000;

  private static final ReadExtent NOTHING = new ReadExtent(Instant.EPOCH, List.of());

  private final Context context;
  private final RecordQuery query;
  private final RecordForm form;
  private OutputStream out;
  private RecordForm.Body body;
  private long taken;

  RecordAnswer(Context context, RecordQuery query, RecordForm form) {
    this.context = context;
    this.query = query;
    this.form = form;
  }

  @Override
  public void begins(ReadExtent extent) {
    var response = context.res();
    response.setContentType(form.contentType());
    response.setHeader("Cache-Control", "no-store");
    form.fileName()
        .ifPresent(name -> response.setHeader(DISPOSITION, "attachment; filename=\"" + name + '"'));
    if (!query.follow() && query.isUnbounded() && !extent.parts().isEmpty()) {
      response.setHeader(AS_OF, extent.asOf().toString());
      var offsets = offsets(extent);
      if (offsets.length() <= COMPLETE_TO_MAX) {
        response.setHeader(COMPLETE_TO, offsets);
      }
    }
    try {
      out = response.getOutputStream();
      body = form.begin(out, extent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean take(PortReader.Seen seen) {
    try {
      body.write(seen);
      if (query.follow()) {
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    taken++;
    return true;
  }

  @Override
  public boolean isWanted() {
    body.waits();
    return true;
  }

  /**
   * Gives what is read, to its end. Errors are no exception: a part is never taken for the whole,
   * whatever kept the rest back.
   *
   * @throws RuntimeException what is wrong, where all can still be told as elsewhere
   */
  void give(Consumer<RecordAnswer> reading) throws IOException {
    try {
      reading.accept(this);
      end();
    } catch (RuntimeException | Error e) {
      if (!breakOff()) {
        throw e;
      }
      if (e instanceof Error) {
        LOG.error("{} was not read to its end by {}", query.port(), query.reader(), e);
      } else if (!(e instanceof UncheckedIOException)) { // Then the reader is gone.
        LOG.info("{} was not read to its end by {}: {}", query.port(), query.reader(), e);
      }
    }
  }

  /** Everything has been given. */
  private void end() throws IOException {
    if (body == null) {
      begins(NOTHING);
    }
    body.end(query.isUnbounded() || taken < query.max());
    out.close();
  }

  /**
   * What has gone wrong is told by the answer's not having an end, if people have something of it
   * already and take it for whole.
   *
   * @return false where all can still be told as elsewhere
   */
  private boolean breakOff() throws IOException {
    if (query.follow() && context.res().isCommitted()) {
      out.close();
      return true;
    }
    var isBroken = Answers.breakOff(context);
    if (!isBroken) {
      List.of(AS_OF, COMPLETE_TO, DISPOSITION).forEach(name -> context.res().setHeader(name, null));
    }
    return isBroken;
  }

  private static String offsets(ReadExtent extent) {
    return extent.parts().stream()
        .map(part -> part.partition() + "/" + part.to())
        .collect(Collectors.joining(","));
  }
}
