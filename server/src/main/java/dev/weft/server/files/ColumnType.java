package dev.weft.server.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * What a column holds, and how a field's JSON becomes that. All may be null: masks and filters see
 * to that, whatever a contract requires.
 */
sealed interface ColumnType permits ColumnType.Scalar, ColumnType.Fields, ColumnType.Elements {
  Type named(String name);

  /** What to write for a value that is there; null where it is no such thing. */
  Object value(JsonNode json);

  /** Writes what {@link #value} gave. */
  void write(Object value, RowWriter row);

  /** How many columns of the file it takes. */
  int width();

  /**
   * A value without parts.
   *
   * @param form its type in a file, by whatever name
   * @param reader gives an Integer, Long, Double, Boolean or Binary, as the form wants it, or null
   */
  record Scalar(Type form, Reader reader) implements ColumnType {
    /** Reads one value. */
    @FunctionalInterface
    interface Reader {
      Object read(JsonNode json);
    }

    @Override
    public Type named(String name) {
      var primitive = form.asPrimitiveType();
      return Types.optional(primitive.getPrimitiveTypeName())
          .length(primitive.getTypeLength())
          .as(primitive.getLogicalTypeAnnotation())
          .named(name);
    }

    @Override
    public Object value(JsonNode json) {
      return reader.read(json);
    }

    @Override
    public void write(Object value, RowWriter row) {
      row.scalar(value);
    }

    @Override
    public int width() {
      return 1;
    }
  }

  /** An object. */
  record Fields(List<FileColumn> columns) implements ColumnType {
    public Fields {
      columns = List.copyOf(columns);
    }

    @Override
    public Type named(String name) {
      var group = Types.optionalGroup();
      columns.forEach(column -> group.addField(column.type().named(column.name())));
      return group.named(name);
    }

    @Override
    public Object value(JsonNode json) {
      return json.isObject() ? json : null;
    }

    @Override
    public void write(Object value, RowWriter row) {
      row.group(() -> row.fields(columns, (JsonNode) value));
    }

    @Override
    public int width() {
      return columns.stream().mapToInt(column -> column.type().width()).sum();
    }
  }

  /**
   * An array, in the three levels of the format's specification.
   *
   * @param path the array's
   */
  record Elements(ColumnType element, String path) implements ColumnType {
    private static final String LIST = "list";
    private static final String ELEMENT = "element";

    @Override
    public Type named(String name) {
      var middle = new GroupType(Type.Repetition.REPEATED, LIST, element.named(ELEMENT));
      return Types.optionalGroup()
          .as(LogicalTypeAnnotation.listType())
          .addField(middle)
          .named(name);
    }

    @Override
    public Object value(JsonNode json) {
      return json.isArray() ? json : null;
    }

    @Override
    public void write(Object value, RowWriter row) {
      row.group(() -> elements((JsonNode) value, row));
    }

    private void elements(JsonNode array, RowWriter row) {
      if (!array.isEmpty()) {
        RecordConsumer out = row.out();
        out.startField(LIST, 0);
        array.forEach(
            each -> row.group(() -> row.field(new FileColumn(ELEMENT, path, element), 0, each)));
        out.endField(LIST, 0);
      }
    }

    @Override
    public int width() {
      return element.width();
    }
  }
}
