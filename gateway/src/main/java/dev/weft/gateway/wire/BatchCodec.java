package dev.weft.gateway.wire;

import dev.weft.gateway.json.RecordSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** Unpacks and packs the records of batches. For one thread; reuses its buffers. */
final class BatchCodec {
  private static final int START_BYTES = 64 * 1024;

  /** What one batch may unpack to: a small batch could hold gigabytes of zeros. */
  private static final int INFLATED_BYTES_MAX = 64 * 1024 * 1024;

  private static final int GZIP_LEVEL = 1;

  private final Map<CompressionType, Compression> codecs = new EnumMap<>(CompressionType.class);
  private final Lz4Frame lz4 = new Lz4Frame();
  private final BufferSupplier buffers = BufferSupplier.create();
  private final ByteBufferOutputStream packed = new ByteBufferOutputStream(START_BYTES);

  /** Unpacks into the sink, which is emptied before. */
  void inflate(CompressionType type, ByteBuffer source, RecordSink into) {
    into.clear();
    try (var in = codec(type).wrapForInput(source, BatchHeader.FORMAT, buffers)) {
      while (true) {
        into.reserve(START_BYTES);
        var read = in.read(into.bytes(), into.length(), START_BYTES);
        if (read < 0) {
          return;
        }
        into.advance(read);
        if (into.length() > INFLATED_BYTES_MAX) {
          throw new MalformedBatch("it unpacks to more than " + INFLATED_BYTES_MAX + " bytes");
        }
      }
    } catch (MalformedBatch e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      // Codecs throw whatever comes to them on damaged bytes; one throws an error of its own.
      throw new MalformedBatch("it does not unpack: " + e.getMessage());
    }
  }

  /** Appends the records, packed, to the sink. */
  void deflate(CompressionType type, RecordSink records, RecordSink out) {
    if (type == CompressionType.NONE) {
      out.append(records.bytes(), 0, records.length());
      return;
    }
    if (type == CompressionType.LZ4) {
      lz4.append(records.bytes(), records.length(), out);
      return;
    }
    packed.position(0);
    try (var into = codec(type).wrapForOutput(packed, BatchHeader.FORMAT)) {
      into.write(records.bytes(), 0, records.length());
    } catch (IOException e) {
      throw new IllegalStateException("packing in memory failed", e);
    }
    var buffer = packed.buffer();
    out.append(buffer.array(), buffer.arrayOffset(), buffer.arrayOffset() + buffer.position());
  }

  private Compression codec(CompressionType type) {
    return codecs.computeIfAbsent(type, BatchCodec::make);
  }

  /** Readers wait for it: what is packed here is packed once for each of them. */
  private static Compression make(CompressionType type) {
    return type == CompressionType.GZIP
        ? Compression.gzip().level(GZIP_LEVEL).build()
        : Compression.of(type).build();
  }
}
