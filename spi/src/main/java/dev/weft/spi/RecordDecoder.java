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
  /** Of ports that hold JSON only. */
  RecordDecoder JSON =
      new RecordDecoder() {
        @Override
        public Optional<byte[]> json(PortName port, byte[] value) {
          return Optional.of(value);
        }

        @Override
        public boolean isJson(PortName port) {
          return true;
        }
      };

  /**
   * The value as one JSON object, UTF-8.
   *
   * @param value as it stands in the topic
   * @return empty when it cannot be decoded
   */
  Optional<byte[]> json(PortName port, byte[] value);

  /**
   * Whether records of the port are JSON as they stand: what is one object in strict JSON is its
   * own {@link #json}, and need not be asked for. Cheap: asked for every batch.
   */
  default boolean isJson(PortName port) {
    return false;
  }
}
