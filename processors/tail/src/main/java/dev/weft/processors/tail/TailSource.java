package dev.weft.processors.tail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads on in each file from where it was read to. */
final class TailSource implements SourceProcessor {
  /** How long a file that has gone is remembered: a rename can hide it from a single look. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final TailFile.Settings settings;
  private final Clock clock;
  private final Folder folder;
  private final Entries entries;

  TailSource(TailFile.Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.folder = new Folder(settings);
    this.entries = new Entries(settings.startOfEntry(), settings.maxLineBytes());
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException {
    var before = TailPosition.of(position);
    var now = clock.instant();
    var matching = Matching.of(before.files(), folder.look());
    var reading = new Reading(now);
    matching.known().forEach(reading::add);
    for (var file : matching.fresh()) {
      var fresh = Tailed.fresh(file, now);
      reading.add(file, before.begun() ? fresh : first(file, fresh, now));
    }
    for (var gone : matching.gone()) {
      if (gone.seen().plus(REMEMBERED).isAfter(now)) {
        reading.after.add(gone);
      }
    }
    var batch = reading.read();
    return batch.flowFiles().isEmpty() && before.begun() ? Batch.EMPTY : batch;
  }

  private Tailed first(Found file, Tailed fresh, Instant now) {
    return settings.from() == TailFile.From.END ? fresh.readTo(file, file.size(), now) : fresh;
  }

  /** One poll on its way through the files. */
  private final class Reading {
    private final Instant now;
    private final Map<Found, Tailed> toRead = new LinkedHashMap<>();
    private final List<Tailed> after = new ArrayList<>();
    private final List<FlowFile> flowFiles = new ArrayList<>();
    private int room = settings.batchBytes();
    private boolean more;

    Reading(Instant now) {
      this.now = now;
    }

    void add(Found file, Tailed tailed) {
      toRead.put(file, tailed);
    }

    Batch read() {
      toRead.entrySet().stream()
          .sorted(Map.Entry.comparingByKey(Comparator.comparing(Found::changed)))
          .forEach(each -> after.add(read(each.getKey(), each.getValue())));
      var position = new TailPosition(after, true);
      return new Batch(flowFiles, Optional.of(position.json()), more);
    }

    private Tailed read(Found file, Tailed tailed) {
      var unread = file.size() - tailed.offset();
      if (unread <= 0) {
        return tailed.readTo(file, tailed.offset(), now);
      }
      if (room <= 0) {
        more = true;
        return tailed;
      }
      try (var channel = Prefix.open(file.file())) {
        return read(channel, file, tailed);
      } catch (IOException e) {
        // Renamed or taken away since it was found: the next poll looks again.
        return tailed;
      }
    }

    private Tailed read(FileChannel channel, Found file, Tailed tailed) throws IOException {
      var most = Math.max(room, settings.maxLineBytes());
      var wanted = (int) Math.min(most, file.size() - tailed.offset());
      var buffer = ByteBuffer.allocate(wanted);
      while (buffer.hasRemaining()
          && channel.read(buffer, tailed.offset() + buffer.position()) >= 0) {
        // A file gives what it has.
      }
      if (!file.prefix().begins(Prefix.of(channel))) {
        // It was emptied meanwhile: nobody knows what these bytes are of.
        return tailed;
      }
      return taken(file, tailed, Arrays.copyOf(buffer.array(), buffer.position()));
    }

    private Tailed taken(Found file, Tailed tailed, byte[] bytes) {
      var isAll = tailed.offset() + bytes.length >= file.size();
      var leftAlone = !file.changed().isAfter(now.minus(settings.unfinishedAfter()));
      var cut = entries.cut(bytes, isAll && leftAlone);
      if (cut.isEmpty()) {
        return tailed.readTo(file, tailed.offset(), now);
      }
      var to = cut.get(cut.size() - 1).to();
      emit(file, tailed.offset(), bytes, cut);
      room -= to;
      more |= !isAll;
      return tailed.readTo(file, tailed.offset() + to, now);
    }

    private void emit(Found file, long offset, byte[] bytes, List<Entries.Entry> cut) {
      var source = file.file().toAbsolutePath().normalize().toString();
      var attributes = new LinkedHashMap<String, String>();
      attributes.put("filename", file.name());
      attributes.put("path", source);
      attributes.put("tail.offset", Long.toString(offset));
      flowFiles.add(
          new FlowFile(
              attributes,
              settings.output() == TailFile.Output.BYTES
                  ? whole(bytes, cut, new Origin(source, "byte", offset))
                  : records(file.name(), source, offset, bytes, cut)));
    }

    private Content whole(byte[] bytes, List<Entries.Entry> cut, Origin origin) {
      var lines = Arrays.copyOf(bytes, cut.get(cut.size() - 1).to());
      return new Content.Bytes(() -> new ByteArrayInputStream(lines), lines.length, origin);
    }

    private Content records(
        String name, String source, long offset, byte[] bytes, List<Entries.Entry> cut) {
      var items = new ArrayList<Traced>();
      for (var entry : cut) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("line", Entries.text(bytes, entry));
        fields.put("file", name);
        items.add(
            new Traced(new DataRecord(fields), new Origin(source, "byte", offset + entry.from())));
      }
      return new Records(items);
    }
  }
}
