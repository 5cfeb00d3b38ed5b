package dev.weft.processors.net;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weft.model.DataRecord;
import java.util.LinkedHashMap;

/** What becomes of a message that is not parsed. */
public enum Output {
  /** A record of message, sender and received. */
  @JsonProperty("records")
  RECORDS,
  /** A FlowFile of bytes, with the attributes sender and received. */
  @JsonProperty("bytes")
  BYTES;

  MessageSource.Output messages() {
    return this == BYTES
        ? new MessageSource.Output.AsBytes()
        : new MessageSource.Output.AsRecords(Output::record);
  }

  private static DataRecord record(Message message) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("message", message.value());
    fields.put("sender", message.sender());
    fields.put("received", message.received());
    return new DataRecord(fields);
  }
}
