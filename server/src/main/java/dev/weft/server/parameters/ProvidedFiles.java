package dev.weft.server.parameters;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Values in files below one folder: a file for each parameter, as Kubernetes mounts secrets, or a
 * file {@code .properties} with many. Links are followed as long as they stay in the folder; a file
 * has at most 64 KB of UTF-8. One line end after a value does not count.
 */
record ProvidedFiles(Path folder) {
  private static final int BYTES_MAX = 64 * 1024;

  /** The value; empty when there is no such file or no such key in it. */
  Optional<String> value(String path, String parameter) {
    var properties = path.endsWith(".properties");
    var isFileName = !parameter.startsWith(".") && parameter.matches("[^/\\\\\u0000]+");
    if (!properties && !isFileName) {
      return Optional.empty();
    }
    try {
      var root = folder.toRealPath();
      var named = root.resolve(path).normalize();
      var text = text(root, properties ? named : named.resolve(parameter));
      return properties
          ? text.isPresent() ? property(text.get(), parameter) : text
          : text.map(value -> value.replaceFirst("\\r?\\n\\z", ""));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw refused(path + " cannot be read as values: " + e.getClass().getSimpleName());
    }
  }

  private Optional<String> text(Path root, Path file) throws IOException {
    if (!file.startsWith(root)) {
      throw refused("the path leads out of the folder");
    }
    var real = file.toRealPath();
    if (!real.startsWith(root)) {
      throw refused(root.relativize(file) + " is a link that leads out of the folder");
    }
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(root.relativize(file) + " is not a file");
    }
    try (var in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
      var bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw refused(root.relativize(file) + " has more than 64 KB");
      }
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(bytes)).toString());
    }
  }

  private static Optional<String> property(String text, String parameter) throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(text));
    return Optional.ofNullable(properties.getProperty(parameter));
  }

  /** The sentence names no folder of the server: those who see it need not know where it is. */
  private static ProblemException refused(String why) {
    return Problem.environment(
            "provider-refused",
            "A file of parameters is not taken: " + why + ".",
            "Files are below the folder that the server's operator names, UTF-8, at most 64 KB.")
        .asException();
  }
}
