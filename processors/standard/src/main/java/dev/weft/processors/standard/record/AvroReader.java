package dev.weft.processors.standard.record;

import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads Avro object container files (Avro 1.12 specification) of records, blocks uncompressed or
 * deflated. Walks through the blocks itself, since the library asks for as much memory as a block's
 * head says. Where a block is broken, reading ends.
 */
final class AvroReader implements RecordReader {
  /** The largest block, packed or not. */
  static final int BLOCK_BYTES_MAX = 64 << 20;

  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final int SYNC_BYTES = 16;
  private static final int HEADER_ENTRIES_MAX = 1_000;
  private static final int HEADER_VALUE_MAX = 4 << 20;

  private final InputStream in;
  private final String source;
  private GenericDatumReader<IndexedRecord> records;
  private boolean deflated;
  private final byte[] sync = new byte[SYNC_BYTES];
  private BinaryDecoder block;
  private long left;
  private long count;
  private boolean ended;

  AvroReader(InputStream in, String source) {
    this.in = new BufferedInputStream(in);
    this.source = source;
  }

  /** The file is not as it must be; the message says in what. */
  private static final class BrokenException extends Exception {
    BrokenException(String message) {
      super(message);
    }
  }

  @Override
  public Optional<Reading> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    try {
      if (records == null) {
        readHeader();
      }
      while (left == 0) {
        if (!nextBlock()) {
          ended = true;
          return Optional.empty();
        }
      }
      left--;
      count++;
      var record = new DataRecord(AvroValues.fields(records.read(null, block)));
      return Optional.of(new Reading.Good(new Traced(record, origin())));
    } catch (BrokenException e) {
      return malformed(e.getMessage());
    } catch (EOFException e) {
      return malformed("the file ends in the middle");
    } catch (AvroRuntimeException | UnsupportedOperationException | IndexOutOfBoundsException e) {
      return malformed("a record does not fit the file's schema");
    } catch (StackOverflowError e) {
      // A schema that holds itself nests as deeply as a file says.
      return malformed("a record is nested too deeply");
    }
  }

  private void readHeader() throws IOException, BrokenException {
    if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
      throw new BrokenException("it is no Avro container file");
    }
    var header = new HashMap<String, byte[]>();
    for (var entries = number(); entries != 0; entries = number()) {
      if (entries < 0) {
        number();
      }
      for (var i = 0L; i < Math.abs(entries); i++) {
        var name = new String(bytes(HEADER_VALUE_MAX), StandardCharsets.UTF_8);
        header.put(name, bytes(HEADER_VALUE_MAX));
        if (header.size() > HEADER_ENTRIES_MAX || i > HEADER_ENTRIES_MAX) {
          throw new BrokenException("the header has too many entries");
        }
      }
    }
    readSync(sync);
    deflated = isDeflated(header);
    records = new GenericDatumReader<>(schema(header), null, AvroValues.MODEL);
    records.setSchema(schema(header));
    records.setExpected(schema(header));
  }

  private static boolean isDeflated(Map<String, byte[]> header) throws BrokenException {
    var codec = new String(header.getOrDefault("avro.codec", new byte[0]), StandardCharsets.UTF_8);
    if (!codec.isEmpty() && !codec.equals("null") && !codec.equals("deflate")) {
      throw new BrokenException("its blocks are packed with a codec other than deflate");
    }
    return codec.equals("deflate");
  }

  private static Schema schema(Map<String, byte[]> header) throws BrokenException {
    try {
      var text =
          new String(header.getOrDefault("avro.schema", new byte[0]), StandardCharsets.UTF_8);
      var schema = new Schema.Parser().parse(text);
      if (schema.getType() != Schema.Type.RECORD) {
        throw new BrokenException("it does not hold records");
      }
      return schema;
    } catch (AvroRuntimeException e) {
      throw new BrokenException("its schema is not valid");
    }
  }

  /** False at the end of the file. */
  private boolean nextBlock() throws IOException, BrokenException {
    in.mark(1);
    if (in.read() < 0) {
      return false;
    }
    in.reset();
    left = number();
    var packed = bytes(BLOCK_BYTES_MAX);
    var end = new byte[SYNC_BYTES];
    readSync(end);
    if (left < 0 || !Arrays.equals(end, sync)) {
      throw new BrokenException("a block is broken");
    }
    var plain = deflated ? inflate(packed) : packed;
    if (left > plain.length) {
      throw new BrokenException("a block says to hold more records than it has bytes");
    }
    block = DecoderFactory.get().binaryDecoder(plain, block);
    return true;
  }

  private static byte[] inflate(byte[] packed) throws IOException, BrokenException {
    var out = new ByteArrayOutputStream();
    try (var inflating =
        new InflaterInputStream(new java.io.ByteArrayInputStream(packed), new Inflater(true))) {
      var buffer = new byte[1 << 16];
      for (var n = inflating.read(buffer); n >= 0; n = inflating.read(buffer)) {
        out.write(buffer, 0, n);
        if (out.size() > BLOCK_BYTES_MAX) {
          throw new BrokenException("a block is larger than " + BLOCK_BYTES_MAX + " bytes");
        }
      }
    } catch (java.util.zip.ZipException e) {
      throw new BrokenException("a block is broken");
    }
    return out.toByteArray();
  }

  /** A long in Avro's zigzag form. */
  private long number() throws IOException, BrokenException {
    var bits = 0L;
    for (var shift = 0; shift < 64; shift += 7) {
      var next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      bits |= (next & 0x7FL) << shift;
      if (next < 0x80) {
        return (bits >>> 1) ^ -(bits & 1);
      }
    }
    throw new BrokenException("a number is too long");
  }

  private byte[] bytes(int most) throws IOException, BrokenException {
    var length = number();
    if (length < 0 || length > most) {
      throw new BrokenException("a part is larger than " + most + " bytes");
    }
    var bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private void readSync(byte[] to) throws IOException {
    if (in.readNBytes(to, 0, SYNC_BYTES) < SYNC_BYTES) {
      throw new EOFException();
    }
  }

  private Optional<Reading> malformed(String reason) {
    ended = true;
    return Optional.of(
        new Reading.Malformed(new Origin(source, "record", Math.max(1, count)), reason, ""));
  }

  private Origin origin() {
    return new Origin(source, "record", count);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
