package dev.weft.server.http;

import dev.weft.model.Json;
import dev.weft.spi.AuditLog;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Tells whoever asked for server-sent events how far a long answer is, and gives the answer as the
 * last of them; everybody else gets the answer alone.
 */
final class Progress implements AuditLog.Watch {
  private final Context context;
  private final boolean wanted;

  Progress(Context context) {
    this.context = context;
    var accept = context.header("Accept");
    this.wanted = accept != null && accept.contains("text/event-stream");
  }

  /** Throws when the caller is gone, which ends the looking. */
  @Override
  public void passed(long events, long of) {
    if (wanted) {
      write("progress", Json.object().put("events", events).put("of", of));
    }
  }

  /** What the route answers. */
  Object end(Object answer) {
    if (!wanted) {
      return answer;
    }
    write("answer", Json.tree(answer));
    return Route.Answer.WRITTEN;
  }

  private void write(String event, Object data) {
    try {
      var response = context.res();
      response.setContentType("text/event-stream; charset=utf-8");
      var out = response.getOutputStream();
      var text = "event: " + event + "\ndata: " + Json.text(Json.tree(data)) + "\n\n";
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
