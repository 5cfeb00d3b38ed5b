package dev.weft.processors.sftp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.processors.sftp.SftpConnection.Entry;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SeenFiles;
import dev.weft.spi.flow.SourceProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares what is in a folder with what was listed before. */
final class SftpSource implements SourceProcessor {
  /** Files that one folder may hold; their prints are the position and must stay small. */
  private static final int FILES_MAX = 50_000;

  private static final int DEPTH_MAX = 20;
  private static final int BATCH = 100;

  private final ListSFTP.Settings settings;
  private final SftpHost host;
  private final Clock clock;
  private final HeldConnection connection;
  private final PathMatcher matcher;

  SftpSource(ListSFTP.Settings settings, SftpHost host, Clock clock) {
    this.settings = settings;
    this.host = host;
    this.clock = clock;
    this.connection = new HeldConnection(host);
    this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + settings.pattern());
  }

  /**
   * A file as it was found.
   *
   * @param folder within the folder that is listed; empty for that itself
   */
  private record Found(String folder, Entry entry) {
    long print() {
      return SeenFiles.print(
          folder + "/" + entry.name(), entry.size(), entry.changedSeconds() * 1_000);
    }
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException {
    var seen = SeenFiles.of(position);
    var present = find();
    var latest = clock.instant().minus(settings.minAge()).getEpochSecond();
    var fresh =
        present.stream()
            .filter(file -> !seen.prints().contains(file.print()))
            .filter(file -> file.entry().changedSeconds() <= latest)
            .sorted(
                Comparator.comparing((Found file) -> file.entry().changedSeconds())
                    .thenComparing(file -> file.entry().name()))
            .toList();
    if (fresh.isEmpty()) {
      return Batch.EMPTY;
    }
    var batch = fresh.subList(0, Math.min(BATCH, fresh.size()));
    var prints = present.stream().map(Found::print).collect(Collectors.toSet());
    var next = seen.plus(batch.stream().map(Found::print).toList(), prints);
    var files = batch.stream().map(this::flowFile).toList();
    return new Batch(files, Optional.of(next.json()), fresh.size() > batch.size());
  }

  private List<Found> find() throws RetryableException {
    try {
      return connection.run(
          open -> {
            var found = new ArrayList<Found>();
            find(open, "", 0, found);
            return found;
          });
    } catch (IOException e) {
      throw new RetryableException(
          host.title() + settings.directory() + " cannot be listed: " + e.getMessage(), e);
    }
  }

  private void find(SftpConnection open, String folder, int depth, List<Found> found)
      throws IOException {
    for (var entry : open.list(settings.directory() + folder, FILES_MAX + 1)) {
      if (entry.isFile() && matcher.matches(Path.of(entry.name()))) {
        found.add(new Found(folder, entry));
      } else if (entry.isFolder() && settings.recursive() && depth < DEPTH_MAX) {
        find(open, folder + "/" + entry.name(), depth + 1, found);
      }
      if (found.size() > FILES_MAX) {
        throw new IOException("it holds more than " + FILES_MAX + " files; move some away");
      }
    }
  }

  private FlowFile flowFile(Found found) {
    var path = settings.directory() + found.folder();
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("filename", found.entry().name());
    attributes.put("path", found.folder().isEmpty() ? "" : found.folder().substring(1));
    attributes.put("absolute.path", path);
    attributes.put("file.size", Long.toString(found.entry().size()));
    var changed = Instant.ofEpochSecond(found.entry().changedSeconds());
    attributes.put("file.lastModifiedTime", changed.toString());
    var source = host.title() + path + "/" + found.entry().name();
    var origin = new Origin(source, "file", changed.toEpochMilli());
    return new FlowFile(attributes, new Content.Bytes(InputStream::nullInputStream, 0, origin));
  }

  @Override
  public void close() {
    connection.close();
  }
}
