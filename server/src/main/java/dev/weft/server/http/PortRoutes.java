package dev.weft.server.http;

import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.server.access.PortReader;
import dev.weft.server.access.PortWriter;
import dev.weft.server.pages.PortPages;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Ports: their page, a sample, records in and out; all through the gateway as the caller. */
public final class PortRoutes {
  private static final int SAMPLE = 20;
  private static final int SAMPLE_MAX = 200;
  private static final int STREAMS_MAX = 64;

  /** Each holds a part of its file in memory. */
  private static final int FILES_MAX = 4;

  private final PortPages pages;
  private final PortReader reader;
  private final PortWriter writer;
  private final Clock clock;
  private final Semaphore streams = new Semaphore(STREAMS_MAX);
  private final Semaphore files = new Semaphore(FILES_MAX);

  public PortRoutes(PortPages pages, PortReader reader, PortWriter writer, Clock clock) {
    this.pages = pages;
    this.reader = reader;
    this.writer = writer;
    this.clock = clock;
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
        "Its records as NDJSON, CSV, server-sent events or a Parquet file.",
        List.of("from", "until", "max", "follow", "purpose", "format"),
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
    var kind = RecordForm.Kind.wanted(request);
    if (kind.isFile() && query.follow()) {
      throw Problem.input(
              "endless-file",
              Place.field("follow"),
              "A file that is followed would never end.",
              "Leave out follow, or read NDJSON.")
          .asException();
    }
    var places = kind.isFile() ? files : streams;
    if (!places.tryAcquire()) {
      throw Problem.environment(
              "too-many-streams",
              (kind.isFile() ? FILES_MAX + " files are" : STREAMS_MAX + " streams are")
                  + " being read already.",
              "Try again later, or use a Kafka client.")
          .asException();
    }
    try {
      answer(request, query, kind);
    } finally {
      places.release();
    }
    return Route.Answer.WRITTEN;
  }

  private void answer(Request request, RecordQuery query, RecordForm.Kind kind) throws IOException {
    var page = pages.page(request.caller(), query.port(), query.context());
    var answer = new RecordAnswer(request.context(), query, form(query, page, kind));
    answer.give(it -> query.read(reader, it));
  }

  private RecordForm form(RecordQuery query, PortPages.Page page, RecordForm.Kind kind) {
    return switch (kind) {
      case NDJSON -> new RecordLines.Ndjson();
      case EVENTS -> new RecordLines.Events();
      case CSV -> RecordLines.Csv.of(page);
      case PARQUET -> RecordFile.of(query, pages.contract(query.port()), page, clock);
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
