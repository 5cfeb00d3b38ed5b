package dev.weft.server.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/**
 * A Parquet file as the format's own library reads it, by its schema alone.
 *
 * @param schema as the library prints it
 * @param freshness what the file says of itself
 */
public record FileRows(String schema, JsonNode freshness, int rowGroups, List<ObjectNode> rows) {

  public static FileRows of(Path file) throws IOException {
    var configuration = new PlainParquetConfiguration();
    var options =
        ParquetReadOptions.builder(configuration)
            .withCodecFactory(new CodecFactory(configuration, 0))
            .build();
    try (var reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      var metadata = reader.getFileMetaData();
      var schema = metadata.getSchema();
      var columns = new ColumnIOFactory().getColumnIO(schema);
      var rows = new ArrayList<ObjectNode>();
      var groups = 0;
      for (var pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        groups++;
        var records = columns.getRecordReader(pages, new GroupRecordConverter(schema));
        for (var i = 0L; i < pages.getRowCount(); i++) {
          rows.add(row(records.read()));
        }
      }
      var freshness = metadata.getKeyValueMetaData().get(ParquetRecords.FRESHNESS);
      return new FileRows(schema.toString(), Json.parse(freshness), groups, rows);
    }
  }

  private static ObjectNode row(Group group) {
    var row = Json.object();
    for (var i = 0; i < group.getType().getFieldCount(); i++) {
      var field = group.getType().getType(i);
      if (group.getFieldRepetitionCount(i) > 0) {
        row.set(field.getName(), value(group, i, field));
      }
    }
    return row;
  }

  private static JsonNode value(Group group, int at, Type field) {
    var annotation = field.getLogicalTypeAnnotation();
    if (!field.isPrimitive()) {
      var inner = group.getGroup(at, 0);
      return annotation instanceof ListLogicalTypeAnnotation ? elements(inner) : row(inner);
    }
    if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
      return Json.MAPPER
          .getNodeFactory()
          .numberNode(new BigDecimal(units(group, at, field), decimal.getScale()));
    }
    if (annotation instanceof DateLogicalTypeAnnotation) {
      return text(LocalDate.ofEpochDay(group.getInteger(at, 0)));
    }
    if (annotation instanceof TimeLogicalTypeAnnotation) {
      return text(LocalTime.ofNanoOfDay(group.getLong(at, 0) * 1_000));
    }
    if (annotation instanceof TimestampLogicalTypeAnnotation) {
      return text(Instant.EPOCH.plus(group.getLong(at, 0), ChronoUnit.MICROS));
    }
    return plain(group, at, field);
  }

  private static JsonNode plain(Group group, int at, Type field) {
    var nodes = Json.MAPPER.getNodeFactory();
    return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> nodes.numberNode(group.getInteger(at, 0));
      case INT64 -> nodes.numberNode(group.getLong(at, 0));
      case BOOLEAN -> nodes.booleanNode(group.getBoolean(at, 0));
      case DOUBLE -> nodes.numberNode(group.getDouble(at, 0));
      case BINARY -> nodes.textNode(group.getString(at, 0));
      default -> throw new AssertionError(field);
    };
  }

  private static BigInteger units(Group group, int at, Type field) {
    return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> BigInteger.valueOf(group.getInteger(at, 0));
      case INT64 -> BigInteger.valueOf(group.getLong(at, 0));
      default -> new BigInteger(group.getBinary(at, 0).getBytes());
    };
  }

  private static ArrayNode elements(Group list) {
    var elements = Json.MAPPER.createArrayNode();
    for (var n = 0; n < list.getFieldRepetitionCount(0); n++) {
      var one = list.getGroup(0, n);
      if (one.getFieldRepetitionCount(0) == 0) {
        elements.addNull();
      } else {
        elements.add(value(one, 0, one.getType().getType(0)));
      }
    }
    return elements;
  }

  private static JsonNode text(Object value) {
    return Json.MAPPER.getNodeFactory().textNode(value.toString());
  }
}
