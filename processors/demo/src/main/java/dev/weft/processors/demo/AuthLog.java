package dev.weft.processors.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The lines of one connection after another, each a function of the seed and its number. Attackers
 * have addresses that are reserved for documentation (RFC 5737); people have private ones.
 */
final class AuthLog {
  /** So many connections in a row one attacker is at work, then the next. */
  private static final int CAMPAIGN = 90;

  private static final int ATTACK_PERCENT = 60;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final List<String> ATTACKERS =
      List.of("203.0.113.7", "198.51.100.23", "192.0.2.99", "203.0.113.200", "198.51.100.4");
  private static final List<String> GUESSED =
      List.of("root", "root", "root", "admin", "oracle", "test", "postgres", "pi", "ubuntu");
  private static final List<String> UNKNOWN = List.of("admin", "oracle", "test", "pi", "ubuntu");
  private static final List<String> PEOPLE = List.of("anna", "bela", "chris", "dora", "emil");

  private final long seed;

  AuthLog(long seed) {
    this.seed = seed;
  }

  /** What the server writes about the connection with this number, from 0. */
  List<String> connection(long number, Instant at) {
    var dice = Dice.of(seed, "auth", number);
    var lines = new Lines(at, 20_000 + number % 40_000);
    var port = dice.between(32_768, 61_000);
    if (dice.percent(ATTACK_PERCENT)) {
      attack(lines, attacker(number), dice.pick(GUESSED), port);
    } else if (dice.percent(4)) {
      lines.add("Did not receive identification string from " + attacker(number));
    } else {
      person(lines, dice, port);
    }
    return lines.all;
  }

  private String attacker(long number) {
    return Dice.of(seed, "auth.attacker", number / CAMPAIGN).pick(ATTACKERS);
  }

  private static void attack(Lines lines, String from, String user, int port) {
    var unknown = UNKNOWN.contains(user);
    if (unknown) {
      lines.add("Invalid user " + user + " from " + from);
      lines.add("input_userauth_request: invalid user " + user + " [preauth]");
    }
    lines.add(
        "Failed password for %s%s from %s port %d ssh2"
            .formatted(unknown ? "invalid user " : "", user, from, port));
    lines.add("Connection closed by " + from + " [preauth]");
  }

  private static void person(Lines lines, Dice dice, int port) {
    var user = dice.pick(PEOPLE);
    var from = "10.20." + dice.between(0, 4) + "." + dice.between(10, 250);
    if (dice.percent(12)) { // Everybody mistypes at times.
      lines.add("Failed password for " + user + " from " + from + " port " + port + " ssh2");
    }
    var method = dice.percent(70) ? "publickey" : "password";
    lines.add("Accepted " + method + " for " + user + " from " + from + " port " + port + " ssh2");
    lines.add("pam_unix(sshd:session): session opened for user " + user + " by (uid=0)");
  }

  private static final class Lines {
    private final List<String> all = new ArrayList<>();
    private final String head;

    Lines(Instant at, long process) {
      head = TIME.format(at) + " gate sshd[" + process + "]: ";
    }

    void add(String text) {
      all.add(head + text);
    }
  }
}
