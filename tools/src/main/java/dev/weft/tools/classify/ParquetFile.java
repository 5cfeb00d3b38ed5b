package dev.weft.tools.classify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Parquet, nested and repeated as it comes. Lists and maps in the three levels of the format's
 * specification are lists and maps here, so that paths are as everywhere else.
 */
final class ParquetFile implements RecordFile {
  @Override
  public void read(Path file, Consumer<Object> record) throws IOException {
    var configuration = new PlainParquetConfiguration();
    var options =
        ParquetReadOptions.builder(configuration)
            .withCodecFactory(new ParquetCodecs(new CodecFactory(configuration, 0)))
            .build();
    try (var reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      var schema = reader.getFileMetaData().getSchema();
      var columns = new ColumnIOFactory().getColumnIO(schema);
      for (var rows = reader.readNextRowGroup(); rows != null; rows = reader.readNextRowGroup()) {
        var records = columns.getRecordReader(rows, new GroupRecordConverter(schema));
        for (var i = 0L; i < rows.getRowCount(); i++) {
          record.accept(map(records.read()));
        }
      }
    } catch (RuntimeException e) { // What the library throws has no type of its own.
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Map<String, Object> map(Group group) {
    var map = new LinkedHashMap<String, Object>();
    var type = group.getType();
    for (var i = 0; i < type.getFieldCount(); i++) {
      var field = type.getType(i);
      var count = group.getFieldRepetitionCount(i);
      if (field.isRepetition(Type.Repetition.REPEATED)) {
        map.put(field.getName(), repeated(group, i, field));
      } else if (count > 0) {
        map.put(field.getName(), value(group, i, 0, field));
      } else {
        map.put(field.getName(), null);
      }
    }
    return map;
  }

  private static List<Object> repeated(Group group, int at, Type field) {
    var list = new ArrayList<>();
    for (var n = 0; n < group.getFieldRepetitionCount(at); n++) {
      list.add(value(group, at, n, field));
    }
    return list;
  }

  private static Object value(Group group, int at, int n, Type field) {
    if (!field.isPrimitive()) {
      var inner = group.getGroup(at, n);
      return field.getLogicalTypeAnnotation()
              instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation
          ? elements(inner)
          : map(inner);
    }
    return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> isDate(field) ? null : (Object) (long) group.getInteger(at, n);
      case INT64 -> group.getLong(at, n);
      case BOOLEAN -> group.getBoolean(at, n);
      case FLOAT -> (double) group.getFloat(at, n);
      case DOUBLE -> group.getDouble(at, n);
      case BINARY -> text(group.getBinary(at, n).toStringUsingUTF8());
      case FIXED_LEN_BYTE_ARRAY, INT96 -> null;
    };
  }

  /** The repeated group in the middle of a list and what it wraps add nothing to the path. */
  private static List<Object> elements(Group list) {
    var elements = new ArrayList<>();
    var middle = list.getType().getType(0);
    for (var n = 0; n < list.getFieldRepetitionCount(0); n++) {
      if (middle.isPrimitive()) {
        elements.add(value(list, 0, n, middle));
      } else {
        var one = list.getGroup(0, n);
        var wraps = one.getType().getFieldCount() == 1;
        elements.add(
            !wraps
                ? map(one)
                : one.getFieldRepetitionCount(0) == 0
                    ? null
                    : value(one, 0, 0, one.getType().getType(0)));
      }
    }
    return elements;
  }

  /** Days since 1970 say nothing to a classifier of texts, and its name is looked at anyway. */
  private static boolean isDate(Type field) {
    return field.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation
        && field.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
  }

  /** Bytes that are no text are no value here. */
  private static String text(String decoded) {
    return decoded.indexOf('\uFFFD') >= 0 ? null : decoded;
  }
}
