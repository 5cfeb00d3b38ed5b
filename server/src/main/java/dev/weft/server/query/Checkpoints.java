package dev.weft.server.query;

import dev.weft.model.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where queries keep their state: {@code flink/state/QUERY} in the data folder or under what the
 * environment names, the checkpoints of each job within, and the savepoints.
 */
final class Checkpoints {
  private static final String SAVEPOINTS = "savepoints";
  private static final String METADATA = "_metadata";
  private static final String CHECKPOINT = "chk-";

  private final Path data;

  Checkpoints(Path data) {
    this.data = data.toAbsolutePath();
  }

  /** The folder of a query, as a URL that Flink takes. */
  String folder(FlinkClusters.Site site, String query) {
    return root(site) + "/" + query;
  }

  String savepoints(FlinkClusters.Site site, String query) {
    return folder(site, query) + "/" + SAVEPOINTS;
  }

  private String root(FlinkClusters.Site site) {
    var named = site.flink().map(Environment.Flink::checkpoints).orElse("");
    if (named.isEmpty()) {
      return data.resolve("flink").resolve("state").toUri().toString().replaceAll("/+$", "");
    }
    return (named.contains(":") ? named : Path.of(named).toUri().toString()).replaceAll("/+$", "");
  }

  /** The newest complete checkpoint of a job; empty where there is none, or none can be listed. */
  Optional<String> newest(FlinkClusters.Site site, String query, String job) {
    return local(folder(site, query))
        .map(folder -> folder.resolve(job))
        .filter(Files::isDirectory)
        .flatMap(
            folder ->
                list(folder).stream()
                    .filter(each -> each.getFileName().toString().startsWith(CHECKPOINT))
                    .filter(each -> Files.exists(each.resolve(METADATA)))
                    .max(Comparator.comparingLong(Checkpoints::number)))
        .map(found -> found.toUri().toString());
  }

  /** Whether it can be looked here what there is; else the cluster alone knows. */
  boolean isListed(FlinkClusters.Site site) {
    return local(root(site)).isPresent();
  }

  /** Removes what a query has left that its job does not need any more. */
  void sweep(FlinkClusters.Site site, String query, String job) {
    local(folder(site, query))
        .filter(Files::isDirectory)
        .ifPresent(
            folder ->
                list(folder).stream()
                    .filter(each -> !each.getFileName().toString().equals(job))
                    .forEach(Checkpoints::remove));
  }

  /** Removes all that a query has left. */
  void forget(FlinkClusters.Site site, String query) {
    local(folder(site, query)).filter(Files::isDirectory).ifPresent(Checkpoints::remove);
  }

  private static long number(Path checkpoint) {
    try {
      return Long.parseLong(checkpoint.getFileName().toString().substring(CHECKPOINT.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static Optional<Path> local(String folder) {
    return folder.startsWith("file:")
        ? Optional.of(Path.of(java.net.URI.create(folder)))
        : Optional.empty();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
