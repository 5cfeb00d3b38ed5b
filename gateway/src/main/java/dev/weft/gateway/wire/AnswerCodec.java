package dev.weft.gateway.wire;

import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.record.internal.CompressionType;

/**
 * How the records of answers are packed for one client, which says what it is when it asks what the
 * gateway offers.
 */
enum AnswerCodec {
  /**
   * The client knows every codec. Batches that pass keep theirs; of those that are written anew the
   * dear ones get LZ4, which costs a fraction of packing with zstd or gzip again.
   */
  ANY {
    @Override
    CompressionType passing(CompressionType original) {
      return original;
    }

    @Override
    CompressionType rewritten(CompressionType original) {
      return original == CompressionType.ZSTD || original == CompressionType.GZIP
          ? CompressionType.LZ4
          : original;
    }
  },

  /** The client may know only gzip, which comes with every language; kafkajs is one of these. */
  GZIP {
    @Override
    CompressionType passing(CompressionType original) {
      return original == CompressionType.NONE ? original : CompressionType.GZIP;
    }

    @Override
    CompressionType rewritten(CompressionType original) {
      return passing(original);
    }
  };

  private static final Set<String> KNOW_ALL =
      Set.of("apache-kafka-java", "librdkafka", "kgo", "franz-go", "sarama");
  private static final String ON_LIBRDKAFKA = "confluent-kafka";

  /** For a client of this name; empty where it gave none. */
  static AnswerCodec of(String software) {
    var name = software.toLowerCase(Locale.ROOT);
    return KNOW_ALL.contains(name) || name.startsWith(ON_LIBRDKAFKA) ? ANY : GZIP;
  }

  /** Of a batch that needs no other change. */
  abstract CompressionType passing(CompressionType original);

  /** Of a batch whose records are written anew. */
  abstract CompressionType rewritten(CompressionType original);
}
