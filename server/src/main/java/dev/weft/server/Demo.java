package dev.weft.server;

import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.model.User;
import dev.weft.model.format.SourceText;
import dev.weft.server.access.Subscriptions;
import dev.weft.server.apply.Applier;
import dev.weft.server.identity.Caller;
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
 * {@code weft demo}: the bank of {@code examples/bank}, with passwords made for this run, and what
 * to try. Wim and Fred have what they asked for already; Nora has everything before her.
 */
final class Demo {
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final List<String> SHOWN = List.of("nora", "wim", "fred", "paula", "dana", "iris");
  private static final String PORT = "payments.transactions";

  private final Weft weft;
  private final Path examples;
  private final PrintStream out;
  private final SecureRandom random = new SecureRandom();

  Demo(Weft weft, Path home, PrintStream out) {
    this.weft = weft;
    this.examples = home.resolve("examples").resolve("bank");
    this.out = out;
  }

  void run() {
    var desk = weft.desk();
    out.println("Loading the bank of " + examples);
    var applied =
        desk.applier().apply(Caller.WEFT, new Applier.Request(files(), Map.of(), Map.of(), false));
    desk.reconciler().reconcile();
    out.println("  " + applied.changes().size() + " resources");
    var passwords = passwords(desk);
    grant(desk, "wim", "How card spending in the West develops");
    grant(desk, "fred", "Finding stolen cards");
    print(passwords, weft.url());
  }

  private List<SourceText> files() {
    try (var listing = Files.list(examples)) {
      var files = new ArrayList<SourceText>();
      for (var file : listing.filter(one -> one.toString().endsWith(".yaml")).sorted().toList()) {
        files.add(new SourceText(file.getFileName().toString(), Files.readString(file)));
      }
      return files;
    } catch (IOException e) {
      var problem =
          Problem.environment(
              "no-examples",
              "The example is not at " + examples + ".",
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

  private static void grant(Weft.Desk desk, String person, String purpose) {
    var has =
        desk.mesh().state().all(ResourceKind.SUBSCRIPTION, Subscription.class).stream()
            .anyMatch(
                one -> one.principal().equals(PrincipalId.user(person)) && one.port().equals(PORT));
    if (!has) {
      var asked =
          desk.subscriptions()
              .request(
                  caller(person),
                  new Subscriptions.Request(PORT, purpose, List.of(), Optional.empty()));
      desk.subscriptions().approve(caller("paula"), asked.id());
    }
  }

  private static Caller caller(String name) {
    return new Caller(PrincipalId.user(name), Set.of(), Instant.MAX);
  }

  private void print(Map<String, String> passwords, String url) {
    out.println();
    out.println("Logins made for this run (" + url + "):");
    for (var name : SHOWN) {
      out.printf("  %-6s %-22s %s%n", name, passwords.get(name), role(name));
    }
    out.println();
    out.println("Try, in another terminal:");
    if (!url.endsWith(":8080")) {
      out.println("     export WEFT_URL=" + url);
    }
    out.println(
        "  1. ./weft login wim --password-stdin <<< '"
            + passwords.get("wim")
            + "' && ./weft read "
            + PORT
            + " --max 3");
    out.println(
        "  2. ./weft connect "
            + PORT
            + " > client.properties    # for any Kafka client; its rows and masks are Wim's");
    out.println("  3. ./weft trace " + PORT + "/0/0 --readers");
    out.println(
        "Or open " + url + " as nora, search for 'card spending' and ask for it; paula approves.");
    out.println();
  }

  private static String role(String name) {
    return switch (name) {
      case "nora" -> "analyst for the North, has no access yet";
      case "wim" -> "analyst for the West, reads the West, masked";
      case "fred" -> "fraud desk, reads all regions, hashed";
      case "paula" -> "owner of payments, approves";
      case "dana" -> "data protection, reads everything as it is";
      default -> "auditor, sees who did and read what";
    };
  }
}
