package dev.weft.processors.standard;

import dev.weft.processors.standard.record.CsvDialect;
import dev.weft.processors.standard.record.Reading;
import dev.weft.processors.standard.record.RecordFormat;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor.Output;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/**
 * Turns a FlowFile of bytes into FlowFiles of at most {@link #BATCH} records on {@code success};
 * what cannot be read goes to {@code failure}, with its place, and the rest goes on.
 */
record RecordDecoder(RecordFormat format, CsvDialect dialect) {
  /** Records in one FlowFile, at most. */
  static final int BATCH = 1_000;

  void decode(FlowFile in, Content.Bytes bytes, Output out) throws IOException {
    var source = bytes.origin().source();
    var batch = new ArrayList<Traced>();
    try (var reader = format.reader(bytes.opener().open(), source, dialect)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        if (next.get() instanceof Reading.Good good) {
          batch.add(placed(good.item(), bytes.origin()));
        } else if (next.get() instanceof Reading.Malformed malformed) {
          out.emit("failure", failed(in, malformed));
          out.count("malformed", 1);
        }
        if (batch.size() == BATCH) {
          emit(in, batch, out);
        }
      }
    } finally {
      emit(in, batch, out);
    }
  }

  /** What was made of several is nowhere outside under its name. */
  private static Traced placed(Traced item, Origin whole) {
    return whole.isGathered()
        ? new Traced(item.record(), whole.within("", item.origin().position()))
        : item;
  }

  private static void emit(FlowFile in, ArrayList<Traced> batch, Output out) {
    if (!batch.isEmpty()) {
      var count = Integer.toString(batch.size());
      out.emit("success", in.with(new Records(batch)).with(Attributes.RECORD_COUNT, count));
      batch.clear();
    }
  }

  private static FlowFile failed(FlowFile in, Reading.Malformed malformed) {
    var origin = malformed.origin();
    var message = place(origin) + ": " + malformed.reason() + ".";
    return in.with(bytes(malformed.text(), origin)).with(Attributes.ERROR, message);
  }

  private static String place(Origin origin) {
    return origin.source() + ", " + origin.key() + " " + origin.position();
  }

  private static Content.Bytes bytes(String text, Origin origin) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Content.Bytes(() -> new ByteArrayInputStream(bytes), bytes.length, origin);
  }
}
