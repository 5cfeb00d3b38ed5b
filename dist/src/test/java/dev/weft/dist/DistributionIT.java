package dev.weft.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacks what is shipped and runs it, as its user would. */
class DistributionIT {
  private static final String VERSION = System.getProperty("weft.version");

  @TempDir static Path place;
  private static Path home;

  @BeforeAll
  static void unpack() throws Exception {
    var archive = System.getProperty("weft.distribution");
    assertThat(run(place, "tar", "xzf", archive).exitCode()).isZero();
    home = place.resolve("weft-" + VERSION);
  }

  @Test
  void holdsWhatItPromises() {
    for (var part :
        List.of("bin/weft", "lib", "plugins", "etc/weft.properties", "LICENSE", "NOTICE")) {
      assertThat(home.resolve(part)).exists();
    }
  }

  @Test
  void runsFromAnyFolderAndThroughALink() throws Exception {
    var link = Files.createSymbolicLink(place.resolve("weft-link"), home.resolve("bin/weft"));

    var run = run(Path.of("/"), link.toString(), "--version");

    assertThat(run.output()).isEqualTo("weft " + VERSION + "\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void keepsPluginsApartFromTheClassPath() throws Exception {
    Files.createFile(home.resolve("plugins/extra.jar"));

    var run =
        run(
            place,
            "env",
            "WEFT_JAVA_OPTIONS=-XshowSettings:properties",
            home + "/bin/weft",
            "--version");

    assertThat(run.output()).contains("/lib/weft-cli-").doesNotContain("extra.jar");
  }

  @Test
  void saysThatTestsNeedTheSources() throws Exception {
    var run = run(place, home + "/bin/weft", "test");

    assertThat(run.output()).isEqualTo("weft: tests run in a clone of the sources\n");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  private record Run(int exitCode, String output) {}

  private static Run run(Path folder, String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }
}
