package dev.weft.bench.kill;

import dev.weft.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The kinds of source that are killed. */
final class Feeds {
  static final List<String> NAMES = List.of("file", "tail", "jdbc", "cdc", "http", "kafka");

  private Feeds() {}

  /** Opens the feeds of these names; files go into the folder. */
  static List<Feed> open(List<String> names, Path folder, Random random) throws Exception {
    var feeds = new ArrayList<Feed>();
    for (var name : names) {
      feeds.add(open(name, Files.createDirectory(folder.resolve(name)), random));
    }
    return feeds;
  }

  private static Feed open(String name, Path folder, Random random) throws Exception {
    return switch (name) {
      case "file" -> new FileFeed(folder);
      case "tail" -> new TailFeed(folder);
      case "jdbc" -> new JdbcFeed(PostgresServer.startOrSkip());
      case "cdc" -> new ChangeFeed(PostgresServer.startOrSkip());
      case "http" -> new HttpFeed(KillServer.freePort(random));
      case "kafka" -> new KafkaFeed(folder);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
