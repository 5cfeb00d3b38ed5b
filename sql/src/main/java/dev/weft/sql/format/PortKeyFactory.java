package dev.weft.sql.format;

import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.SerializationFormatFactory;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/**
 * The format {@code weft-key}: the key of a port's records is the values of its primary key as
 * texts, with {@code |} between them, in UTF-8, as flows write it too. Keys that clients have
 * written as Avro or Protobuf records are read as well.
 */
public final class PortKeyFactory
    implements DeserializationFormatFactory, SerializationFormatFactory {
  /** Its name in a table's options. */
  public static final String NAME = "weft-key";

  /** The schemas of keys that are records, as {@link PortRecordFactory#written} makes it. */
  public static final ConfigOption<String> WRITTEN =
      ConfigOptions.key("written").stringType().defaultValue("");

  @Override
  public String factoryIdentifier() {
    return NAME;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(WRITTEN);
  }

  @Override
  public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
      DynamicTableFactory.Context context, ReadableConfig options) {
    return new Decoding(options.get(WRITTEN));
  }

  @Override
  public EncodingFormat<SerializationSchema<RowData>> createEncodingFormat(
      DynamicTableFactory.Context context, ReadableConfig options) {
    return new Encoding();
  }

  private record Decoding(String written)
      implements DecodingFormat<DeserializationSchema<RowData>> {
    @Override
    public DeserializationSchema<RowData> createRuntimeDecoder(
        DynamicTableSource.Context context, DataType key) {
      return new PortKeyReader(
          (RowType) key.getLogicalType(), context.createTypeInformation(key), written);
    }

    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }
  }

  private record Encoding() implements EncodingFormat<SerializationSchema<RowData>> {
    @Override
    public SerializationSchema<RowData> createRuntimeEncoder(
        DynamicTableSink.Context context, DataType key) {
      return new PortKeyWriter((RowType) key.getLogicalType());
    }

    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }
  }
}
