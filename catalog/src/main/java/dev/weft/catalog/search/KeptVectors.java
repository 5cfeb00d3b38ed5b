package dev.weft.catalog.search;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vectors of texts in a file, so that a start need not compute them again. What is in it is
 * right or is not there: a record has a checksum, and what follows the last whole one (the process
 * was killed) is cut off. It can be deleted at any time. Safe for any thread; for one process.
 *
 * <p>Layout: a line with the name of the model, then records of 16 bytes of the text's SHA-256, the
 * vector's floats, and the CRC-32C of both.
 */
final class KeptVectors implements AutoCloseable {
  private static final int HASH = 16;
  private static final int CHECKSUM = 4;

  private static final Logger log = LoggerFactory.getLogger(KeptVectors.class);

  private final Path path;
  private final byte[] header;
  private final int dimensions;
  private final Map<ByteBuffer, Long> positions = new HashMap<>();
  private RandomAccessFile file;
  private long end;

  KeptVectors(Path path, String model, int dimensions) {
    this.path = path;
    this.header = ("weft vectors 1 " + model + "\n").getBytes(StandardCharsets.UTF_8);
    this.dimensions = dimensions;
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it is there, without reading it. */
  synchronized boolean has(String text) {
    return positions.containsKey(hash(text));
  }

  /**
   * A vector that cannot be read is one that is not there: a search by words is better than none.
   */
  synchronized Optional<float[]> get(String text) {
    var position = positions.get(hash(text));
    if (position == null) {
      return Optional.empty();
    }
    try {
      var vector = new float[dimensions];
      ByteBuffer.wrap(read(position)).position(HASH).slice().asFloatBuffer().get(vector);
      return Optional.of(vector);
    } catch (IOException e) {
      log.warn("A vector in {} cannot be read: {}", path, e.getMessage());
      positions.remove(hash(text));
      return Optional.empty();
    }
  }

  /**
   * @throws UncheckedIOException when there is no room
   */
  synchronized void put(String text, float[] vector) {
    var hash = hash(text);
    if (positions.containsKey(hash)) {
      return;
    }
    var record = ByteBuffer.allocate(recordLength()).put(hash.duplicate());
    for (var number : vector) {
      record.putFloat(number);
    }
    record.putInt(checksum(record.array()));
    try {
      file.seek(end);
      file.write(record.array());
      positions.put(hash, end);
      end += recordLength();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized int size() {
    return positions.size();
  }

  /** Forgets the vectors of all other texts. */
  synchronized void keepOnly(Collection<String> texts) {
    var part = path.resolveSibling(path.getFileName() + ".part");
    try {
      try (var out = new BufferedOutputStream(Files.newOutputStream(part))) {
        out.write(header);
        for (var text : new LinkedHashSet<>(texts)) {
          var position = positions.get(hash(text));
          if (position != null) {
            out.write(read(position));
          }
        }
      }
      file.close();
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
      open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      log.warn("{} could not be closed", path, e);
    }
  }

  private void open() throws IOException {
    positions.clear();
    file = new RandomAccessFile(path.toFile(), "rw");
    end = header.length;
    if (!hasHeader()) {
      file.setLength(0);
      file.write(header);
      return;
    }
    while (end + recordLength() <= file.length()) {
      var record = read(end);
      if (ByteBuffer.wrap(record).getInt(record.length - CHECKSUM) != checksum(record)) {
        break;
      }
      positions.put(ByteBuffer.wrap(Arrays.copyOf(record, HASH)), end);
      end += recordLength();
    }
    file.setLength(end);
  }

  private boolean hasHeader() throws IOException {
    if (file.length() < header.length) {
      return false;
    }
    var found = new byte[header.length];
    file.seek(0);
    file.readFully(found);
    return Arrays.equals(found, header);
  }

  private byte[] read(long position) throws IOException {
    var record = new byte[recordLength()];
    file.seek(position);
    file.readFully(record);
    return record;
  }

  private int recordLength() {
    return HASH + dimensions * Float.BYTES + CHECKSUM;
  }

  private static int checksum(byte[] record) {
    var checksum = new CRC32C();
    checksum.update(record, 0, record.length - CHECKSUM);
    return (int) checksum.getValue();
  }

  private static ByteBuffer hash(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(Arrays.copyOf(digest, HASH));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
