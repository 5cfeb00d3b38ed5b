package dev.weft.server.http;

import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Writes answers: JSON, or problems as RFC 9457 has them. */
final class Answers {
  private Answers() {}

  /** A list, as every list is answered. */
  record Items<T>(List<T> items) {}

  static void write(Context context, Object answer) {
    if (answer == Route.Answer.WRITTEN) {
      return;
    }
    if (answer == Route.Answer.NONE) {
      context.status(204);
      return;
    }
    context.contentType("application/json; charset=utf-8").result(Json.bytes(answer));
  }

  /**
   * Breaks an answer off that is to be whole and cannot be: it has no end then, which every client
   * of HTTP notices.
   *
   * @return false where nothing has left yet, so that what is wrong can be told as elsewhere
   */
  static boolean breakOff(Context context) {
    var response = context.res();
    if (!response.isCommitted()) {
      response.resetBuffer();
      return false;
    }
    ServletContextRequest.getServletContextRequest(context.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
    return true;
  }

  static void write(Context context, ProblemException exception) {
    var first = exception.first();
    if (first.kind() == Problem.Kind.TOO_MANY) {
      context.header("Retry-After", "300");
    }
    context
        .status(first.kind().status())
        .contentType("application/problem+json; charset=utf-8")
        .result(
            Json.bytes(
                Map.of(
                    "status",
                    first.kind().status(),
                    "title",
                    first.message(),
                    "code",
                    first.code(),
                    "problems",
                    exception.problems())));
  }
}
