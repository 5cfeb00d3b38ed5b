package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.format.SourceText;
import dev.weft.server.apply.Applier;
import dev.weft.server.identity.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A running Weft with the example bank, in which people get a password when they first come. */
public final class Bank implements AutoCloseable {
  public static final String TRANSACTIONS = "payments.transactions";
  private static final Path FILES =
      Path.of("").toAbsolutePath().getParent().resolve("examples").resolve("bank");

  private final Weft weft;
  private final Set<String> letIn = ConcurrentHashMap.newKeySet();

  private Bank(Weft weft) {
    this.weft = weft;
  }

  /** Starts on free ports, with more options if need be, and waits for the first transactions. */
  public static Bank open(Path data, String... more) {
    var options =
        new ArrayList<>(List.of("--data", data.toString(), "--http", "0", "--gateway", "0"));
    options.addAll(List.of("--search-vectors", "off"));
    options.addAll(List.of(more));
    var weft = Weft.start(Settings.parse("data", options), Throwable::printStackTrace);
    var bank = new Bank(weft);
    try {
      bank.fill();
      return bank;
    } catch (RuntimeException | AssertionError e) {
      weft.close();
      throw e;
    }
  }

  private void fill() {
    apply(files());
    var dana = rest("dana");
    Eventually.within(
        Duration.ofSeconds(60),
        "the history of transactions",
        () -> dana.get("/api/v1/ports/" + TRANSACTIONS).body().path("records").asLong() > 1_000);
  }

  /** Applies one more file with this text, as Weft itself. */
  void apply(String text) {
    apply(List.of(new SourceText("more.yaml", text)));
  }

  private void apply(List<SourceText> files) {
    var desk = weft.desk();
    desk.applier().apply(Caller.WEFT, new Applier.Request(files, Map.of(), Map.of(), false));
    desk.reconciler().reconcile();
  }

  public String url() {
    return weft.url();
  }

  public String gatewayAddress() {
    return weft.gatewayAddress();
  }

  /** Not a secret: it is of this run's people only. */
  public static String password(String name) {
    return "a long password of " + name;
  }

  /** Gives them their passwords; a dozen for a test in which two come would cost seconds. */
  public void letIn(String... names) {
    for (var name : names) {
      if (letIn.add(name)) {
        weft.desk().logins().setPassword(Caller.WEFT, name, password(name));
      }
    }
  }

  /** REST as that person. */
  public Rest rest(String name) {
    letIn(name);
    return new Rest(url(), "").login(name, password(name));
  }

  /** Lets somebody in who has asked. */
  public void grant(String name) {
    var asked =
        rest(name)
            .send(
                "POST",
                "/api/v1/subscriptions",
                "{\"port\": \"" + TRANSACTIONS + "\", \"purpose\": \"a test\"}");
    assertThat(asked.status()).as(asked.text()).isEqualTo(200);
    var approved =
        rest("paula")
            .post("/api/v1/subscriptions/" + asked.body().path("id").asText() + "/approve");
    assertThat(approved.status()).as(approved.text()).isEqualTo(200);
  }

  private static List<SourceText> files() {
    try (var listing = Files.list(FILES)) {
      var files = new ArrayList<SourceText>();
      for (var file : listing.filter(one -> one.toString().endsWith(".yaml")).sorted().toList()) {
        files.add(new SourceText(file.getFileName().toString(), Files.readString(file)));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    weft.close();
  }
}
