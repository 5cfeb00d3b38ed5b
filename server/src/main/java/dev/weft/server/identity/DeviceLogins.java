package dev.weft.server.identity;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Logins of programs that have no browser, such as the command line: they show a code, and who is
 * logged in to the portal confirms it there. In memory only, a few minutes long. Safe for any
 * thread.
 */
public final class DeviceLogins {
  /** How long somebody may take to confirm. */
  public static final Duration PATIENCE = Duration.ofMinutes(10);

  /** How long a program waits between two questions. */
  public static final Duration EVERY = Duration.ofSeconds(2);

  private static final Duration TOKEN_LIFE = Duration.ofHours(12);
  private static final int ALL_MAX = 500;
  private static final int PER_ADDRESS_MAX = 10;
  private static final int CLIENT_MAX = 100;

  /** Without vowels, so that no words come out, and without letters that look like others. */
  private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

  private final Logins logins;
  private final AuditLog audit;
  private final Attempts attempts;
  private final Clock clock;
  private final SecureRandom random;
  private final Map<String, Waiting> byCode = new HashMap<>();

  public DeviceLogins(Logins logins, AuditLog audit, Clock clock, SecureRandom random) {
    this.logins = logins;
    this.audit = audit;
    this.attempts = new Attempts(clock);
    this.clock = clock;
    this.random = random;
  }

  /**
   * A login that waits to be confirmed.
   *
   * @param deviceCode the program's secret
   * @param userCode what it shows
   */
  public record Begun(String deviceCode, String userCode) {
    @Override
    public String toString() {
      return "login " + userCode; // never the secret
    }
  }

  /** Who asks to be let in as whoever confirms it. */
  public record Asking(String userCode, String client, String address, Instant until) {}

  private record Waiting(
      String codeHash, Asking asking, Optional<PrincipalId> by, boolean denied) {}

  /**
   * Begins a login.
   *
   * @param client what the program calls itself; shown to who confirms
   */
  public synchronized Begun begin(String client, String address) {
    sweep();
    var own = byCode.values().stream().filter(it -> it.asking().address().equals(address)).count();
    if (byCode.size() >= ALL_MAX || own >= PER_ADDRESS_MAX) {
      throw new Problem(
              Problem.Kind.TOO_MANY,
              "too-many-logins",
              Place.NOWHERE,
              "Too many logins wait to be confirmed.",
              "Confirm or refuse some, or wait ten minutes.")
          .asException();
    }
    var begun = new Begun(AccessToken.generate(random), userCode());
    var shown = client.replaceAll("[^\\x20-\\x7E]", "?");
    var asking =
        new Asking(
            begun.userCode(),
            shown.substring(0, Math.min(CLIENT_MAX, shown.length())),
            address,
            clock.instant().plus(PATIENCE));
    var hash = AccessToken.nameOf(begun.deviceCode());
    byCode.put(begun.userCode(), new Waiting(hash, asking, Optional.empty(), false));
    return begun;
  }

  private String userCode() {
    var code = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      code.append(i == 4 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return code.toString();
  }

  /** What somebody is asked to confirm; guessing codes is limited as guessing passwords is. */
  public synchronized Asking asking(Caller caller, String userCode, String address) {
    return find(caller, userCode, address).asking();
  }

  private Waiting find(Caller caller, String userCode, String address) {
    sweep();
    attempts.check(caller.name(), address);
    var waiting = byCode.get(normal(userCode));
    if (waiting == null || waiting.by().isPresent() || waiting.denied()) {
      attempts.failed(caller.name(), address);
      throw Problem.missing(
              "no-such-code",
              "No login waits under this code.",
              "Look at the terminal again; a code is good for ten minutes.")
          .asException();
    }
    attempts.succeeded(caller.name());
    return waiting;
  }

  private static String normal(String userCode) {
    var letters = userCode.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
    return letters.length() == 8 ? letters.substring(0, 4) + "-" + letters.substring(4) : letters;
  }

  /** Lets the program in as the caller, or refuses it; either is in the audit. */
  public void decide(Caller caller, String userCode, boolean allow, String address) {
    Waiting waiting;
    synchronized (this) {
      waiting = find(caller, userCode, address);
      byCode.put(
          waiting.asking().userCode(),
          new Waiting(
              waiting.codeHash(),
              waiting.asking(),
              allow ? Optional.of(caller.id()) : Optional.empty(),
              !allow));
    }
    var details =
        Json.object()
            .put("client", waiting.asking().client())
            .put("of", waiting.asking().address())
            .put("address", address);
    audit
        .append(
            new AuditEvent(caller.id(), "device.confirm", "User/" + caller.name(), allow, details))
        .join();
  }

  /** The program asks whether it is in; it is told once. */
  public Logins.Issued take(String deviceCode, String address) {
    var waiting = taken(AccessToken.nameOf(deviceCode));
    return logins.enter(waiting.by().orElseThrow(), TOKEN_LIFE, "", address);
  }

  private synchronized Waiting taken(String hash) {
    sweep();
    var waiting =
        byCode.values().stream()
            .filter(it -> it.codeHash().equals(hash))
            .findFirst()
            .orElseThrow(DeviceLogins::expired);
    if (waiting.denied()) {
      byCode.remove(waiting.asking().userCode());
      throw Problem.refused("login-denied", "The login was refused in the portal.", "")
          .asException();
    }
    if (waiting.by().isEmpty()) {
      throw pending();
    }
    byCode.remove(waiting.asking().userCode());
    return waiting;
  }

  /** That nobody has confirmed yet. */
  public static ProblemException pending() {
    return Problem.conflict(
            "authorization-pending", "Nobody has confirmed the login yet.", "Ask again soon.")
        .asException();
  }

  /** That it is too late. */
  public static ProblemException expired() {
    return Problem.missing(
            "login-expired", "This login does not wait any more.", "Begin again: weft login.")
        .asException();
  }

  private void sweep() {
    var now = clock.instant();
    byCode.values().removeIf(waiting -> !now.isBefore(waiting.asking().until()));
  }
}
