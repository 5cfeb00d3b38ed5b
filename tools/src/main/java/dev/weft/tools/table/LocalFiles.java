package dev.weft.tools.table;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** The files of a table on this machine, in folders that only their owner can look into. */
final class LocalFiles implements FileIO {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  @Override
  public InputFile newInputFile(String path) {
    return org.apache.iceberg.Files.localInput(path);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    makeFolder(Path.of(path).getParent());
    return org.apache.iceberg.Files.localOutput(path);
  }

  @Override
  public void deleteFile(String path) {
    try {
      Files.deleteIfExists(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder, OWNER_ONLY);
    } catch (IOException e) {
      throw Problem.input(
              "cannot-write",
              Place.field("--file"),
              "'" + folder + "' cannot be made: " + e.getMessage() + ".",
              "Name a folder in one that is yours.")
          .asException();
    }
  }
}
