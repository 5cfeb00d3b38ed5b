package dev.weft.server.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidedFilesTest {
  @TempDir Path home;
  private Path folder;
  private ProvidedFiles files;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(home.resolve("shop"));
    files = new ProvidedFiles(folder);
    Files.writeString(home.resolve("other"), "another team's");
  }

  @Test
  void readsAMountAsKubernetesMakesIt() throws IOException {
    var version = Files.createDirectory(folder.resolve("..2026_11_28"));
    Files.writeString(version.resolve("password"), "s3cret\n");
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_11_28"));
    Files.createSymbolicLink(folder.resolve("password"), Path.of("..data/password"));

    assertThat(files.value(".", "password")).contains("s3cret");
    assertThat(files.value(".", "user")).isEmpty();
    assertThat(files.value("nowhere", "password")).isEmpty();
  }

  @Test
  void readsAFileOfProperties() throws IOException {
    Files.writeString(folder.resolve("shop.properties"), "url = jdbc:a\nempty =\n");

    assertThat(files.value("shop.properties", "url")).contains("jdbc:a");
    assertThat(files.value("shop.properties", "empty")).contains("");
    assertThat(files.value("shop.properties", "user")).isEmpty();
    assertThat(files.value("none.properties", "url")).isEmpty();
  }

  @Test
  void nothingLeadsOutOfTheFolder() throws IOException {
    Files.createSymbolicLink(folder.resolve("linked"), home.resolve("other"));
    Files.createSymbolicLink(folder.resolve("up"), home);
    Files.writeString(home.resolve("x.properties"), "a = b\n");

    assertThatThrownBy(() -> files.value(".", "linked"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("link that leads out")
        .hasMessageNotContaining(home.toString());
    assertThatThrownBy(() -> files.value("up", "other")).hasMessageContaining("leads out");
    assertThatThrownBy(() -> files.value("..", "other")).hasMessageContaining("leads out");
    assertThatThrownBy(() -> files.value("../x.properties", "a")).hasMessageContaining("leads out");
    assertThatThrownBy(() -> files.value(home.toString(), "other"))
        .hasMessageContaining("leads out");
    assertThat(files.value(".", "../other")).isEmpty();
    assertThat(files.value(".", "..")).isEmpty();
  }

  @Test
  void refusesWhatIsTooLargeNoTextOrNoFile() throws IOException {
    Files.write(folder.resolve("large"), new byte[64 * 1024 + 1]);
    Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xc3, 0x28});
    Files.createDirectory(folder.resolve("inner"));

    assertThatThrownBy(() -> files.value(".", "large")).hasMessageContaining("more than 64 KB");
    assertThatThrownBy(() -> files.value(".", "bytes")).hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> files.value(".", "inner")).hasMessageContaining("is not a file");
  }
}
