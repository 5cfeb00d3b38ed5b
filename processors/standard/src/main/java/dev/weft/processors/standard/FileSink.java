package dev.weft.processors.standard;

import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.RetryableException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Writes files under temporary names, and on flush forces them to disk and gives them their names.
 * What was not flushed when the flow ended is removed, or left with the suffix {@code .part} by a
 * crash.
 */
final class FileSink implements Processor {
  private static final Set<OpenOption> CREATE_OR_EMPTY =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  private final PutFile.Settings settings;
  private final FileNames names;

  /** Final file to temporary file, not yet flushed. */
  private final Map<Path, Path> pending = new LinkedHashMap<>();

  private long parts;
  private boolean namesAreForced = true;

  FileSink(PutFile.Settings settings, FileNames names) {
    this.settings = settings;
    this.names = names;
  }

  @Override
  public void process(FlowFile in, Output out) throws RetryableException {
    if (in.content() instanceof Records records && records.items().isEmpty()) {
      return;
    }
    try {
      var name = names.name(in, origin(in));
      put(in, settings.directory().resolve(name), out);
    } catch (FileNames.BadNameException e) {
      out.emit("failure", in.with(Attributes.ERROR, e.getMessage()));
    } catch (IOException e) {
      throw new RetryableException(settings.directory() + " cannot be written: " + e, e);
    }
  }

  private void put(FlowFile in, Path file, Output out) throws IOException {
    Files.createDirectories(settings.directory());
    var part = file.resolveSibling("." + file.getFileName() + "." + parts++ + ".part");
    try (var stream = new BufferedOutputStream(open(part))) {
      write(in.content(), stream);
    }
    if (belongsToAnother(file, part)) {
      Files.delete(part);
      out.emit("failure", in.with(Attributes.ERROR, file + " exists and holds something else."));
      return;
    }
    var replaced = pending.put(file, part);
    if (replaced != null) {
      Files.delete(replaced);
    }
    out.emit("success", in.with(Attributes.FILENAME, file.getFileName().toString()));
  }

  private static OutputStream open(Path part) throws IOException {
    return Files.newOutputStream(part, CREATE_OR_EMPTY.toArray(OpenOption[]::new));
  }

  private boolean belongsToAnother(Path file, Path part) throws IOException {
    var there = pending.getOrDefault(file, file);
    return !names.areByOrigin()
        && Files.exists(there, LinkOption.NOFOLLOW_LINKS)
        && (!Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)
            || Files.mismatch(there, part) >= 0);
  }

  private void write(Content content, OutputStream stream) throws IOException {
    if (content instanceof Records records) {
      var plain = records.items().stream().map(Traced::record).toList();
      settings.writer().writer(settings.dialect()).write(plain, stream);
    } else if (content instanceof Content.Bytes bytes) {
      try (var in = bytes.opener().open()) {
        in.transferTo(stream);
      }
    }
  }

  private static Origin origin(FlowFile in) {
    return in.content() instanceof Records records
        ? records.items().get(0).origin()
        : ((Content.Bytes) in.content()).origin();
  }

  @Override
  public void flush() throws RetryableException {
    try {
      for (var part : pending.values()) {
        force(part, StandardOpenOption.WRITE);
      }
      for (var left = pending.entrySet().iterator(); left.hasNext(); left.remove()) {
        var each = left.next();
        Files.move(each.getValue(), each.getKey(), StandardCopyOption.ATOMIC_MOVE);
        namesAreForced = false;
      }
      if (!namesAreForced) {
        force(settings.directory(), StandardOpenOption.READ);
        namesAreForced = true;
      }
    } catch (IOException e) {
      throw new RetryableException(settings.directory() + " cannot be written: " + e, e);
    }
  }

  /** Opening a folder to force it works on Unix, where it is needed. */
  private static void force(Path path, StandardOpenOption mode) throws IOException {
    try (var channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {
    for (var part : pending.values()) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException e) {
        // A hidden .part file stays behind; the next run of the same content replaces it.
      }
    }
    pending.clear();
  }
}
