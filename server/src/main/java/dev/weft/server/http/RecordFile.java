package dev.weft.server.http;

import dev.weft.model.Contract;
import dev.weft.server.access.PortReader.Seen;
import dev.weft.server.access.ReadExtent;
import dev.weft.server.files.FileColumns;
import dev.weft.server.files.FileLimits;
import dev.weft.server.files.FileOrigin;
import dev.weft.server.files.ParquetRecords;
import dev.weft.server.pages.PortPages;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** Records as a Parquet file. */
record RecordFile(FileColumns columns, RecordQuery query, PortPages.Page page, Clock clock)
    implements RecordForm {

  static RecordFile of(
      RecordQuery query, Optional<Contract> contract, PortPages.Page page, Clock clock) {
    var shown = new TreeMap<String, Boolean>();
    page.fields().forEach(row -> shown.put(row.path(), !"withhold".equals(row.myRule())));
    return new RecordFile(FileColumns.of(contract, shown), query, page, clock);
  }

  @Override
  public String contentType() {
    return ParquetRecords.MEDIA_TYPE;
  }

  @Override
  public Optional<String> fileName() {
    return Optional.of(query.port() + ".parquet");
  }

  @Override
  public Body begin(OutputStream out, ReadExtent extent) throws IOException {
    var file = new ParquetRecords(out, columns, origin(extent), FileLimits.STANDARD, clock);
    return new Body() {
      @Override
      public void write(Seen seen) throws IOException {
        file.write(seen);
      }

      @Override
      public void waits() {
        file.requireTime();
      }

      @Override
      public void end(boolean complete) throws IOException {
        file.end(complete);
      }
    };
  }

  private FileOrigin origin(ReadExtent extent) {
    return new FileOrigin(
        query.port(),
        page.contractId(),
        page.contractVersion(),
        query.reader(),
        query.context().purpose(),
        query.since(),
        Optional.of(query.until()).filter(until -> until.isBefore(Instant.MAX)),
        extent);
  }
}
