package dev.weft.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.gateway.json.RecordSink;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.api.Test;

/** What is packed here, Kafka's own streams unpack to the same. */
class BatchCodecTest {
  private static final List<Integer> LENGTHS =
      List.of(0, 1, 12, 13, 200, 16_384, 65_535, 65_536, 65_537, 131_072, 300_001);

  private final BatchCodec codec = new BatchCodec();
  private final Random random = new Random(3);

  @Test
  void kafkaUnpacksEveryLengthAndContentOfEveryCodec() {
    for (var type : CompressionType.values()) {
      for (var length : LENGTHS) {
        for (var letters : List.of(1, 16, 256)) {
          var records = sink(bytes(length, letters));
          var packed = sink(new byte[] {1, 2, 3});

          codec.deflate(type, records, packed);

          assertThat(Arrays.copyOf(packed.bytes(), 3)).containsExactly(1, 2, 3);
          assertThat(unpacked(type, packed, 3))
              .as("%s, %d bytes of %d letters", type, length, letters)
              .isEqualTo(Arrays.copyOf(records.bytes(), records.length()));
        }
      }
    }
  }

  private byte[] unpacked(CompressionType type, RecordSink packed, int from) {
    if (type == CompressionType.NONE) {
      return Arrays.copyOfRange(packed.bytes(), from, packed.length());
    }
    var into = new RecordSink(10);
    codec.inflate(type, ByteBuffer.wrap(packed.bytes(), from, packed.length() - from), into);
    return Arrays.copyOf(into.bytes(), into.length());
  }

  private byte[] bytes(int length, int letters) {
    var all = new byte[length];
    for (var i = 0; i < length; i++) {
      all[i] = (byte) random.nextInt(letters);
    }
    return all;
  }

  private static RecordSink sink(byte[] bytes) {
    var sink = new RecordSink(10);
    sink.append(bytes, 0, bytes.length);
    return sink;
  }
}
