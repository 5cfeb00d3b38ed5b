package dev.weft.server;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How a port's records are written as bytes, by other means than Weft's own. A format that is added
 * to the matrix is one class more, and a line in {@link DoorsMesh#FORMATS}.
 */
interface PortFormat {
  /** One word, of which the port is named. */
  String word();

  /** What the contract says: {@code servers[].format}. */
  String inContract();

  /** Makes the port ready, such as by registering a schema as the product's owner. */
  default void prepare(Rest owner, String port) {}

  /** What of a record there is once it is written. */
  default ObjectNode stored(ObjectNode record) {
    return record;
  }

  byte[] encode(ObjectNode record);

  ObjectNode decode(byte[] value);

  /** The record as somebody sees it who may not see this field at all. */
  default ObjectNode without(ObjectNode record, String field) {
    var copy = record.deepCopy();
    copy.remove(field);
    return copy;
  }
}
