package dev.weft.server;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.DemoExample.Asked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code weft up} and {@code weft demo}: everything in one process, in the foreground. And {@code
 * rehearse}, which is the launcher's own.
 */
public final class Main {
  private static final List<String> VERBS = List.of("up", "demo");
  private static final String REHEARSE = "rehearse";

  private Main() {}

  /** Exit codes as {@link Problem.Kind} has them; stopped by a signal: 0. */
  public static void main(String[] arguments) {
    var ending = new Ending();
    try {
      run(Arrays.asList(arguments), ending);
    } catch (ProblemException e) {
      e.problems().forEach(Main::print);
      log().debug("Could not go on", e);
      ending.exit(e.first().kind().exitCode());
    } catch (RuntimeException | Error e) {
      log().error("Weft could not start", e);
      System.err.println("Weft could not start: " + e + ". Please report this; the log has more.");
      ending.exit(Problem.Kind.INTERNAL.exitCode());
    }
  }

  private static void run(List<String> arguments, Ending ending) {
    var began = Instant.now();
    var verb = arguments.isEmpty() ? "up" : arguments.get(0);
    if (verb.equals(REHEARSE)) {
      Rehearsal.run();
      ending.exit(0);
    }
    if (!VERBS.contains(verb)) {
      throw Problem.input(
              "unknown-verb",
              Place.field(verb),
              "'" + verb + "' is not a verb of the server.",
              "Verbs: " + String.join(", ", VERBS) + ".")
          .asException();
    }
    var rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
    var demo = verb.equals("demo") ? Optional.of(Asked.of(rest)) : Optional.<Asked>empty();
    var settings =
        demo.map(asked -> Settings.parse(asked.example().data(), asked.options()))
            .orElseGet(() -> Settings.parse("data", rest));
    // Before anything logs: the log file lies in the data folder, which only its owner may enter.
    var folder = new DataFolder(settings.data());
    System.setProperty("weft.log", folder.path().resolve("weft.log").toString());
    ending.listen();
    var weft = Weft.start(settings, broken -> halt(broken));
    ending.running(weft);
    var home = Path.of(System.getProperty("weft.home", "."));
    demo.ifPresent(asked -> new Demo(weft, asked.example(), home, folder.path(), System.out).run());
    greet(weft, settings, Duration.between(began, Instant.now()));
    await(ending);
  }

  /** Whatever the other threads are: the process runs until somebody ends it. */
  private static void await(Ending ending) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      ending.exit(0);
    }
  }

  private static void greet(Weft weft, Settings settings, Duration took) {
    System.out.println("Portal and REST  " + weft.url());
    System.out.println("Gateway (Kafka)  " + weft.gatewayAddress());
    var token = new DataFolder(settings.data()).adminToken();
    if (Files.exists(token)) { // Of several servers only the first writer has made one.
      System.out.println("Administrator    token in " + token);
    }
    System.out.printf("weft is ready (%.1f s)%n", took.toMillis() / 1000.0);
    System.out.flush();
  }

  /**
   * A view is out of step with the log: answering from it would be wrong, so nothing is answered.
   */
  private static void halt(Throwable broken) {
    log().error("Weft stops: it can no longer follow its log", broken);
    Runtime.getRuntime().halt(Problem.Kind.INTERNAL.exitCode());
  }

  /** Not a constant: the first logger opens the log file. */
  private static Logger log() {
    return LoggerFactory.getLogger(Main.class);
  }

  private static void print(Problem problem) {
    var place = problem.place().toString();
    System.err.println((place.isEmpty() ? "" : place + "  ") + problem.code());
    System.err.println(
        "  " + problem.message() + (problem.hint().isEmpty() ? "" : " " + problem.hint()));
  }
}
