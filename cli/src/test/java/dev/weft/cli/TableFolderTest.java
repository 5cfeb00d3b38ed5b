package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFolderTest {
  private static final TableFolder.Of ADAS =
      new TableFolder.Of("orders.orders", "ada", Optional.empty());

  @TempDir Path folder;

  @Test
  void aTableGoesOnWhereItsNewestVersionEnds() throws IOException {
    version(1, "0/1");
    version(2, "0/2");
    hint("1"); // Somebody was stopped before the hint.

    assertThat(table().completeTo(ADAS)).contains("0/2");
  }

  @Test
  void whatIsNotThereBeginsAtTheBeginning() {
    assertThat(table().completeTo(ADAS)).isEmpty();
  }

  @Test
  void anotherPortReaderOrPurposeHasAnotherTable() throws IOException {
    version(1, "0/1");
    hint("1");

    refused(new TableFolder.Of("orders.returns", "ada", Optional.empty()), "of the port");
    refused(new TableFolder.Of("orders.orders", "eve", Optional.empty()), "of the reader 'ada'");
    refused(new TableFolder.Of("orders.orders", "ada", Optional.of("fraud")), "of the purpose");
  }

  @Test
  void aFolderThatIsNoTableIsNamed() throws IOException {
    Files.createDirectories(folder.resolve("metadata"));
    hint("one");

    refused(ADAS, "cannot be read");

    hint("1");
    Files.writeString(folder.resolve("metadata/v1.metadata.json"), "{");
    refused(ADAS, "cannot be read");
  }

  private void refused(TableFolder.Of of, String why) {
    assertThatThrownBy(() -> table().completeTo(of))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why);
  }

  private TableFolder table() {
    return new TableFolder(null, folder); // Looks at files only.
  }

  private void version(int number, String completeTo) throws IOException {
    Files.createDirectories(folder.resolve("metadata"));
    Files.writeString(
        folder.resolve("metadata/v" + number + ".metadata.json"),
        """
        {"properties":{"weft.port":"orders.orders","weft.reader":"ada","weft.complete-to":"%s"}}
        """
            .formatted(completeTo));
  }

  private void hint(String text) throws IOException {
    Files.writeString(folder.resolve("metadata/version-hint.text"), text);
  }
}
