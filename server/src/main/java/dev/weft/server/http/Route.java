package dev.weft.server.http;

import java.util.List;

/**
 * One call of the REST interface: what OpenAPI says of it, and what it does.
 *
 * @param path with {@code {parameters}}
 * @param query the names of its query parameters
 * @param open whether it answers without authentication
 * @param keys whether a Kafka client's key opens it too, as {@code Bearer ID:SECRET}: for programs
 *     that run longer than a token lives and know no other scheme
 */
record Route(
    String method,
    String path,
    String summary,
    List<String> query,
    boolean open,
    boolean keys,
    Handler handler) {

  Route(
      String method,
      String path,
      String summary,
      List<String> query,
      boolean open,
      Handler handler) {
    this(method, path, summary, query, open, false, handler);
  }

  /**
   * Does the call. The answer becomes JSON; {@link Answer#NONE} becomes 204; it may also write
   * itself.
   */
  interface Handler {
    Object handle(Request request) throws Exception;
  }

  /** Answers that are not a body. */
  enum Answer {
    /** 204. */
    NONE,
    /** The handler has written the answer itself. */
    WRITTEN
  }
}
