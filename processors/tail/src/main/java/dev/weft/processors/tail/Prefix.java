package dev.weft.processors.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/** The first bytes of a file, by which it is known under any name. */
final class Prefix {
  /** So many bytes tell log files apart: their first lines hold a time. */
  static final int BYTES_MAX = 1_024;

  private final byte[] bytes;

  private Prefix(byte[] bytes) {
    this.bytes = bytes;
  }

  static Prefix of(Path file) throws IOException {
    try (var channel = open(file)) {
      return of(channel);
    }
  }

  static Prefix of(FileChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(BYTES_MAX);
    while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
      // A file gives what it has.
    }
    return new Prefix(Arrays.copyOf(buffer.array(), buffer.position()));
  }

  /** Never through a symbolic link, whose target may change. */
  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  int length() {
    return bytes.length;
  }

  /** 96 bits of a hash of the first so many bytes, as text. */
  String print(int length) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return Base64.getEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest.digest(), 12));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether the other begins with all of this. */
  boolean begins(Prefix other) {
    return other.bytes.length >= bytes.length
        && Arrays.equals(bytes, 0, bytes.length, other.bytes, 0, bytes.length);
  }
}
