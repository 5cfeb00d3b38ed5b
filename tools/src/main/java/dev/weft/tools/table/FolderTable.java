package dev.weft.tools.table;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * A table that is a folder, laid out as engines expect where there is no catalog: its versions are
 * {@code metadata/vN.metadata.json}, and {@code metadata/version-hint.text} names the last ("File
 * System Tables" of the Iceberg table specification). A version that is there is never written
 * again: of two who add at the same moment one fails.
 */
final class FolderTable implements TableOperations {
  private final Path folder;
  private final FileIO files = new LocalFiles();
  private TableMetadata current;
  private int version;

  /** The table of this folder; {@link #current()} is null where none is yet. */
  FolderTable(Path folder) {
    this.folder = folder;
    read();
  }

  @Override
  public TableMetadata current() {
    return current;
  }

  /**
   * The same as before: who adds has looked at what the table has, and would add what somebody else
   * has added meanwhile once more.
   */
  @Override
  public TableMetadata refresh() {
    if (newest() != version) {
      throw changed();
    }
    return current;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    if (base != current) {
      throw changed();
    }
    var part = metadataFileLocation("part-" + UUID.randomUUID() + ".metadata.json");
    TableMetadataParser.overwrite(metadata, files.newOutputFile(part));
    try {
      Files.createLink(file(version + 1), Path.of(part));
    } catch (FileAlreadyExistsException e) {
      throw changed();
    } catch (IOException | UnsupportedOperationException e) {
      throw notWritten(e); // Some file systems know no links: a table cannot be safe there.
    } finally {
      files.deleteFile(part);
    }
    hint(version + 1);
    read();
  }

  private void read() {
    version = newest();
    try {
      current =
          version == 0
              ? null
              : TableMetadataParser.read(files.newInputFile(file(version).toString()));
    } catch (RuntimeException e) {
      throw Problem.input(
              "not-a-table",
              new Place(file(version).toString(), 0, 0, ""),
              "This is no metadata of an Iceberg table: " + e.getMessage() + ".",
              "Use another folder.")
          .asException();
    }
  }

  private int newest() {
    var newest = hinted();
    while (Files.exists(file(newest + 1))) {
      newest++; // Somebody was stopped before the hint.
    }
    return newest;
  }

  /** Not the exception after which Iceberg tries again. */
  private RuntimeException changed() {
    return Problem.conflict(
            "table-changed",
            "Somebody else adds to the table in " + folder + " at the same moment.",
            "Nothing was added; run it again.")
        .asException();
  }

  private RuntimeException notWritten(Exception why) {
    return Problem.input(
            "cannot-write",
            Place.field("--file"),
            "The table in '" + folder + "' cannot be written: " + why.getMessage() + ".",
            "Is there room, and is the folder yours, on a file system of this machine?")
        .asException();
  }

  @Override
  public FileIO io() {
    return files;
  }

  @Override
  public String metadataFileLocation(String name) {
    return folder.resolve("metadata").resolve(name).toString();
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(
        folder.toString(), current == null ? Map.of() : current.properties());
  }

  private Path file(int number) {
    return Path.of(metadataFileLocation("v" + number + ".metadata.json"));
  }

  private Path hintFile() {
    return Path.of(metadataFileLocation("version-hint.text"));
  }

  private int hinted() {
    try {
      return Files.exists(hintFile()) ? Integer.parseInt(Files.readString(hintFile()).strip()) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NumberFormatException e) {
      return 0; // Versions are counted from the first then.
    }
  }

  /** At once or not at all, as others may be reading it. */
  private void hint(int number) {
    var part = Path.of(metadataFileLocation(UUID.randomUUID() + ".part"));
    try {
      Files.writeString(part, Integer.toString(number), StandardCharsets.US_ASCII);
      Files.move(part, hintFile(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw notWritten(e);
    }
  }
}
