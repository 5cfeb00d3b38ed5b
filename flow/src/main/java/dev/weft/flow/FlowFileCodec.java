package dev.weft.flow;

import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What waits in a connection as bytes, without loss: types of values, origins and path included.
 * The first byte is the version of the form.
 */
final class FlowFileCodec {
  private static final int VERSION = 2;

  /** Without how often it was tried. */
  private static final int VERSION_1 = 1;

  private static final int RECORDS = 0;
  private static final int BYTES = 1;

  private FlowFileCodec() {}

  /** Throws IOException when the content cannot be read, or is larger than allowed. */
  static byte[] encode(Waiting waiting, int bytesMax) throws IOException {
    var buffer = new ByteArrayOutputStream(1024);
    var out = new DataOutputStream(buffer);
    out.writeByte(VERSION);
    out.writeLong(waiting.number());
    out.writeLong(waiting.since().toEpochMilli());
    out.writeLong(waiting.bytes());
    out.writeInt(waiting.tried().times());
    out.writeLong(waiting.tried().notBefore().toEpochMilli());
    out.writeShort(waiting.path().size());
    for (var step : waiting.path()) {
      out.writeUTF(step);
    }
    var attributes = waiting.flowFile().attributes();
    out.writeInt(attributes.size());
    for (var attribute : attributes.entrySet()) {
      TypedValues.writeText(attribute.getKey(), out);
      TypedValues.writeText(attribute.getValue(), out);
    }
    if (waiting.flowFile().content() instanceof Content.Records records) {
      out.writeByte(RECORDS);
      records(records, out);
    } else {
      out.writeByte(BYTES);
      bytes((Content.Bytes) waiting.flowFile().content(), out, bytesMax);
    }
    if (buffer.size() > bytesMax) {
      throw tooLarge(bytesMax);
    }
    return buffer.toByteArray();
  }

  private static IOException tooLarge(int bytesMax) {
    return new IOException("it is larger than " + bytesMax + " bytes");
  }

  private static void records(Content.Records records, DataOutputStream out) throws IOException {
    out.writeInt(records.items().size());
    Origin before = null;
    for (var item : records.items()) {
      var same =
          before != null
              && before.source().equals(item.origin().source())
              && before.key().equals(item.origin().key());
      out.writeBoolean(same);
      if (!same) {
        TypedValues.writeText(item.origin().source(), out);
        TypedValues.writeText(item.origin().key(), out);
      }
      out.writeLong(item.origin().position());
      before = item.origin();
      TypedValues.write(item.record().fields(), out);
    }
  }

  private static void bytes(Content.Bytes content, DataOutputStream out, int bytesMax)
      throws IOException {
    TypedValues.writeText(content.origin().source(), out);
    TypedValues.writeText(content.origin().key(), out);
    out.writeLong(content.origin().position());
    try (var in = content.opener().open()) {
      var bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw tooLarge(bytesMax);
      }
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  static Waiting decode(byte[] encoded) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(encoded));
    var version = in.readByte();
    if (version != VERSION && version != VERSION_1) {
      throw new IOException("what waits in a connection was written by another version of Weft");
    }
    var number = in.readLong();
    var since = Instant.ofEpochMilli(in.readLong());
    var size = in.readLong();
    var tried =
        version == VERSION_1
            ? Tried.NEVER
            : new Tried(in.readInt(), Instant.ofEpochMilli(in.readLong()));
    var path = new ArrayList<String>();
    for (var left = in.readShort(); left > 0; left--) {
      path.add(in.readUTF());
    }
    var attributes = new LinkedHashMap<String, String>();
    for (var left = in.readInt(); left > 0; left--) {
      attributes.put(TypedValues.readText(in), TypedValues.readText(in));
    }
    var content = in.readByte() == RECORDS ? records(in) : bytes(in);
    return new Waiting(
        number, new FlowFile(attributes, content), since, List.copyOf(path), size, tried);
  }

  private static Content records(DataInputStream in) throws IOException {
    var items = new ArrayList<Traced>();
    var source = "";
    var key = "";
    for (var left = in.readInt(); left > 0; left--) {
      if (!in.readBoolean()) {
        source = TypedValues.readText(in);
        key = TypedValues.readText(in);
      }
      var origin = new Origin(source, key, in.readLong());
      items.add(new Traced(new DataRecord(fields(in)), origin));
    }
    return new Content.Records(items);
  }

  private static Map<String, Object> fields(DataInputStream in) throws IOException {
    var fields = new LinkedHashMap<String, Object>();
    ((Map<?, ?>) TypedValues.read(in)).forEach((name, value) -> fields.put((String) name, value));
    return fields;
  }

  private static Content bytes(DataInputStream in) throws IOException {
    var origin = new Origin(TypedValues.readText(in), TypedValues.readText(in), in.readLong());
    var bytes = in.readNBytes(in.readInt());
    return new Content.Bytes(() -> new ByteArrayInputStream(bytes), bytes.length, origin);
  }
}
