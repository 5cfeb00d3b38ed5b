package dev.weft.server.erasure;

import dev.weft.catalog.erasure.Found;
import dev.weft.catalog.erasure.Found.KeyAt;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.identity.SessionKeys;
import dev.weft.spi.FlowTopics;
import dev.weft.spi.HopCodec;
import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.TraceLog.Run;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records without a value under a person's keys, so that the log drops what is before them.
 * They go through the gateway as the port's provisioning principal, as whatever is written to a
 * port does, with the erasure's id in the header {@value Found#ERASURE_HEADER}; the trace says of
 * each by which erasure it came, before it can be read: so none is there of which it says nothing.
 * Writing again does no harm.
 */
public final class Tombstones {
  private static final int AT_ONCE = 5_000;
  private static final int PATIENCE_SECONDS = 20;
  private static final String STEP = "tombstone";

  private final SessionKeys sessions;
  private final KafkaAccess broker;
  private final Clock clock;

  /**
   * @param broker the log itself, for the trace, which nobody writes through the gateway
   */
  public Tombstones(SessionKeys sessions, KafkaAccess broker, Clock clock) {
    this.sessions = sessions;
    this.broker = broker;
    this.clock = clock;
  }

  /** Writes one under each key, into the partition in which the key is; returns how many. */
  long write(String erasure, PortName port, List<KeyAt> keys) {
    for (var from = 0; from < keys.size(); from += AT_ONCE) {
      var part = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
      produce(erasure, port, part, from);
    }
    return keys.size();
  }

  /** Of offsets whose transaction is aborted after all the trace says what nobody reads. */
  private void produce(String erasure, PortName port, List<KeyAt> keys, int first) {
    var properties = sessions.product(port.product()).clientProperties();
    properties.put("client.id", "weft-erasure-" + erasure);
    properties.put("transactional.id", "weft-erasure-" + port);
    try (var producer = producer(properties)) {
      producer.initTransactions();
      producer.beginTransaction();
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (var at : keys) {
        var record =
            new ProducerRecord<byte[], byte[]>(port.topic(), at.partition(), key(at), null);
        record.headers().add(new RecordHeader(Found.ERASURE_HEADER, utf8(erasure)));
        sent.add(producer.send(record));
      }
      producer.flush();
      var offsets = new TreeMap<Integer, SortedSet<Long>>();
      for (var one : sent) {
        var written = one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        offsets.computeIfAbsent(written.partition(), none -> new TreeSet<>()).add(written.offset());
      }
      trace(erasure, port, first, offsets);
      producer.commitTransaction();
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw cannot(port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cannot(port, e);
    }
  }

  private void trace(
      String erasure, PortName port, long first, Map<Integer, SortedSet<Long>> offsets) {
    var source = "erasure/" + erasure;
    try (var producer = producer(broker.clientProperties())) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      var position = first;
      for (var each : offsets.entrySet()) {
        var runs = runs(source, each.getValue(), position);
        position += each.getValue().size();
        var hop = new Hop(source, List.of(STEP), port.topic(), each.getKey(), runs, clock.millis());
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    FlowTopics.TRACE,
                    utf8(port.topic() + "/" + each.getKey()),
                    HopCodec.encode(hop))));
      }
      for (var one : sent) {
        var unused = one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw cannot(port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cannot(port, e);
    }
  }

  /** A run for each stretch of offsets without a gap. */
  private static List<Run> runs(String source, SortedSet<Long> offsets, long first) {
    var runs = new ArrayList<Run>();
    var position = first;
    var begin = -1L;
    var count = 0;
    for (var offset : offsets) {
      if (count > 0 && offset != begin + count) {
        runs.add(new Run(begin, count, source, STEP, position, 1));
        position += count;
        count = 0;
      }
      begin = count == 0 ? offset : begin;
      count++;
    }
    runs.add(new Run(begin, count, source, STEP, position, 1));
    return runs;
  }

  private static KafkaProducer<byte[], byte[]> producer(Properties properties) {
    properties.put("acks", "all");
    properties.put("delivery.timeout.ms", "20000");
    properties.put("request.timeout.ms", "10000");
    properties.put("max.block.ms", "10000");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static byte[] key(KeyAt at) {
    var key = at.key().duplicate();
    var bytes = new byte[key.remaining()];
    key.get(bytes);
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ProblemException cannot(PortName port, Exception e) {
    return new ProblemException(
        List.of(
            Problem.environment(
                "cannot-write",
                "The tombstones of " + port + " were not all written: " + e.getMessage() + ".",
                "Apply the erasure again: it goes on where it was.")),
        e);
  }
}
