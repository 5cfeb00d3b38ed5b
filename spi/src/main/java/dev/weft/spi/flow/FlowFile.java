package dev.weft.spi.flow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What moves through a flow: attributes, and content. Immutable; sharing is free.
 *
 * @param attributes short texts about the content, such as {@code filename}
 */
public record FlowFile(Map<String, String> attributes, Content content) {
  public FlowFile {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  public FlowFile with(Content other) {
    return new FlowFile(attributes, other);
  }

  public FlowFile with(String attribute, String value) {
    var copy = new LinkedHashMap<>(attributes);
    copy.put(attribute, value);
    return new FlowFile(copy, content);
  }
}
