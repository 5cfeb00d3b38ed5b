package dev.weft.engines;

import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Kafka's own topic of transactions, made before Kafka would make it, so that it is flushed to disk
 * with every record. A commit is acknowledged as soon as it stands in this topic: with a single
 * broker, losing that on power loss would lose the commit, however well the data itself is flushed.
 */
final class TransactionTopic {
  private static final String NAME = "__transaction_state";
  private static final int SECONDS_MAX = 30;
  private static final int FENCED_MS = 250;

  private TransactionTopic() {}

  /** Makes the topic unless it is there. */
  static void create(KafkaAccess access) {
    try (var admin = Admin.create(access.clientProperties())) {
      var topic =
          new NewTopic(NAME, Optional.of(BrokerSettings.INTERNAL_PARTITIONS), Optional.empty())
              .configs(
                  Map.of(
                      "cleanup.policy",
                      "compact",
                      "compression.type",
                      "uncompressed",
                      "segment.bytes",
                      "16777216",
                      "unclean.leader.election.enable",
                      "false",
                      "flush.messages",
                      "1"));
      create(admin, topic);
    } catch (ExecutionException | TimeoutException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    }
  }

  /** The broker takes no topics for a moment after it was not given the processor for seconds. */
  private static void create(Admin admin, NewTopic topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (true) {
      try {
        admin.createTopics(List.of(topic)).all().get(SECONDS_MAX, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof TopicExistsException) {
          return;
        }
        if (!(e.getCause() instanceof InvalidReplicationFactorException)
            || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(FENCED_MS);
      }
    }
  }

  private static ProblemException failed(Exception cause) {
    return new ProblemException(
        List.of(
            Problem.environment(
                "kafka-not-started",
                "The embedded Kafka does not answer: " + cause + ".",
                "The log says more.")),
        cause);
  }
}
