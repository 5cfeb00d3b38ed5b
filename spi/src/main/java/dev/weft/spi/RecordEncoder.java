package dev.weft.spi;

import dev.weft.model.DataRecord;
import dev.weft.model.PortName;

/**
 * Writes records in the format of their port, by the newest schema that is registered for its
 * topic: for doors that take JSON. The other way round is {@link RecordDecoder}. Safe for any
 * thread; no state.
 */
public interface RecordEncoder {
  /**
   * The record as it is to stand in the topic.
   *
   * @throws dev.weft.model.ProblemException {@code no-schema} when the port's format needs one and
   *     none is registered, {@code record-does-not-fit} with the path of the first field that the
   *     schema does not have or cannot hold
   */
  byte[] encode(PortName port, DataRecord record);
}
