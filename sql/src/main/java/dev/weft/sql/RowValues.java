package dev.weft.sql;

import dev.weft.model.DataRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.types.Row;

/** Turns Flink's rows into records. */
record RowValues(ResolvedSchema schema) {

  DataRecord record(Row row) {
    var names = schema.getColumnNames();
    var fields = new LinkedHashMap<String, Object>();
    for (var i = 0; i < names.size(); i++) {
      fields.put(names.get(i), value(row.getField(i)));
    }
    return new DataRecord(fields);
  }

  private static Object value(Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    if (value instanceof BigDecimal number) {
      return number.signum() == 0
          ? BigDecimal.ZERO
          : new BigDecimal(number.stripTrailingZeros().toPlainString());
    }
    if (value instanceof Row row) {
      return fields(row);
    }
    if (value instanceof Object[] array) {
      return values(Arrays.asList(array));
    }
    if (value instanceof List<?> list) {
      return values(list);
    }
    if (value instanceof Map<?, ?> map) {
      var fields = new LinkedHashMap<String, Object>();
      map.forEach((key, each) -> fields.put(String.valueOf(key), value(each)));
      return fields;
    }
    return value;
  }

  private static Map<String, Object> fields(Row row) {
    var fields = new LinkedHashMap<String, Object>();
    var names = row.getFieldNames(true);
    if (names == null) {
      for (var i = 0; i < row.getArity(); i++) {
        fields.put("f" + i, value(row.getField(i)));
      }
    } else {
      names.forEach(name -> fields.put(name, value(row.getField(name))));
    }
    return fields;
  }

  private static List<Object> values(List<?> list) {
    var values = new ArrayList<Object>();
    list.forEach(each -> values.add(value(each)));
    return values;
  }
}
