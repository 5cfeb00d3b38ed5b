package dev.weft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Beginning something of one's own: a processor. */
@Command(name = "new", description = "Begin a processor of your own.")
final class NewVerbs {
  private final Session session;

  NewVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "Write a Maven project that builds a processor as a plug-in.")
  int processor(
      @Parameters(paramLabel = "NAME", description = "Its type, such as ShoutLoudly.") String name,
      @Option(names = "--dir", paramLabel = "DIR", description = "Where; by its name.")
          Optional<Path> dir,
      @Option(names = "--package", paramLabel = "PACKAGE", description = "Its Java package.")
          Optional<String> javaPackage) {
    var arguments = new ArrayList<>(List.of(name));
    dir.ifPresent(path -> arguments.addAll(List.of("--dir", path.toString())));
    javaPackage.ifPresent(text -> arguments.addAll(List.of("--package", text)));
    return new LocalTools(session).run("weft-new-processor", arguments);
  }
}
