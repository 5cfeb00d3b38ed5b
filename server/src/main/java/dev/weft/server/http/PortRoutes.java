package dev.weft.server.http;

import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.server.access.PortReader;
import dev.weft.server.access.PortWriter;
import dev.weft.server.pages.PortPages;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Ports: their page, a sample, records in and out; all through the gateway as the caller. */
public final class PortRoutes {
  private static final int SAMPLE = 20;
  private static final int SAMPLE_MAX = 200;
  private static final int STREAMS_MAX = 64;

  private final PortPages pages;
  private final PortReader reader;
  private final PortWriter writer;
  private final Semaphore streams = new Semaphore(STREAMS_MAX);

  public PortRoutes(PortPages pages, PortReader reader, PortWriter writer) {
    this.pages = pages;
    this.reader = reader;
    this.writer = writer;
  }

  record Written(int written) {}

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/ports/{port}",
        "A port's page.",
        List.of("purpose"),
        request ->
            pages.page(request.caller(), request.port(), RecordQuery.circumstances(request)));
    routes.get(
        "/api/v1/ports/{port}/sample",
        "Its last records, as the caller may see them.",
        List.of("max", "purpose"),
        this::sample);
    routes.get(
        "/api/v1/ports/{port}/records",
        "Its records as NDJSON, CSV or server-sent events.",
        List.of("from", "until", "max", "follow", "purpose"),
        this::records);
    routes.socket(
        "/api/v1/ports/{port}/records",
        this::socket,
        new RecordSockets(reader, streams)::configure);
    routes.post(
        "/api/v1/ports/{port}/records", "Writes NDJSON records as the product.", this::write);
  }

  private Object sample(Request request) {
    var port = existing(request);
    return new Answers.Items<>(
        reader.sample(
            request.caller().id(),
            RecordQuery.circumstances(request),
            port,
            request.number("max", SAMPLE, SAMPLE_MAX)));
  }

  private PortName existing(Request request) {
    var port = request.port();
    var access = pages.page(request.caller(), port, RecordQuery.circumstances(request)).access();
    if (!access.allowed()) {
      throw Problem.refused(
              "not-authorized",
              access.reason(),
              "Ask for it: weft subscribe " + port + " --purpose TEXT.")
          .asException();
    }
    return port;
  }

  private Object records(Request request) throws IOException {
    var query = RecordQuery.of(request, existing(request));
    if (!streams.tryAcquire()) {
      throw Problem.environment(
              "too-many-streams",
              STREAMS_MAX + " streams are open already.",
              "Try again later, or use a Kafka client.")
          .asException();
    }
    try {
      stream(request, query);
    } finally {
      streams.release();
    }
    return Route.Answer.WRITTEN;
  }

  private void stream(Request request, RecordQuery query) throws IOException {
    var page = pages.page(request.caller(), query.port(), query.context());
    var lines = RecordLines.wanted(request.context().header("Accept"), page);
    var response = request.context().res();
    response.setContentType(lines.contentType());
    response.setHeader("Cache-Control", "no-store");
    try (var out = response.getOutputStream()) {
      out.write(lines.header().getBytes(StandardCharsets.UTF_8));
      query.read(reader, sink(out, lines, query.follow()));
    } catch (UncheckedIOException e) {
      // The reader is gone: nobody is left to be told.
      return;
    }
  }

  private static PortReader.Sink sink(OutputStream out, RecordLines lines, boolean flush) {
    return seen -> {
      try {
        out.write(lines.line(seen).getBytes(StandardCharsets.UTF_8));
        if (flush) {
          out.flush();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return true;
    };
  }

  /** Judges who asks before the connection is upgraded; {@link RecordSockets} does the rest. */
  private Object socket(Request request) {
    RecordSockets.requireOwnPage(request.context());
    RecordSockets.prepare(request.context(), RecordQuery.of(request, existing(request)));
    return Route.Answer.WRITTEN;
  }

  private Object write(Request request) {
    return new Written(writer.write(request.caller(), request.port(), request.context().body()));
  }
}
