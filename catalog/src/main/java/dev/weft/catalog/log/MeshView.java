package dev.weft.catalog.log;

import dev.weft.catalog.log.MeshRecords.Writer;
import dev.weft.catalog.topics.MeshTopics;
import dev.weft.catalog.topics.TopicTail;
import dev.weft.model.KafkaAccess;
import dev.weft.spi.Fold;
import dev.weft.spi.Fold.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading side: the state as of the last transaction read, and the folds that are told. */
final class MeshView implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MeshView.class);

  private final TopicTail tail;
  private final TransactionCutter cutter = new TransactionCutter(this::apply);
  private final Consumer<Writer> onAnnounced;
  private final Object folding = new Object();
  private final List<Fold> folds = new ArrayList<>();
  private boolean replaying = true;
  private volatile Snapshot state = Snapshot.EMPTY;
  private volatile Optional<Writer> writer = Optional.empty();

  MeshView(
      KafkaAccess access,
      MeshTopics topics,
      Consumer<Writer> onAnnounced,
      Consumer<Throwable> onBroken) {
    this.onAnnounced = onAnnounced;
    var reader =
        new TopicTail.Reader() {
          @Override
          public void read(ConsumerRecord<byte[], byte[]> record) {
            MeshView.this.read(record);
          }

          @Override
          public void idle() {
            cutter.end();
          }
        };
    var partition = new TopicPartition(topics.mesh(), 0);
    this.tail = new TopicTail(access, partition, OptionalLong.empty(), reader, onBroken);
  }

  void start() {
    tail.start();
  }

  Snapshot state() {
    return state;
  }

  /** Who announced itself last. */
  Optional<Writer> writer() {
    return writer;
  }

  /** A fold is told everything at once, and never misses a change nor sees one twice. */
  void follow(Fold fold) {
    synchronized (folding) {
      if (!replaying) {
        tellEverything(fold);
      }
      folds.add(fold);
    }
  }

  /**
   * Waits until all that was there has been read, then tells it to the folds at once: they need not
   * see how it came about.
   */
  boolean awaitReplayed(Duration limit) throws InterruptedException {
    if (!tail.awaitCaughtUp(limit)) {
      return false;
    }
    synchronized (folding) {
      replaying = false;
      folds.forEach(this::tellEverything);
    }
    return true;
  }

  boolean awaitRead(long offset, Duration limit) throws InterruptedException {
    return tail.awaitRead(offset, limit);
  }

  boolean isFoldingThread() {
    return tail.isCurrentThread();
  }

  @Override
  public void close() {
    tail.close();
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    var content = MeshRecords.decode(record);
    if (content instanceof MeshRecords.Content.Changed it) {
      cutter.add(MeshRecords.transaction(record), it.change(), MeshRecords.isLast(record));
    } else if (content instanceof MeshRecords.Content.Announced it) {
      cutter.end();
      writer = Optional.of(it.writer());
      onAnnounced.accept(it.writer());
    } else {
      log.error("Resource {} is of a kind this version of Weft does not know; ignored.", content);
    }
  }

  private void apply(List<Change> changes) {
    synchronized (folding) {
      state = state.after(changes);
      if (!replaying) {
        folds.forEach(fold -> fold.apply(changes));
      }
    }
  }

  private void tellEverything(Fold fold) {
    var everything = state.changes();
    if (!everything.isEmpty()) {
      fold.apply(everything);
    }
  }
}
