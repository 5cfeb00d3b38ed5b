package dev.weft.flow;

import dev.weft.flow.FlowLogReader.Logged;
import dev.weft.spi.flow.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What waits in the connections of a flow when a unit of work is committed, as records of {@code
 * _weft.flow.queue}: one per FlowFile, or several parts of a large one; a tombstone when it has
 * been taken. All of a flow is in one partition.
 *
 * <p>Keys are {@code flow NUL connection NUL number NUL part}. A value begins with how many parts
 * there are, in two bytes.
 */
final class QueueLog {
  /** A larger FlowFile cannot wait over a commit. */
  static final int FLOWFILE_BYTES_MAX = 16 * 1024 * 1024;

  private static final int PART_BYTES = 900_000;

  private final String flow;
  private final int partition;

  /** How many parts FlowFiles have that have several; those taken may stay until it is read. */
  private final Map<Long, Integer> parts = new HashMap<>();

  QueueLog(String flow, int partition) {
    this.flow = flow;
    this.partition = partition;
  }

  /**
   * The records that say what has changed in a connection. Content that a file or a processor would
   * have to give again is from now on in memory: nobody may be there to give it later.
   *
   * @throws UnitAborted when something is too large to wait
   */
  List<ProducerRecord<byte[], byte[]>> records(Connection connection, KeptQueue.Changes changes) {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (var number : changes.removed()) {
      for (var part = 0; part < parts.getOrDefault(number, 1); part++) {
        records.add(record(connection.id(), number, part, null));
      }
    }
    for (var one : changes.added()) {
      try {
        var encoded = FlowFileCodec.encode(one, FLOWFILE_BYTES_MAX);
        if (one.flowFile().content() instanceof Content.Bytes) {
          connection.replace(FlowFileCodec.decode(encoded));
        }
        add(connection.id(), one.number(), encoded, records);
      } catch (IOException e) {
        throw new UnitAborted(
            "A FlowFile cannot wait in '" + connection.id() + "': " + Faults.words(e) + ".", e);
      }
    }
    return records;
  }

  private void add(
      Connection.Id id, long number, byte[] encoded, List<ProducerRecord<byte[], byte[]>> records) {
    var count = (encoded.length + PART_BYTES - 1) / PART_BYTES;
    if (count > 1) {
      parts.put(number, count);
    }
    for (var part = 0; part < count; part++) {
      var from = part * PART_BYTES;
      var length = Math.min(PART_BYTES, encoded.length - from);
      var value =
          ByteBuffer.allocate(2 + length).putShort((short) count).put(encoded, from, length);
      records.add(record(id, number, part, value.array()));
    }
  }

  private ProducerRecord<byte[], byte[]> record(
      Connection.Id id, long number, int part, byte[] value) {
    var key = String.join("\0", flow, id.toString(), Long.toString(number), Integer.toString(part));
    return new ProducerRecord<>(
        SystemTopics.QUEUE, partition, key.getBytes(StandardCharsets.UTF_8), value);
  }

  /** What waits, by connection as its author writes it; the reader gives the records. */
  Map<String, List<Waiting>> read(Consumer<Consumer<Logged>> reader) {
    parts.clear();
    var found = new HashMap<String, Map<Long, NavigableMap<Integer, byte[]>>>();
    reader.accept(
        record -> {
          var names = record.key().split("\0", -1);
          if (names.length == 4 && names[0].equals(flow)) {
            put(found, names, record.value());
          }
        });
    var all = new HashMap<String, List<Waiting>>();
    found.forEach((connection, flowFiles) -> all.put(connection, whole(flowFiles)));
    all.values().removeIf(List::isEmpty);
    return all;
  }

  private static void put(
      Map<String, Map<Long, NavigableMap<Integer, byte[]>>> found, String[] names, byte[] value) {
    var numbers = found.computeIfAbsent(names[1], none -> new TreeMap<>());
    var its = numbers.computeIfAbsent(Long.parseLong(names[2]), none -> new TreeMap<>());
    if (value == null) {
      its.remove(Integer.parseInt(names[3]));
    } else {
      its.put(Integer.parseInt(names[3]), value);
    }
  }

  private List<Waiting> whole(Map<Long, NavigableMap<Integer, byte[]>> flowFiles) {
    var all = new ArrayList<Waiting>();
    flowFiles.forEach(
        (number, its) -> {
          if (!its.isEmpty()) {
            all.add(whole(its));
            if (its.size() > 1) {
              parts.put(number, its.size());
            }
          }
        });
    all.sort(Comparator.comparingLong(Waiting::number));
    return all;
  }

  private static Waiting whole(NavigableMap<Integer, byte[]> its) {
    var bytes = new ByteArrayOutputStream();
    for (var part : its.values()) {
      bytes.write(part, 2, part.length - 2);
    }
    var count = ByteBuffer.wrap(its.firstEntry().getValue()).getShort();
    try {
      if (count != its.size()) {
        throw new IOException("a part of it is missing");
      }
      return FlowFileCodec.decode(bytes.toByteArray());
    } catch (IOException e) {
      throw new FlowFault("What waits in a connection cannot be read: " + Faults.words(e), e);
    }
  }
}
