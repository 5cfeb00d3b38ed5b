package dev.weft.gateway.wire;

/**
 * Serves one kind of request.
 *
 * <p>Called on the connection's event loop, where also what it passes on comes back; never blocks.
 * It ends each exchange once: replied to, done without an answer, or refused. Throwing closes the
 * connection.
 */
interface ApiHandler {
  void handle(Exchange exchange);
}
