package dev.weft.server.http;

import java.util.List;

/**
 * One call of the REST interface: what OpenAPI says of it, and what it does.
 *
 * @param path with {@code {parameters}}
 * @param query the names of its query parameters
 * @param open whether it answers without authentication
 */
record Route(
    String method, String path, String summary, List<String> query, boolean open, Handler handler) {

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
