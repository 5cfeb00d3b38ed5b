package dev.weft.spi;

import java.util.Optional;

/**
 * Makes what reads and writes records in the formats of ports. Found as a service, so that jobs in
 * a cluster can bring it along without knowing who implements it.
 */
public interface RecordCodecs {
  /**
   * Shows records as the port's newest schema has them, where the one by which they were written
   * can be resolved to it: a field that was renamed has its new name, one that was not there yet
   * its default. Others are shown by their own.
   */
  RecordDecoder decoder(Schemas schemas);

  /**
   * Writes rows of a table. NULL is left out where the schema does not know the field or does not
   * allow null: the field has its default then.
   */
  RecordEncoder encoder(Schemas schemas);

  /** The CRC-64-AVRO of an Avro schema's parsing canonical form; empty for any other schema. */
  Optional<Long> fingerprint(WriterSchema schema);
}
