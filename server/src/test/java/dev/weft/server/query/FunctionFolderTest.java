package dev.weft.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which jars of functions are used: exactly those that nobody else can have changed. */
final class FunctionFolderTest {
  @TempDir private Path data;

  private Path folder;
  private FunctionFolder functions;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(data.resolve("functions"));
    allow(folder, "rwxr-xr-x");
    functions = new FunctionFolder(data);
  }

  @Test
  void aJarIsFoundByItsHashAsACopyThatStaysAsItWas() throws IOException {
    put("a.jar", "one", "rw-r--r--");

    var found = functions.jar(hash("one")).orElseThrow();
    put("a.jar", "two", "rw-r--r--");

    assertThat(Files.readString(found)).isEqualTo("one");
    assertThat(functions.jar(hash("one"))).contains(found);
    assertThat(functions.jar(hash("two"))).isPresent();
    assertThat(functions.jar(hash("three"))).isEmpty();
  }

  @Test
  void whatOthersCanChangeOrWhatIsNoFileIsNotUsed() throws IOException {
    put("open.jar", "open", "rw-rw-r--");
    put("plain.txt", "plain", "rw-r--r--");
    var elsewhere = Files.writeString(data.resolve("elsewhere"), "linked");
    allow(elsewhere, "rw-r--r--");
    Files.createSymbolicLink(folder.resolve("link.jar"), elsewhere);

    assertThat(functions.jar(hash("open"))).isEmpty();
    assertThat(functions.jar(hash("plain"))).isEmpty();
    assertThat(functions.jar(hash("linked"))).isEmpty();
  }

  @Test
  void aFolderThatOthersCanChangeIsNotUsed() throws IOException {
    put("a.jar", "one", "rw-r--r--");
    allow(folder, "rwxrwxr-x");

    assertThat(functions.jar(hash("one"))).isEmpty();
  }

  @Test
  void aCopyThatIsGoneIsMadeAgain() throws IOException {
    put("a.jar", "one", "rw-r--r--");
    Files.delete(functions.jar(hash("one")).orElseThrow());

    assertThat(functions.jar(hash("one")))
        .hasValueSatisfying(jar -> assertThat(jar).hasContent("one"));
  }

  private void put(String name, String content, String permissions) throws IOException {
    var file = folder.resolve(name);
    Files.deleteIfExists(file);
    allow(Files.writeString(file, content), permissions);
  }

  private static void allow(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String hash(String content) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
