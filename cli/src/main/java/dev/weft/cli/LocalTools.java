package dev.weft.cli;

import dev.weft.model.Problem;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * What works without a server and is not part of this program: found by name on the class path, so
 * that a verb which only makes a call loads none of it.
 */
record LocalTools(Session session) {

  /** Runs a tool; its exit code is the verb's. Problems are thrown. */
  int run(String name, List<String> arguments) {
    var tool =
        ToolProvider.findFirst(name)
            .orElseThrow(
                () ->
                    Problem.environment(
                            "no-tools",
                            "This program was started without Weft's tools.",
                            "Start it with the launcher: ./weft.")
                        .asException());
    var all = new ArrayList<>(arguments);
    all.add("--format");
    all.add(session.format() == Format.JSON ? "json" : "table");
    var terminal = session.terminal();
    return tool.run(
        new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8),
        new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8),
        all.toArray(String[]::new));
  }
}
