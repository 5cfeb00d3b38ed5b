package dev.weft.tools.table;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/**
 * The table of what one reader may see of one port. A file's rows and the offsets up to which the
 * table is complete come in with one commit, so that nothing is in it twice, whatever stops when.
 */
final class PortTable {
  private final Path folder;
  private final FolderTable operations;

  PortTable(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    this.operations = new FolderTable(this.folder);
  }

  /**
   * What there is after a file was added.
   *
   * @param rows in the whole table
   * @param columns of the table
   */
  record Added(long addedRows, long rows, int columns) {}

  /**
   * Adds a file's rows, the file itself is left as it is; the properties are kept with the table.
   * New columns are null in the rows before; columns that are missing are null in the new ones.
   *
   * @throws dev.weft.model.ProblemException when a column has another type than in the table, or
   *     somebody else adds to it at the same moment
   */
  Added add(Path file, Map<String, String> properties) {
    var footer = footer(file);
    var columns = footer.getSchema();
    if (operations.current() == null) {
      operations.commit(null, made(ParquetSchemaUtil.convert(columns)));
    }
    var together = new BaseTable(operations, folder.toString()).newTransaction();
    unite(together, ParquetSchemaUtil.convert(columns));
    var grown = together.table().schema();
    var update = together.updateProperties();
    properties.forEach(update::set);
    update.commit();
    var numbered = ParquetSchemaUtil.applyNameMapping(columns, MappingUtil.create(grown));
    var part = folder.resolve("data").resolve(UUID.randomUUID() + ".parquet");
    var isIn = false;
    try {
      copy(file, part, numbered, footer.getKeyValueMetaData());
      var data = data(part, together.table());
      if (data.recordCount() > 0) {
        together.newAppend().appendFile(data).commit();
      }
      together.commitTransaction();
      isIn = data.recordCount() > 0;
      return new Added(data.recordCount(), rows(), grown.columns().size());
    } finally {
      if (!isIn) {
        operations.io().deleteFile(part.toString());
      }
    }
  }

  private TableMetadata made(Schema schema) {
    return TableMetadata.newTableMetadata(
        schema, PartitionSpec.unpartitioned(), SortOrder.unsorted(), folder.toString(), Map.of());
  }

  private long rows() {
    var snapshot = operations.current().currentSnapshot();
    return snapshot == null ? 0 : Long.parseLong(snapshot.summary().get("total-records"));
  }

  private static void unite(Transaction together, Schema schema) {
    try {
      together.updateSchema().unionByNameWith(schema).commit();
    } catch (IllegalArgumentException e) {
      throw Problem.conflict(
              "other-type",
              "A column has another type than in the table: " + e.getMessage() + ".",
              "Begin a table in another folder.")
          .asException();
    }
  }

  /**
   * The same rows, as they are packed, with the numbers that the table knows its columns by: the
   * door's files have names only, and not every engine goes by a table's mapping of names.
   */
  private void copy(Path from, Path to, MessageType numbered, Map<String, String> said) {
    operations.io().newOutputFile(to.toString());
    try {
      var writer =
          new ParquetFileWriter(
              new LocalOutputFile(to),
              numbered,
              ParquetFileWriter.Mode.CREATE,
              ParquetWriter.DEFAULT_BLOCK_SIZE,
              0,
              null, // Not encrypted: only its owner can read it.
              ParquetProperties.builder().build());
      try (writer) {
        writer.start();
        writer.appendFile(new LocalInputFile(from));
        writer.end(said);
      }
    } catch (IOException e) {
      throw Problem.input(
              "cannot-write",
              Place.field("--file"),
              "'" + to + "' cannot be written: " + e.getMessage() + ".",
              "Is there room, and is the folder yours?")
          .asException();
    }
  }

  private static DataFile data(Path file, Table table) {
    var input = org.apache.iceberg.Files.localInput(file.toFile());
    return DataFiles.builder(table.spec())
        .withPath(file.toString())
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(input.getLength())
        .withMetrics(ParquetUtil.fileMetrics(input, MetricsConfig.forTable(table)))
        .build();
  }

  private static FileMetaData footer(Path file) {
    try (var reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getFooter().getFileMetaData();
    } catch (IOException | RuntimeException e) {
      throw Problem.input(
              "not-parquet",
              Place.field("FILE"),
              "'" + file + "' is not a whole Parquet file: " + e.getMessage() + ".",
              "")
          .asException();
    }
  }
}
