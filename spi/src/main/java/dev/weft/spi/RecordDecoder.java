package dev.weft.spi;

import dev.weft.model.PortName;
import java.util.Optional;

/**
 * Shows records as JSON, whatever the format of their port: for contract checks, and for doors that
 * speak JSON. Safe for any thread; no state.
 *
 * <p>Dates and times are ISO 8601 texts, bytes are Base64, unions are the value alone.
 */
public interface RecordDecoder {
  /**
   * The value as one JSON object, UTF-8.
   *
   * @param value as it stands in the topic
   * @return empty when it cannot be decoded
   */
  Optional<byte[]> json(PortName port, byte[] value);
}
