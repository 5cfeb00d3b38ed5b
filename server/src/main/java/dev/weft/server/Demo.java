package dev.weft.server;

import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.model.User;
import dev.weft.model.format.SourceText;
import dev.weft.server.apply.Applier;
import dev.weft.server.identity.Caller;
import dev.weft.server.requests.Subscriptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code weft demo}: one of the examples, with passwords made for this run, some subscriptions, and
 * what to try.
 */
final class Demo {
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private final Weft weft;
  private final DemoExample example;
  private final Path folder;
  private final Path data;
  private final PrintStream out;
  private final SecureRandom random = new SecureRandom();

  /** Files that belong to the example, such as a log that it writes, go into {@code data}. */
  Demo(Weft weft, DemoExample example, Path home, Path data, PrintStream out) {
    this.weft = weft;
    this.example = example;
    this.folder = home.resolve("examples").resolve(example.folder());
    this.data = data;
    this.out = out;
  }

  void run() {
    var desk = weft.desk();
    out.println("Loading " + folder);
    var request = new Applier.Request(files(), parameters(), Map.of(), false);
    var applied = desk.applier().apply(Caller.WEFT, request);
    desk.reconciler().reconcile();
    out.println("  " + applied.changes().size() + " resources");
    var passwords = passwords(desk);
    example.grants().forEach(grant -> grant(desk, grant));
    print(desk, passwords, weft.url());
  }

  private Map<String, String> parameters() {
    if (example.needsMqtt()) {
      return Map.of("mqtt", DemoBroker.start(data));
    }
    return example.writesLogs()
        ? Map.of("logs", data.resolve("example-logs").toAbsolutePath().toString())
        : Map.of();
  }

  private List<SourceText> files() {
    try (var listing = Files.list(folder)) {
      var files = new ArrayList<SourceText>();
      for (var file : listing.filter(one -> one.toString().endsWith(".yaml")).sorted().toList()) {
        files.add(new SourceText(file.getFileName().toString(), Files.readString(file)));
      }
      return files;
    } catch (IOException e) {
      var problem =
          Problem.environment(
              "no-examples",
              "The example is not at " + folder + ".",
              "Start with the launcher: ./weft demo.");
      throw new ProblemException(List.of(problem), e);
    }
  }

  private Map<String, String> passwords(Weft.Desk desk) {
    var passwords = new LinkedHashMap<String, String>();
    for (var user : desk.mesh().state().all(ResourceKind.USER, User.class)) {
      if (!user.name().equals(FirstStart.ADMIN)) {
        var password = password();
        desk.logins().setPassword(Caller.WEFT, user.name(), password);
        passwords.put(user.name(), password);
      }
    }
    return passwords;
  }

  /** Sixteen characters of 31: 79 bits, in groups that people can type. */
  private String password() {
    var text = new StringBuilder();
    for (var i = 0; i < 16; i++) {
      text.append(i > 0 && i % 4 == 0 ? "-" : "")
          .append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  private static void grant(Weft.Desk desk, DemoExample.Grant grant) {
    var person = grant.person();
    var has =
        desk.mesh().state().all(ResourceKind.SUBSCRIPTION, Subscription.class).stream()
            .anyMatch(
                one ->
                    one.principal().equals(PrincipalId.user(person))
                        && one.port().equals(grant.port()));
    if (!has) {
      var asked =
          desk.subscriptions()
              .request(
                  caller(person),
                  new Subscriptions.Request(
                      grant.port(), grant.purpose(), List.of(), Optional.empty()));
      desk.subscriptions().approve(caller(grant.approver()), asked.id());
    }
  }

  private static Caller caller(String name) {
    return new Caller(PrincipalId.user(name), Set.of(), Instant.MAX);
  }

  private void print(Weft.Desk desk, Map<String, String> passwords, String url) {
    out.println();
    out.println("Logins made for this run (" + url + "):");
    for (var user : desk.mesh().state().all(ResourceKind.USER, User.class)) {
      if (example.shown().contains(user.name())) {
        out.printf("  %-6s %-22s %s%n", user.name(), passwords.get(user.name()), user.title());
      }
    }
    out.println();
    out.println("Try, in another terminal:");
    if (!url.endsWith(":8080")) {
      out.println("     export WEFT_URL=" + url);
    }
    var reader = example.reader();
    var port = example.port();
    out.printf(
        "  1. ./weft login %s --password-stdin <<< '%s' && ./weft read %s --max 3%n",
        reader, passwords.get(reader), port);
    out.printf(
        "  2. ./weft connect %s > client.properties    # for any Kafka client, as %s%n",
        port, reader);
    out.printf("  3. ./weft trace %s/0/0 --readers%n", port);
    example.more().forEach(out::println);
    out.println();
  }
}
