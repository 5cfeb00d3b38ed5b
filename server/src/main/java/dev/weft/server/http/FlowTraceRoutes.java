package dev.weft.server.http;

import dev.weft.flow.FlowEvent;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.apply.FlowReplays;
import dev.weft.server.apply.FlowTracing;
import dev.weft.spi.AccessContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happens to the FlowFiles of a flow: record it, search it, follow one, do it again. */
public final class FlowTraceRoutes {
  private static final int EVENTS = 100;
  private static final int EVENTS_MAX = 10_000;

  private final FlowTracing tracing;
  private final FlowReplays replays;

  public FlowTraceRoutes(FlowTracing tracing, FlowReplays replays) {
    this.tracing = tracing;
    this.replays = replays;
  }

  public void addTo(Routes routes) {
    routes.post(
        "/api/v1/flows/{name}/trace",
        "Records what happens to a flow's FlowFiles, for a time or a number of them.",
        request ->
            tracing.begin(
                request.caller(), request.path("name"), request.body(FlowTracing.Wanted.class)));
    routes.get(
        "/api/v1/flows/{name}/trace",
        "What is being recorded of a flow.",
        request -> tracing.state(request.caller(), request.path("name")));
    routes.post(
        "/api/v1/flows/{name}/trace/stop",
        "Ends the recording; what was recorded stays for a day.",
        request -> tracing.end(request.caller(), request.path("name")));
    routes.get(
        "/api/v1/flows/{name}/events",
        "What was recorded of a flow, newest last; an attribute is name=value.",
        List.of("type", "processor", "flowFile", "attribute", "from", "to", "limit"),
        request ->
            new Answers.Items<>(
                tracing.events(
                    request.caller(), request.path("name"), search(request), context(request))));
    routes.get(
        "/api/v1/flows/{name}/flowfiles/{flowfile}",
        "The path of one FlowFile, with those it was made of and those made of it.",
        request ->
            new Answers.Items<>(
                tracing.path(
                    request.caller(),
                    request.path("name"),
                    request.path("flowfile"),
                    context(request))));
    routes.post(
        "/api/v1/flows/{name}/events/{event}/replay",
        "Gives the FlowFile of an event to its flow again, under this or an old version.",
        request ->
            replays.replay(
                request.caller(),
                request.path("name"),
                request.path("event"),
                request.body(FlowReplays.Again.class)));
  }

  private static AccessContext context(Request request) {
    return new AccessContext(request.address(), request.query("purpose").orElse(""));
  }

  private static FlowTracing.Search search(Request request) {
    return new FlowTracing.Search(
        request.query("type").map(FlowTraceRoutes::type),
        request.query("processor"),
        request.query("flowFile"),
        request.query("attribute").map(FlowTraceRoutes::attribute).orElse(Map.of()),
        time(request, "from"),
        time(request, "to"),
        request.number("limit", EVENTS, EVENTS_MAX));
  }

  private static FlowEvent.Type type(String text) {
    return FlowEvent.Type.of(text)
        .orElseThrow(
            () ->
                wrong(
                    "type",
                    "'" + text + "' is no type of event.",
                    "There are " + java.util.Arrays.toString(FlowEvent.Type.values()) + "."));
  }

  private static Map<String, String> attribute(String text) {
    var equals = text.indexOf('=');
    if (equals < 1) {
      throw wrong("attribute", "'" + text + "' is no name=value.", "Such as filename=a.csv.");
    }
    return Map.of(text.substring(0, equals), text.substring(equals + 1));
  }

  private static Optional<Instant> time(Request request, String name) {
    try {
      return request.query(name).map(Instant::parse);
    } catch (DateTimeException e) {
      throw wrong(name, "'" + name + "' is not a time.", "Such as 2026-05-01T12:00:00Z.");
    }
  }

  private static RuntimeException wrong(String field, String what, String hint) {
    return Problem.input("bad-search", Place.field(field), what, hint).asException();
  }
}
