package dev.weft.processors.standard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SeenFiles;
import dev.weft.spi.flow.SourceProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares what is in a directory with what was listed before. */
final class DirectorySource implements SourceProcessor {
  /** Files that one directory may hold; their fingerprints are the position and must stay small. */
  static final int FILES_MAX = 50_000;

  private static final int BATCH = 100;

  private final ListDirectory.Settings settings;
  private final Clock clock;

  DirectorySource(ListDirectory.Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** A file as it was found. */
  private record Found(Path file, String name, long size, Instant changed) {
    long print() {
      return SeenFiles.print(name, size, changed.toEpochMilli());
    }
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException {
    var seen = SeenFiles.of(position);
    var present = find();
    var fresh =
        present.stream()
            .filter(file -> !seen.prints().contains(file.print()))
            .filter(this::isLeftAlone)
            .sorted(Comparator.comparing(Found::changed).thenComparing(Found::name))
            .toList();
    if (fresh.isEmpty()) {
      return Batch.EMPTY;
    }
    var batch = fresh.subList(0, Math.min(BATCH, fresh.size()));
    var prints = present.stream().map(Found::print).collect(Collectors.toSet());
    var next = seen.plus(batch.stream().map(Found::print).toList(), prints);
    return new Batch(flowFiles(batch), Optional.of(next.json()), fresh.size() > batch.size());
  }

  private boolean isLeftAlone(Found file) {
    return !file.changed().isAfter(clock.instant().minus(settings.minAge()));
  }

  private List<Found> find() throws RetryableException {
    var matcher = settings.directory().getFileSystem().getPathMatcher("glob:" + settings.pattern());
    try (var paths = Files.walk(settings.directory(), settings.recursive() ? 100 : 1)) {
      var files =
          paths
              .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
              .filter(path -> matcher.matches(path.getFileName()))
              .limit(FILES_MAX + 1L)
              .toList();
      if (files.size() > FILES_MAX) {
        throw new RetryableException(
            settings.directory() + " holds more than " + FILES_MAX + " files; move some away.",
            null);
      }
      return found(files);
    } catch (IOException | UncheckedIOException e) {
      throw new RetryableException(settings.directory() + " cannot be listed: " + e, e);
    }
  }

  private List<Found> found(List<Path> files) {
    var found = new ArrayList<Found>();
    for (var file : files) {
      try {
        var attributes =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        var name = settings.directory().relativize(file).toString();
        var changed = attributes.lastModifiedTime().toInstant();
        found.add(new Found(file, name, attributes.size(), changed));
      } catch (IOException gone) {
        // Taken away between listing and looking: no file to list.
      }
    }
    return found;
  }

  private List<FlowFile> flowFiles(List<Found> files) {
    return files.stream().map(this::flowFile).toList();
  }

  private FlowFile flowFile(Found found) {
    var file = found.file().toAbsolutePath().normalize();
    var folder = Optional.ofNullable(settings.directory().relativize(found.file()).getParent());
    var attributes = new LinkedHashMap<String, String>();
    attributes.put(Attributes.FILENAME, file.getFileName().toString());
    attributes.put(Attributes.PATH, folder.map(Path::toString).orElse(""));
    attributes.put(Attributes.ABSOLUTE_PATH, file.getParent().toString());
    attributes.put(Attributes.FILE_SIZE, Long.toString(found.size()));
    attributes.put(Attributes.FILE_TIME, found.changed().toString());
    var origin = new Origin(file.toString(), "file", found.changed().toEpochMilli());
    return new FlowFile(attributes, new Content.Bytes(InputStream::nullInputStream, 0, origin));
  }
}
