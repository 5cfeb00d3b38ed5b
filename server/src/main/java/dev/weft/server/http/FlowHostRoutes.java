package dev.weft.server.http;

import dev.weft.flow.FlowLogReader.Kept;
import dev.weft.flow.FlowLogReader.Until;
import dev.weft.flow.host.Beat;
import dev.weft.flow.host.LogLine;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.connect.HostedFlows;
import dev.weft.server.connect.HostedLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the workers of a Kafka Connect cluster ask that run flows. They log in with the flow's own
 * key, by HTTP's Basic scheme, and hear of that flow only.
 */
public final class FlowHostRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(FlowHostRoutes.class);
  private static final String BASE = "/api/v1/flow-host";

  private final HostedFlows hosted;
  private final HostedLog log;

  public FlowHostRoutes(HostedFlows hosted, HostedLog log) {
    this.hosted = hosted;
    this.log = log;
  }

  public void addTo(Routes routes) {
    routes.open(
        "POST",
        BASE + "/beat",
        "For the host of a flow: says how the flow does, and hears what it is to be.",
        request ->
            hosted.beat(
                hosted.require(request.context().header("Authorization")),
                request.body(Beat.class)));
    routes.open(
        "GET",
        BASE + "/log/{topic}",
        "For the host of a flow: what the log holds of it, one JSON a line.",
        this::log);
  }

  private Object log(Request request) throws IOException {
    var key = hosted.require(request.context().header("Authorization"));
    var kept =
        switch (request.path("topic")) {
          case "state" -> Kept.STATE;
          case "queue" -> Kept.QUEUE;
          default ->
              throw Problem.input(
                      "unknown-topic",
                      Place.field("topic"),
                      "'" + request.path("topic") + "' is not a topic of flows.",
                      "state or queue.")
                  .asException();
        };
    var until = request.flag("committed") ? Until.COMMITTED : Until.ALL_HAVE_ENDED;
    var context = request.context();
    context.contentType("application/x-ndjson");
    var out = context.outputStream();
    try {
      log.read(key, kept, until, !request.flag("end"), line -> write(out, line));
      // Who reads knows by it that nothing is missing.
      write(out, new LogLine(-1, null, null, null));
    } catch (UncheckedIOException e) {
      LOG.debug("The host of {} went away", key.flow(), e);
    }
    return Route.Answer.WRITTEN;
  }

  private static void write(OutputStream out, LogLine line) {
    try {
      out.write(Json.bytes(line));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
