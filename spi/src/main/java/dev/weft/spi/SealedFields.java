package dev.weft.spi;

import dev.weft.model.DataRecord;
import dev.weft.model.PortName;
import java.util.Optional;
import java.util.Set;

/**
 * Fields that stand encrypted in a port's records, each under a key of the person whom the record
 * is about: when that key is destroyed, nobody reads them any more (crypto-shredding). Whoever
 * writes to a port seals them, the door opens them for those who may see them. Safe for any thread.
 */
public interface SealedFields {
  /** No port has any. */
  SealedFields NONE =
      new SealedFields() {
        @Override
        public Set<String> of(PortName port) {
          return Set.of();
        }

        @Override
        public Mask opening(PortName port, String field, Optional<Mask> then) {
          throw new IllegalArgumentException(port + " has no encrypted fields");
        }

        @Override
        public DataRecord seal(PortName port, DataRecord record) {
          return record;
        }

        @Override
        public void awaitStored() {}
      };

  /** The names of those of a port, all at the top of its records. Cheap: asked for every batch. */
  Set<String> of(PortName port);

  /**
   * Opens a field on its way to a reader, and then hides it by the mask, if there is one. What was
   * written before the field was encrypted is taken as it is; what was encrypted under a destroyed
   * key becomes null. Unlike other masks it throws when it does not know the key: then the record
   * must be withheld.
   */
  Mask opening(PortName port, String field, Optional<Mask> then);

  /**
   * The record with these fields encrypted; others are as they were.
   *
   * @throws dev.weft.model.ProblemException when it cannot be: nothing may be written then
   */
  DataRecord seal(PortName port, DataRecord record);

  /**
   * Returns when the keys of all that was sealed are stored: what was sealed must not be written
   * before.
   *
   * @throws dev.weft.model.ProblemException when they cannot be stored
   */
  void awaitStored();
}
