package dev.weft.spi;

import dev.weft.model.PortName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The topics in which flows keep what belongs to them beside the ports, and how a record says whose
 * it is: whoever lets a flow write there from outside (the gateway) and whoever writes (the runner)
 * agree on it here.
 */
public final class FlowTopics {
  /** Compacted: positions, memories, and which runner has each flow. */
  public static final String STATE = "_weft.flow.state";

  /** Compacted: what waits in connections when a unit of work is committed. */
  public static final String QUEUE = "_weft.flow.queue";

  /** Append-only: a hop per output partition and unit of work. */
  public static final String TRACE = "_weft.trace";

  /** Between a flow and a processor that gathers; no topic has it in its name. */
  private static final char GATHERS = '#';

  private static final String QUARANTINE = ".quarantine";

  private FlowTopics() {}

  /** Under which transactional id the flow's runner writes, wherever that runs. */
  public static String transactionalId(String flow) {
    return "weft-flow-" + flow;
  }

  /** How the trace names what a processor gathers: as a topic that nobody can read. */
  public static String gathering(String flow, String processor) {
    return flow + GATHERS + processor;
  }

  /** Whether this is the name of what a processor gathers, and not that of a topic. */
  public static boolean isGathering(String topic) {
    return topic.indexOf(GATHERS) >= 0;
  }

  /**
   * Whether the flow itself may write this record to this topic; no for every other topic.
   *
   * @param product whose flow it is: hops name its ports only, and what its processors gather
   * @param key as it is in the record
   * @param value as it is in the record; empty for a tombstone
   */
  public static boolean belongs(
      String topic, String flow, String product, byte[] key, Optional<byte[]> value) {
    return switch (topic) {
      case STATE -> isOf(flow, key, '/') || isOf(flow, key, '#') || text(key).equals(flow);
      case QUEUE -> isOf(flow, key, '\0');
      case TRACE -> value.filter(hop -> isHop(flow, product, text(key), hop)).isPresent();
      default -> false;
    };
  }

  /** The port whose quarantine this topic is; empty for every other topic. */
  public static Optional<PortName> quarantined(String topic) {
    return topic.endsWith(QUARANTINE)
        ? PortName.parse(topic.substring(0, topic.length() - QUARANTINE.length()))
        : Optional.empty();
  }

  private static boolean isOf(String flow, byte[] key, char separator) {
    return text(key).startsWith(flow + separator);
  }

  private static boolean isHop(String flow, String product, String key, byte[] value) {
    try {
      var hop = HopCodec.decode(value);
      var port = quarantined(hop.topic()).or(() -> PortName.parse(hop.topic()));
      var isOwn =
          hop.gathers()
              ? hop.topic().startsWith(flow + GATHERS)
              : port.filter(one -> one.product().equals(product)).isPresent();
      return hop.flow().equals(flow) && isOwn && key.equals(hop.topic() + "/" + hop.partition());
    } catch (RuntimeException e) {
      return false; // Whatever it is, it is no hop.
    }
  }

  private static String text(byte[] key) {
    return StandardCharsets.UTF_8.decode(ByteBuffer.wrap(key)).toString();
  }
}
