package dev.weft.spi;

import dev.weft.model.PortName;
import java.util.List;
import java.util.Optional;

/**
 * The formats of ports, and the schemas by which their records were written. Safe for any thread;
 * asked for every record, so it answers from memory.
 */
public interface Schemas {
  /** Every port holds JSON, and there is no schema. */
  Schemas NONE =
      new Schemas() {
        @Override
        public RecordFormat format(PortName port) {
          return RecordFormat.JSON;
        }

        @Override
        public Optional<WriterSchema> byId(int id) {
          return Optional.empty();
        }

        @Override
        public Optional<WriterSchema> byFingerprint(long fingerprint) {
          return Optional.empty();
        }

        @Override
        public Optional<WriterSchema> newest(PortName port) {
          return Optional.empty();
        }
      };

  /** The format that the port's contract says; JSON when it says nothing. */
  RecordFormat format(PortName port);

  /** The schema with this id. */
  Optional<WriterSchema> byId(int id);

  /** The Avro schema with this CRC-64-AVRO fingerprint of its parsing canonical form. */
  Optional<WriterSchema> byFingerprint(long fingerprint);

  /** The newest schema that is registered for the values of the port's topic. */
  Optional<WriterSchema> newest(PortName port);

  /**
   * All schemas that are registered for the values and the keys of the port's topic, hidden
   * versions too, in the order of their ids: what a reader far from here needs to know.
   */
  default List<WriterSchema> registered(PortName port) {
    return newest(port).stream().toList();
  }
}
