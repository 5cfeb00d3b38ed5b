package dev.weft.sql.format;

import dev.weft.model.PortName;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.WriterSchema;
import java.util.Collection;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.SerializationFormatFactory;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/**
 * The format {@code weft-record}: Avro or Protobuf behind the id (or fingerprint) of a registered
 * schema, as the port's contract says.
 */
public final class PortRecordFactory
    implements DeserializationFormatFactory, SerializationFormatFactory {
  /** Its name in a table's options. */
  public static final String NAME = "weft-record";

  /** The schemas of the port, as {@link #written} makes it. */
  public static final ConfigOption<String> WRITTEN =
      ConfigOptions.key("written").stringType().noDefaultValue();

  /**
   * The value of {@link #WRITTEN}.
   *
   * @param newest the id of the schema by which rows are written, and to which records are
   *     resolved; 0 for none
   */
  public static String written(
      PortName port, RecordFormat format, int newest, Collection<WriterSchema> schemas) {
    return PortSchemas.text(port, format, newest, schemas);
  }

  @Override
  public String factoryIdentifier() {
    return NAME;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(WRITTEN);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(PortJsonFactory.HINTS, PortJsonFactory.NEEDED);
  }

  @Override
  public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
      DynamicTableFactory.Context context, ReadableConfig options) {
    return new Decoding(PortJsonFactory.decoding(options), options.get(WRITTEN));
  }

  @Override
  public EncodingFormat<SerializationSchema<RowData>> createEncodingFormat(
      DynamicTableFactory.Context context, ReadableConfig options) {
    return new Encoding(Hints.parse(options.get(PortJsonFactory.HINTS)), options.get(WRITTEN));
  }

  private record Decoding(PortJsonFactory.Decoding json, String written)
      implements ProjectableDecodingFormat<DeserializationSchema<RowData>> {
    @Override
    public DeserializationSchema<RowData> createRuntimeDecoder(
        DynamicTableSource.Context context, DataType physical, int[][] projections) {
      return new PortRecordReader(
          json.reader(context, Projection.of(projections).project(physical)), written);
    }

    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }
  }

  private record Encoding(Hints hints, String written)
      implements EncodingFormat<SerializationSchema<RowData>> {
    @Override
    public SerializationSchema<RowData> createRuntimeEncoder(
        DynamicTableSink.Context context, DataType consumed) {
      return new PortRecordWriter(
          new PortJsonWriter((RowType) consumed.getLogicalType(), hints), written);
    }

    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }
  }
}
