package dev.weft.processors.kafka;

import dev.weft.spi.flow.RetryableException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/**
 * Messages of one unit of work in one transaction of the cluster: readers of committed messages see
 * all of them or none. The transactional id is the same wherever the flow runs, so that one who
 * takes it over ends what the one before has left open, and fences it out.
 *
 * <p>Once something has gone wrong it takes no more until it is rolled back: what the transaction
 * held of earlier FlowFiles is gone, and only the whole unit of work can bring it again.
 */
final class Transaction implements Delivery {
  private final String title;
  private final String id;
  private final Supplier<Producer<byte[], byte[]>> opener;
  private Optional<Producer<byte[], byte[]>> producer = Optional.empty();
  private State state = State.NONE;

  private enum State {
    NONE,
    OPEN,
    /** A commit was asked for, and it is not known whether it has come about. */
    ENDING,
    BROKEN
  }

  /**
   * @param title the cluster and the topic, for people
   * @param opener makes a producer with this transactional id
   */
  Transaction(String title, String id, Supplier<Producer<byte[], byte[]>> opener) {
    this.title = title;
    this.id = id;
    this.opener = opener;
  }

  @Override
  public void send(ProducerRecord<byte[], byte[]> message) throws RetryableException {
    checkWhole();
    try {
      var writing = connected();
      if (state == State.NONE) {
        writing.beginTransaction();
        state = State.OPEN;
      }
      // The commit throws what has become of it.
      var unused = writing.send(message);
    } catch (KafkaException e) {
      throw broken(e);
    }
  }

  @Override
  public void settle() throws RetryableException {
    if (state == State.NONE) {
      return;
    }
    checkWhole();
    try {
      state = State.ENDING;
      producer.orElseThrow().commitTransaction();
      state = State.NONE;
    } catch (TimeoutException e) {
      // Asked for again it says whether it has come about.
      throw new RetryableException(title + ": " + e.getMessage(), e);
    } catch (KafkaException e) {
      throw broken(e);
    }
  }

  private void checkWhole() throws RetryableException {
    if (state == State.BROKEN) {
      throw new RetryableException(
          title + ": the transaction has failed; all of it is sent again.", null);
    }
  }

  private Producer<byte[], byte[]> connected() {
    if (producer.isEmpty()) {
      var opened = opener.get();
      try {
        opened.initTransactions();
      } catch (KafkaException e) {
        opened.close(Duration.ZERO);
        throw e;
      }
      producer = Optional.of(opened);
    }
    return producer.get();
  }

  private RetryableException broken(KafkaException error) {
    state = State.BROKEN;
    if (error instanceof InterruptException) {
      Thread.currentThread().interrupt();
    }
    return new RetryableException(title + ": " + error.getMessage() + wayOut(error), error);
  }

  private String wayOut(KafkaException error) {
    if (error instanceof ProducerFencedException
        || error instanceof InvalidProducerEpochException) {
      return " Another producer has the transactional id "
          + id
          + ", or the unit of work took too long. Two flows that write to one cluster need"
          + " different ids: transactionalId.";
    }
    return error instanceof TransactionalIdAuthorizationException
        ? " The user needs the right to write with the transactional id "
            + id
            + "; or set transactions to false."
        : "";
  }

  @Override
  public void rollBack() {
    if (state == State.NONE) {
      return;
    }
    var mayAbort = state != State.ENDING;
    state = State.NONE;
    // Aborting would give up at once in a thread that is being interrupted.
    var interrupted = Thread.interrupted();
    try {
      if (mayAbort && producer.isPresent()) {
        producer.get().abortTransaction();
        return;
      }
      end();
    } catch (KafkaException e) {
      // Whoever opens the id next ends what is left open.
      end();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void end() {
    producer.ifPresent(open -> open.close(Duration.ZERO));
    producer = Optional.empty();
  }

  @Override
  public void close() {
    rollBack();
    end();
  }
}
