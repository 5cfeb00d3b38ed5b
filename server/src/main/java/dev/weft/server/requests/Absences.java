package dev.weft.server.requests;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who is away, and who decides for them. A deputy has the seats of the person who is away and no
 * others: what the person decides for somebody else does not go on to the deputy.
 */
public final class Absences {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final MeshLog mesh;

  public Absences(MeshLog mesh) {
    this.mesh = mesh;
  }

  /** Says that a person is away; takes the place of what was said before. */
  public Absence set(Caller caller, Absence wanted) {
    mayChange(caller, wanted.person());
    return mesh.decide(
        (state, now) -> {
          check(state, now, wanted);
          var key = key(wanted.person());
          var details = Json.object();
          state.get(key).ifPresent(before -> details.set("before", before.document()));
          details.set("after", Json.tree(wanted));
          return new MeshLog.Decided<>(
              List.of(MeshLog.Put.of(key, Json.tree(wanted), caller.id())),
              List.of(),
              List.of(new AuditEvent(caller.id(), "absence.set", key.toString(), true, details)),
              wanted);
        });
  }

  /** The person is back. */
  public void end(Caller caller, String person) {
    mayChange(caller, person);
    mesh.decide(
        (state, now) -> {
          var key = key(person);
          var before = state.get(key);
          return before.isEmpty()
              ? MeshLog.Decided.nothing(person)
              : new MeshLog.Decided<>(
                  List.of(),
                  List.of(key),
                  List.of(
                      new AuditEvent(
                          caller.id(),
                          "absence.end",
                          key.toString(),
                          true,
                          Json.object().set("before", before.get().document()))),
                  person);
        });
  }

  /** Whether somebody is away or will be; everybody may know, since they wait for them. */
  public Optional<Absence> of(String person) {
    return mesh.state().find(ResourceKind.ABSENCE, person, Absence.class);
  }

  /** For whom this person decides at this time. */
  static List<String> representedBy(MeshState state, Instant now, String deputy) {
    return state.all(ResourceKind.ABSENCE, Absence.class).stream()
        .filter(absence -> absence.deputy().equals(deputy) && absence.isAt(now))
        .map(Absence::person)
        .toList();
  }

  private static void mayChange(Caller caller, String person) {
    caller.require(
        caller.isAdmin() || caller.name().equals(person),
        "not-yours",
        "Only " + person + " or an administrator says so.",
        "Ask an administrator where somebody is ill.");
  }

  private static void check(MeshState state, Instant now, Absence wanted) {
    var problems = new ArrayList<Problem>();
    if (state.find(ResourceKind.USER, wanted.person(), User.class).isEmpty()) {
      problems.add(noUser("person", wanted.person()));
    }
    var deputy = state.find(ResourceKind.USER, wanted.deputy(), User.class);
    if (deputy.isEmpty() || deputy.get().disabled()) {
      problems.add(noUser("deputy", wanted.deputy()));
    }
    if (wanted.deputy().equals(wanted.person())) {
      problems.add(
          Problem.input(
              "own-deputy",
              Place.field("deputy"),
              "Nobody decides for themselves while they are away.",
              "Name somebody else."));
    }
    if (!wanted.from().isBefore(wanted.until()) || !now.isBefore(wanted.until())) {
      problems.add(
          Problem.input(
              "bad-period",
              Place.field("until"),
              "The absence has to end after it begins, and in the future.",
              "Give a later end."));
    } else if (Duration.between(wanted.from(), wanted.until()).compareTo(LONGEST) > 0) {
      problems.add(
          Problem.input(
              "too-long",
              Place.field("until"),
              "An absence lasts a year at most.",
              "Who stays away longer should hand the seat over."));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private static Problem noUser(String field, String name) {
    return Problem.input(
        "user-not-found",
        Place.field(field),
        "No user who may log in is called '" + name + "'.",
        "'weft get user' lists them.");
  }

  private static ResourceKey key(String person) {
    return new ResourceKey(ResourceKind.ABSENCE, person);
  }
}
