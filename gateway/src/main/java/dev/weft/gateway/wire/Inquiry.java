package dev.weft.gateway.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;

/**
 * Asks any broker on the gateway's own behalf, each question on a connection of its own. For any
 * thread but an event loop's.
 */
final class Inquiry {
  private static final String CLIENT_ID = "weft-gateway";

  private final EventLoop loop;

  Inquiry(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * The answer.
   *
   * @throws IOException when there is none in time
   */
  <T extends AbstractResponse> T ask(AbstractRequest question, Class<T> type, Duration patience)
      throws IOException {
    var connection = new AtomicReference<Upstream>();
    var answer = start(question, connection);
    try {
      return type.cast(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no broker has answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      loop.execute(
          () -> {
            if (connection.get() != null) {
              loop.close(connection.get());
            }
          });
    }
  }

  private CompletableFuture<AbstractResponse> start(
      AbstractRequest question, AtomicReference<Upstream> connection) {
    var answered = new CompletableFuture<AbstractResponse>();
    loop.execute(
        () -> {
          try {
            var upstream =
                loop.connect(
                    Route.ANY,
                    () -> answered.completeExceptionally(new IOException("connection lost")));
            connection.set(upstream);
            upstream.ask(
                question,
                CLIENT_ID,
                Optional.empty(),
                (answer, receive) -> {
                  answered.complete(answer);
                  Exchange.release(receive);
                });
          } catch (RuntimeException e) {
            answered.completeExceptionally(e);
          }
        });
    return answered;
  }
}
