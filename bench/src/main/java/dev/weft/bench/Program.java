package dev.weft.bench;

import java.util.Map;

/** Measures one claim and prints what it found. Throws when what it measured was not right. */
public interface Program {
  String name();

  /** One sentence for the list. */
  String summary();

  /** The options that it knows, each with its default. */
  Map<String, String> options();

  void run(Options options, Report report) throws Exception;
}
