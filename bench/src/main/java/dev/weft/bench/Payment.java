package dev.weft.bench;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;

/**
 * One generated payment. The same number makes the same payment; written as JSON or as a line of
 * CSV it has exactly {@value #BYTES} bytes, so its note is as long as there is room.
 */
record Payment(long id, boolean north, long account, int cents, long noise) {
  static final int BYTES = 200;
  static final Schema SCHEMA =
      SchemaBuilder.record("Payment")
          .fields()
          .requiredLong("id")
          .requiredString("region")
          .optionalString("iban")
          .optionalString("holder")
          .requiredDouble("amount")
          .requiredString("currency")
          .requiredString("booked")
          .requiredString("note")
          .endRecord();

  static final String PROTO =
      """
      syntax = "proto3";
      message Payment {
        int64 id = 1;
        string region = 2;
        optional string iban = 3;
        optional string holder = 4;
        double amount = 5;
        string currency = 6;
        string booked = 7;
        string note = 8;
      }
      """;

  /** With a note of this length a binary record has about as many bytes as the others. */
  private static final int NOTE = 95;

  static final String CSV_HEAD = "id,region,iban,holder,amount,currency,booked,note\n";
  private static final String[] WORDS = {
    "rent", "salary", "invoice", "refund", "monthly", "coffee", "transfer", "card", "order", "fee"
  };

  static Payment of(long id) {
    var random = new SplittableRandom(id);
    return new Payment(
        id,
        random.nextBoolean(),
        random.nextLong(1_000_000_000L, 10_000_000_000L),
        random.nextInt(100, 1_000_000),
        random.nextLong());
  }

  /** In this format, by the schema with this id. */
  byte[] as(String format, int schema) {
    return switch (format) {
      case "avro" -> avro(schema);
      case "protobuf" -> protobuf(schema);
      default -> json();
    };
  }

  /** By {@link #PROTO}, as a registry frames it. */
  private byte[] protobuf(int schema) {
    var text = new StringBuilder();
    note(text, NOTE);
    var bytes = new byte[2 * BYTES];
    var out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeRawByte(0);
      for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
        out.writeRawByte(schema >>> shift);
      }
      out.writeRawByte(0);
      out.writeInt64(1, id);
      out.writeString(2, region());
      out.writeString(3, iban());
      out.writeString(4, holder());
      out.writeDouble(5, cents / 100.0);
      out.writeString(6, "CHF");
      out.writeString(7, booked());
      out.writeString(8, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Arrays.copyOf(bytes, out.getTotalBytesWritten());
  }

  /** By {@link #SCHEMA}, as a registry frames it. */
  private byte[] avro(int schema) {
    var text = new StringBuilder();
    note(text, NOTE);
    var record = new GenericData.Record(SCHEMA);
    record.put("id", id);
    record.put("region", region());
    record.put("iban", iban());
    record.put("holder", holder());
    record.put("amount", cents / 100.0);
    record.put("currency", "CHF");
    record.put("booked", booked());
    record.put("note", text.toString());
    var out = new ByteArrayOutputStream(BYTES);
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(schema).array());
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  String region() {
    return north ? "north" : "south";
  }

  String iban() {
    return "CH930076" + (account + 10_000_000_000L) + "52";
  }

  private String amount() {
    return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
  }

  private String holder() {
    return "Customer " + account % 1_000_000;
  }

  private String booked() {
    return String.format(
        Locale.ROOT, "2026-05-%02dT%02d:%02d:00Z", 1 + id % 28, id % 24, cents % 60);
  }

  byte[] json() {
    var text = new StringBuilder(BYTES);
    text.append("{\"id\":").append(id);
    text.append(",\"region\":\"").append(region());
    text.append("\",\"iban\":\"").append(iban());
    text.append("\",\"holder\":\"").append(holder());
    text.append("\",\"amount\":").append(amount());
    text.append(",\"currency\":\"CHF\",\"booked\":\"").append(booked());
    text.append("\",\"note\":\"");
    note(text, BYTES - 2);
    return text.append("\"}").toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** With its end of line. */
  String csv() {
    var text = new StringBuilder(BYTES);
    text.append(id).append(',').append(region()).append(',').append(iban()).append(',');
    text.append(holder()).append(',').append(amount()).append(",CHF,").append(booked()).append(',');
    note(text, BYTES - 1);
    return text.append('\n').toString();
  }

  private void note(StringBuilder text, int upTo) {
    var random = new SplittableRandom(noise);
    while (text.length() < upTo) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ').append(random.nextInt(10_000));
    }
    text.setLength(upTo);
  }
}
