package dev.weft.flow;

import dev.weft.flow.FlowLogReader.Kept;
import dev.weft.flow.FlowLogReader.Until;
import dev.weft.flow.UnitAborted.WriterBroken;
import dev.weft.model.KafkaAccess;
import dev.weft.model.ProblemException;
import dev.weft.spi.flow.SourceProcessor;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The log as the runner's flows use it. Connects when first needed. Safe for any thread. */
final class FlowLog implements AutoCloseable {
  private final KafkaAccess broker;
  private final FlowLogReader reader;
  private final Tracing tracing;
  private final Recordings recordings;
  private final ReaderThreads readers = new ReaderThreads();

  FlowLog(KafkaAccess broker) {
    this(broker, new BrokerLogReader(broker), Tracing.ON, new Recordings(Clock.systemUTC()));
  }

  /** Writes to the broker, and asks the reader for what is there. */
  FlowLog(KafkaAccess broker, FlowLogReader reader, Tracing tracing, Recordings recordings) {
    this.broker = broker;
    this.reader = reader;
    this.tracing = tracing;
    this.recordings = recordings;
  }

  /** What is recorded of the flows now. */
  Recordings recordings() {
    return recordings;
  }

  /** As {@link FlowLogReader#hasNews}. */
  boolean hasNews(String topic, Map<Integer, Long> next) {
    return reader.hasNews(topic, next);
  }

  /** The same source, read ahead by the threads that all flows share. */
  SourceProcessor readAhead(SourceProcessor source) {
    return new ReadAhead(source, readers, System::nanoTime);
  }

  /** Opens the flow's writer, which fences out any other. */
  TransactionalWriter writer(String flow) {
    return new TransactionalWriter(broker, flow, tracing);
  }

  /**
   * What is remembered of the flow. Waits for all open transactions: call it after the writer is
   * open, to resume from it.
   */
  FlowState state(String flow) {
    return state(flow, Until.ALL_HAVE_ENDED);
  }

  /** What is remembered now, without waiting: one of the open transactions may be our own. */
  FlowState committedState(String flow) {
    return state(flow, Until.COMMITTED);
  }

  private FlowState state(String flow, Until until) {
    return asked(() -> FlowState.of(flow, each -> reader.read(Kept.STATE, flow, until, each)));
  }

  /** Where the partition with all of the flow ends now, open transactions included. */
  long end(String flow) {
    return asked(() -> reader.end(flow));
  }

  /** What waits in the flow's connections, by connection; waits for open transactions too. */
  Map<String, List<Waiting>> waiting(String flow, QueueLog queue) {
    return asked(
        () -> queue.read(each -> reader.read(Kept.QUEUE, flow, Until.ALL_HAVE_ENDED, each)));
  }

  /** The partition of the state topic that holds all of a flow. */
  int partition(String flow) {
    return asked(() -> reader.partition(flow));
  }

  /** Whether these topics exist. */
  boolean hasTopics(List<String> topics) {
    return asked(() -> reader.hasTopics(topics));
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (UnitAborted | FlowFault e) {
      throw e;
    } catch (ProblemException e) {
      throw new WriterBroken(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw Faults.ofLog(e);
    }
  }

  @Override
  public void close() {
    readers.close();
    reader.close();
  }
}
