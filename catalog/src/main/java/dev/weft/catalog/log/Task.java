package dev.weft.catalog.log;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.spi.MeshLog.Command;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One command on its way, and the caller who waits for it. */
record Task<T>(Command<T> command, CompletableFuture<T> reply) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  Task(Command<T> command) {
    this(command, new CompletableFuture<>());
  }

  void fail(RuntimeException problem) {
    reply.completeExceptionally(problem);
  }

  /** Waits for the reply; throws what the command threw or what went wrong with storing it. */
  T await() {
    try {
      return reply.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException problem
          ? problem
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw inDoubt(e);
    } catch (TimeoutException e) {
      throw inDoubt(e);
    }
  }

  static ProblemException inDoubt(Exception cause) {
    var problem =
        Problem.environment(
            "in-doubt",
            "The change may or may not have been stored: the log did not answer in time.",
            "Look before you repeat it. Check that Kafka runs.");
    return new ProblemException(List.of(problem), cause);
  }

  static ProblemException notStored(Exception cause) {
    var problem =
        Problem.environment(
            "not-stored",
            "Nothing was changed: the log could not store it (" + cause.getMessage() + ").",
            "Check that Kafka runs and has space, and try again.");
    return new ProblemException(List.of(problem), cause);
  }
}
