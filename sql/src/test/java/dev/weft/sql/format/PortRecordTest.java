package dev.weft.sql.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.PortName;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.WriterSchema;
import dev.weft.testing.Framed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.Test;

/** Records that Avro's own library writes and reads, as rows. */
final class PortRecordTest {
  private static final PortName PORT = PortName.of("shop.orders");
  private static final Schema OLD =
      schema("{'name':'id','type':'long'},{'name':'text','type':'string'}");
  private static final Schema NEW =
      schema(
          "{'name':'id','type':'long'},{'name':'note','aliases':['text'],'type':'string'},"
              + "{'name':'n','type':'int','default':7}");
  private static final Schema KEY = schema("{'name':'id','type':'long'}");
  private static final RowType ROW = type("ROW<id BIGINT, note STRING, n INT>");
  private static final String WRITTEN = written(2);

  private static Schema schema(String fields) {
    return new Schema.Parser()
        .parse(("{'type':'record','name':'Order','fields':[" + fields + "]}").replace('\'', '"'));
  }

  private static RowType type(String text) {
    return (RowType) LogicalTypeParser.parse(text, PortRecordTest.class.getClassLoader());
  }

  private static String written(int newest) {
    return PortSchemas.text(
        PORT,
        RecordFormat.AVRO,
        newest,
        List.of(
            new WriterSchema(1, RecordFormat.AVRO, OLD.toString()),
            new WriterSchema(2, RecordFormat.AVRO, NEW.toString()),
            new WriterSchema(3, RecordFormat.AVRO, KEY.toString())));
  }

  @Test
  void anOlderRecordIsReadByTheNewerSchema() throws IOException {
    var old = new GenericRecordBuilder(OLD).set("id", 5L).set("text", "hi").build();

    var row = reader().deserialize(Framed.avro(1, body(OLD, old)));

    assertThat(row).isEqualTo(GenericRowData.of(5L, StringData.fromString("hi"), 7));
  }

  @Test
  void whatAFingerprintNamesIsReadToo() throws IOException {
    var record = new GenericRecordBuilder(NEW).set("id", 5L).set("note", "hi").set("n", 1).build();
    var message =
        new BinaryMessageEncoder<GenericData.Record>(new GenericData(), NEW).encode(record);
    var bytes = new byte[message.remaining()];
    message.get(bytes);

    assertThat(reader().deserialize(bytes))
        .isEqualTo(GenericRowData.of(5L, StringData.fromString("hi"), 1));
  }

  @Test
  void aSchemaThatIsNotKnownFailsTheJobAndWhatCannotBeDecodedIsLeftOut() throws IOException {
    assertThatThrownBy(() -> reader().deserialize(Framed.avro(99, new byte[] {2, 0})))
        .isInstanceOf(PortSchemas.UnknownSchema.class)
        .hasMessageContaining("shop.orders")
        .hasMessageContaining("the schema 99");
    assertThat(reader().deserialize(Framed.avro(1, new byte[] {2, 40}))).isNull();
    assertThat(reader().deserialize("{}".getBytes(StandardCharsets.UTF_8))).isNull();
  }

  @Test
  void rowsAreWrittenByTheNewestSchemaWithDefaultsForNull() throws IOException {
    var writer = new PortRecordWriter(new PortJsonWriter(ROW, Hints.parse("")), WRITTEN);

    var bytes = writer.serialize(GenericRowData.of(5L, StringData.fromString("hi"), null));

    var read =
        new GenericDatumReader<GenericRecord>(NEW)
            .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    assertThat(bytes).startsWith(0, 0, 0, 0, 2);
    assertThat(read).hasToString("{\"id\": 5, \"note\": \"hi\", \"n\": 7}");
    assertThatThrownBy(() -> writer.serialize(GenericRowData.of(5L, null, 1)))
        .hasMessageContaining("shop.orders")
        .hasMessageContaining("note: The field is missing");
  }

  @Test
  void keysThatAreRecordsAreRead() throws IOException {
    var reader = new PortKeyReader(type("ROW<id BIGINT>"), null, written(0));
    var key = new GenericRecordBuilder(KEY).set("id", 5L).build();

    RowData row = reader.deserialize(Framed.avro(3, body(KEY, key)));

    assertThat(row).isEqualTo(GenericRowData.of(5L));
    assertThat(reader.deserialize("6".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(GenericRowData.of(6L));
  }

  private static PortRecordReader reader() {
    return new PortRecordReader(
        new PortJsonReader(ROW, Hints.parse(""), List.of("id"), null), WRITTEN);
  }

  private static byte[] body(Schema schema, GenericRecord record) throws IOException {
    var out = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
