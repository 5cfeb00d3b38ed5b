package dev.weft.sql.format;

import java.util.List;
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

/** The format {@code weft-json}: JSON as the contract of a port has it. */
public final class PortJsonFactory
    implements DeserializationFormatFactory, SerializationFormatFactory {
  /** Its name in a table's options. */
  public static final String NAME = "weft-json";

  /** The {@link Hint} of each field that has one, as a JSON object with paths as keys. */
  public static final ConfigOption<String> HINTS =
      ConfigOptions.key("hints").stringType().defaultValue("");

  /** Fields without which a record is left out. */
  public static final ConfigOption<List<String>> NEEDED =
      ConfigOptions.key("needed").stringType().asList().defaultValues();

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
    return Set.of(HINTS, NEEDED);
  }

  @Override
  public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
      DynamicTableFactory.Context context, ReadableConfig options) {
    return decoding(options);
  }

  static Decoding decoding(ReadableConfig options) {
    return new Decoding(Hints.parse(options.get(HINTS)), options.get(NEEDED));
  }

  @Override
  public EncodingFormat<SerializationSchema<RowData>> createEncodingFormat(
      DynamicTableFactory.Context context, ReadableConfig options) {
    return new Encoding(Hints.parse(options.get(HINTS)));
  }

  /** How records become rows. */
  record Decoding(Hints hints, List<String> needed)
      implements ProjectableDecodingFormat<DeserializationSchema<RowData>> {
    @Override
    public DeserializationSchema<RowData> createRuntimeDecoder(
        DynamicTableSource.Context context, DataType physical, int[][] projections) {
      return reader(context, Projection.of(projections).project(physical));
    }

    PortJsonReader reader(DynamicTableSource.Context context, DataType produced) {
      return new PortJsonReader(
          (RowType) produced.getLogicalType(),
          hints,
          needed,
          context.createTypeInformation(produced));
    }

    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }
  }

  private record Encoding(Hints hints) implements EncodingFormat<SerializationSchema<RowData>> {
    @Override
    public SerializationSchema<RowData> createRuntimeEncoder(
        DynamicTableSink.Context context, DataType consumed) {
      return new PortJsonWriter((RowType) consumed.getLogicalType(), hints);
    }

    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }
  }
}
