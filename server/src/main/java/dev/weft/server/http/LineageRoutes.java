package dev.weft.server.http;

import dev.weft.model.Problem;
import dev.weft.server.openlineage.LineageIntake;
import dev.weft.server.openlineage.LineageIntake.Failed;
import dev.weft.server.openlineage.LineageIntake.Taken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * What jobs outside the mesh read and write, as OpenLineage events (openlineage.io, 2-0-2, {@code
 * spec/OpenLineage.yml}): one, or a batch, packed by gzip or not. A wrong event of a batch is named
 * in the answer and does not keep the others.
 */
public final class LineageRoutes {
  private static final int BYTES_MAX = 10 * 1024 * 1024;

  private final LineageIntake intake;

  public LineageRoutes(LineageIntake intake) {
    this.intake = intake;
  }

  public void addTo(Routes routes) {
    routes.program(
        "POST",
        "/api/v1/lineage",
        "Takes one OpenLineage event: a RunEvent, JobEvent or DatasetEvent.",
        request -> answer(intake.one(request.caller(), LineageIntake.json(body(request)))));
    routes.program(
        "POST",
        "/api/v1/lineage/batch",
        "Takes a list of OpenLineage events; says which could not be taken.",
        request -> answer(intake.all(request.caller(), LineageIntake.json(body(request)))));
    routes.delete(
        "/api/v1/lineage/{node}",
        "Forgets a job or dataset outside the mesh.",
        request -> {
          intake.forget(request.caller(), request.path("node"));
          return Route.Answer.NONE;
        });
  }

  private static Map<String, Object> answer(Taken taken) {
    var failed = taken.failed();
    var summary = new LinkedHashMap<String, Integer>();
    summary.put("received", taken.received());
    summary.put("successful", taken.received() - failed.size());
    summary.put("failed", failed.size());
    summary.put("retriable", (int) failed.stream().filter(Failed::retriable).count());
    summary.put("non_retriable", (int) failed.stream().filter(one -> !one.retriable()).count());
    var answer = new LinkedHashMap<String, Object>();
    answer.put("status", failed.isEmpty() ? "success" : "partial_success");
    answer.put("summary", summary);
    answer.put("failed_events", failed.stream().map(LineageRoutes::failed).toList());
    if (!taken.notes().isEmpty()) {
      answer.put("notes", List.copyOf(taken.notes()));
    }
    return answer;
  }

  private static Map<String, Object> failed(Failed one) {
    return Map.of("index", one.index(), "reason", one.reason(), "retriable", one.retriable());
  }

  private static byte[] body(Request request) {
    request.caller(); // Nobody else makes us unpack anything.
    var body = request.context().bodyAsBytes();
    if ("gzip".equalsIgnoreCase(request.context().header("Content-Encoding"))) {
      body = unpacked(body);
    }
    if (body.length > BYTES_MAX) {
      throw new Problem(
              Problem.Kind.TOO_LARGE,
              "too-large",
              null,
              "The events have more than " + BYTES_MAX + " bytes.",
              "Send them in several requests, or fewer facets.")
          .asException();
    }
    return body;
  }

  private static byte[] unpacked(byte[] body) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readNBytes(BYTES_MAX + 1);
    } catch (IOException e) {
      throw Problem.input(
              "bad-encoding",
              null,
              "The request says that it is packed by gzip, and is not.",
              "Send it as it is, or packed.")
          .asException();
    }
  }
}
