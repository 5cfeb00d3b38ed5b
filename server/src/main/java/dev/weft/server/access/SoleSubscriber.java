package dev.weft.server.access;

import dev.weft.model.Contract;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.Subscription;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.Optional;

/**
 * Ports that are for one subscriber at a time, as their contract says with {@code
 * weft.subscribers}. While one has a grant nobody else can ask, and of several who had asked before
 * one is approved. The port is free again when the grant ends. Who answers for the port may read it
 * all the same, and so may those whom a policy lets in without asking.
 */
public final class SoleSubscriber {
  private static final String SUBSCRIBERS = "weft.subscribers";

  private SoleSubscriber() {}

  /**
   * Whether the contract wants one subscriber at a time.
   *
   * @throws dev.weft.model.ProblemException when it says something else than {@code one} or {@code
   *     many}
   */
  public static boolean isWanted(Contract contract) {
    var choice = contract.customProperty(SUBSCRIBERS).map(value -> value.asText()).orElse("many");
    return switch (choice) {
      case "many" -> false;
      case "one" -> true;
      default ->
          throw Problem.input(
                  "bad-value",
                  Place.field("customProperties"),
                  SUBSCRIBERS + " cannot be '" + choice + "'.",
                  "It is many or one.")
              .asException();
    };
  }

  /** Whether the port's contract wants one subscriber at a time. */
  public static boolean isWanted(MeshState state, PortName port) {
    return Ports.contract(state, port).map(SoleSubscriber::isWanted).orElse(false);
  }

  /** The grant of somebody else that keeps this principal out now. */
  public static Optional<Subscription> inTheWay(
      MeshState state, Instant now, PortName port, PrincipalId principal) {
    if (!isWanted(state, port)) {
      return Optional.empty();
    }
    return state.subscriptionsTo(port.topic()).stream()
        .filter(one -> one.grantsAt(now))
        .filter(one -> !one.principal().equals(principal))
        .findFirst();
  }

  /** Refuses when somebody else has the port. */
  public static void check(MeshState state, Instant now, PortName port, PrincipalId principal) {
    var other = inTheWay(state, now, port, principal);
    if (other.isPresent()) {
      var end = other.get().until().map(until -> "until " + until).orElse("without an end");
      throw Problem.conflict(
              "port-taken",
              "%s is for one subscriber at a time, and %s has it %s."
                  .formatted(port, other.get().principal(), end),
              "Ask again when that grant has ended, or its owners to end it.")
          .asException();
    }
  }
}
