package dev.weft.flow;

import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import java.util.List;
import java.util.Map;

/** About how many bytes a FlowFile takes; good enough for limits. */
final class FlowFileSize {
  private static final int FIELD = 16;

  private FlowFileSize() {}

  static long of(FlowFile flowFile) {
    var size = 0L;
    for (var attribute : flowFile.attributes().entrySet()) {
      size += FIELD + attribute.getKey().length() + attribute.getValue().length();
    }
    return size + content(flowFile.content());
  }

  private static long content(Content content) {
    if (content instanceof Content.Bytes bytes) {
      return Math.max(0, bytes.size());
    }
    var size = 0L;
    for (var item : ((Content.Records) content).items()) {
      size += value(item.record().fields());
    }
    return size;
  }

  private static long value(Object value) {
    if (value instanceof String text) {
      return (long) FIELD + text.length();
    }
    if (value instanceof byte[] bytes) {
      return (long) FIELD + bytes.length;
    }
    var size = (long) FIELD;
    if (value instanceof Map<?, ?> map) {
      for (var entry : map.entrySet()) {
        size += String.valueOf(entry.getKey()).length() + value(entry.getValue());
      }
    } else if (value instanceof List<?> list) {
      for (var item : list) {
        size += value(item);
      }
    }
    return size;
  }
}
