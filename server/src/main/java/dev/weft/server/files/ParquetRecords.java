package dev.weft.server.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.server.access.PortReader.Seen;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Writes records as one Apache Parquet file while they come: of the file a row group at most is in
 * memory. Its end is what makes it a file, so one that was broken off is never taken for a whole
 * one: whoever stops in the middle just does not call {@link #end}.
 *
 * <p>The file's metadata has {@code weft.freshness}, a JSON object: whose view of which port it is,
 * the offsets between which it has all that this reader may see, the newest time of each partition,
 * the number of records, and how many values their columns could not hold.
 *
 * <p>Not for several threads.
 */
public final class ParquetRecords {
  /** The media type, as registered with IANA. */
  public static final String MEDIA_TYPE = "application/vnd.apache.parquet";

  /** Where in the file's metadata it is said how far it goes. */
  public static final String FRESHNESS = "weft.freshness";

  private static final int PAGE_BYTES = 256 * 1024;

  /** Rows between looks at how much memory they take: few, as a record may have a megabyte. */
  private static final int ROWS_MIN = 10;

  private static final int ROWS_MAX = 1_000;

  private final Rows rows;
  private final ParquetWriter<JsonNode> writer;
  private final FileLimits limits;
  private final Clock clock;
  private final Instant deadline;

  /** Writes the file's first bytes. */
  public ParquetRecords(
      OutputStream out, FileColumns columns, FileOrigin origin, FileLimits limits, Clock clock)
      throws IOException {
    this.rows = new Rows(columns.columns(), origin);
    this.limits = limits;
    this.clock = clock;
    this.deadline = clock.instant().plus(limits.time());
    this.writer =
        new Builder(new BoundedOutput(out, limits.bytes()), rows)
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize((long) limits.rowGroupBytes())
            .withPageSize(PAGE_BYTES)
            .withDictionaryPageSize(PAGE_BYTES)
            .withMinRowCountForPageSizeCheck(ROWS_MIN)
            .withMaxRowCountForPageSizeCheck(ROWS_MAX)
            .build();
  }

  /**
   * Writes one record.
   *
   * @throws dev.weft.model.ProblemException when the file would become too large, or takes too long
   */
  public void write(Seen seen) throws IOException {
    requireTime();
    writer.write(seen.value());
    rows.wrote(seen);
  }

  /** Ends it if it takes too long; to be asked while no records come, too. */
  public void requireTime() {
    if (clock.instant().isAfter(deadline)) {
      throw Problem.environment(
              "file-too-slow",
              "A file takes " + limits.time().toMinutes() + " minutes at most.",
              "Ask for a shorter time: from and until.")
          .asException();
    }
  }

  /**
   * Makes it a file.
   *
   * @param complete whether it has all of its extent; not if it ended after so many records
   */
  public void end(boolean complete) throws IOException {
    rows.complete = complete;
    writer.close();
  }

  /** Hands over the parts to the format's own writer, which has a builder to be extended. */
  private static final class Builder extends ParquetWriter.Builder<JsonNode, Builder> {
    private final Rows rows;

    Builder(BoundedOutput out, Rows rows) {
      super(out);
      this.rows = rows;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract all the same.
    protected WriteSupport<JsonNode> getWriteSupport(Configuration configuration) {
      return rows;
    }

    @Override
    protected WriteSupport<JsonNode> getWriteSupport(ParquetConfiguration configuration) {
      return rows;
    }
  }

  /** The rows, and what is to be said of them at the end. */
  private static final class Rows extends WriteSupport<JsonNode> {
    private final List<FileColumn> columns;
    private final FileOrigin origin;
    private final Map<Integer, Instant> newest = new TreeMap<>();
    private RowWriter row;
    private long records;
    private boolean complete;

    Rows(List<FileColumn> columns, FileOrigin origin) {
      this.columns = columns;
      this.origin = origin;
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract all the same.
    public WriteContext init(Configuration configuration) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return context();
    }

    private WriteContext context() {
      var types = columns.stream().map(each -> each.type().named(each.name())).toList();
      return new WriteContext(
          new MessageType(origin.port().topic(), List.<Type>copyOf(types)), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      // The writer asks for each row group anew, by the same consumer or another one.
      var before = row;
      row = before == null ? new RowWriter(consumer) : before.into(consumer);
    }

    @Override
    public void write(JsonNode record) {
      row.record(columns, record);
    }

    void wrote(Seen seen) {
      records++;
      newest.merge(seen.partition(), seen.timestamp(), (a, b) -> a.isAfter(b) ? a : b);
    }

    @Override
    public FinalizedWriteContext finalizeWrite() {
      return new FinalizedWriteContext(Map.of(FRESHNESS, Json.text(freshness())));
    }

    private ObjectNode freshness() {
      var freshness = Json.tree(origin);
      freshness.remove("extent");
      freshness.put("asOf", origin.extent().asOf().toString()).put("complete", complete);
      var partitions = freshness.putArray("partitions");
      for (var part : origin.extent().parts()) {
        var one = partitions.addObject().put("partition", part.partition());
        one.put("from", part.from()).put("to", part.to());
        if (newest.containsKey(part.partition())) {
          one.put("newest", newest.get(part.partition()).toString());
        }
      }
      freshness.put("records", records);
      freshness.set("unfit", Json.tree(row.unfit()));
      return freshness;
    }
  }
}
