package dev.weft.server.query;

import dev.weft.model.DataProduct;
import dev.weft.model.FunctionSpec;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Jars with functions that come over the network, where whoever runs the server allows that. One
 * person offers a jar and another lets it in; until then nothing is loaded from it. Whoever
 * withdraws it takes the functions along that are made of it, so that their queries stop.
 */
public final class FunctionOffers {
  private static final int AT_ONCE = 2;
  private static final int NAME_MAX = 100;

  private final MeshLog mesh;
  private final OfferedJars jars;
  private final FunctionFolder folder;
  private final boolean isOn;
  private final String server;
  private final Clock clock;
  private final Semaphore arriving = new Semaphore(AT_ONCE);

  /**
   * @param isOn whether whoever runs the server allows it
   * @param server this one's address: what is offered lies here, and on no other server of the mesh
   */
  FunctionOffers(
      MeshLog mesh,
      OfferedJars jars,
      FunctionFolder folder,
      boolean isOn,
      String server,
      Clock clock) {
    this.server = server;
    this.mesh = mesh;
    this.jars = jars;
    this.folder = folder;
    this.isOn = isOn;
    this.clock = clock;
  }

  /** Those that the caller has offered; all of them for administrators. */
  public List<OfferedJar> list(Caller caller) {
    return jars.all().stream().filter(each -> mayKnow(caller, each)).toList();
  }

  private static boolean mayKnow(Caller caller, OfferedJar offer) {
    return caller.isAdmin() || offer.offeredBy().equals(caller.id().toString());
  }

  /** Takes a jar from somebody who owns a product. */
  public OfferedJar offer(Caller caller, String file, InputStream body) {
    requireOn();
    requirePerson(caller);
    var state = mesh.state();
    caller.require(
        caller.isAdmin() || ownsOne(state, caller),
        "not-an-owner",
        "Only owners of products offer functions.",
        "Ask an owner, or who runs the server to put the jar into its folder.");
    if (!arriving.tryAcquire()) {
      throw Problem.environment(
              "too-many-jars", AT_ONCE + " jars are arriving already.", "Try again in a moment.")
          .asException();
    }
    try {
      requireRoom();
      return keep(caller, file, jars.receive(body));
    } finally {
      arriving.release();
    }
  }

  private static boolean ownsOne(MeshState state, Caller caller) {
    var rights = new Rights(state);
    return state.all(ResourceKind.DATA_PRODUCT, DataProduct.class).stream()
        .anyMatch(product -> rights.owns(caller, product));
  }

  private void requireRoom() {
    if (jars.all().size() >= OfferedJars.JARS_MAX) {
      throw Problem.conflict(
              "too-many-jars",
              OfferedJars.JARS_MAX + " jars are here already.",
              "Have an administrator withdraw what is not used: weft function jars.")
          .asException();
    }
  }

  private OfferedJar keep(Caller caller, String file, OfferedJars.Arrived arrived) {
    var known = jars.find(arrived.sha256());
    if (known.isPresent()) {
      jars.drop(arrived);
      return known.get();
    }
    var offer =
        new OfferedJar(
            arrived.sha256(),
            plain(file),
            arrived.bytes(),
            arrived.classes(),
            caller.id().toString(),
            clock.instant(),
            server,
            "",
            Optional.empty());
    told(caller, "function.jar.offered", offer);
    jars.keep(arrived, offer);
    return offer;
  }

  /** Only to be read: no path, and nothing that a terminal would obey. */
  private static String plain(String file) {
    var name = file.replaceAll("[^\\w.-]", "_");
    return name.substring(Math.max(0, name.length() - NAME_MAX));
  }

  /** Lets a jar in that somebody else has offered. */
  public OfferedJar accept(Caller caller, String sha256) {
    requireOn();
    requirePerson(caller);
    requireAdmin(caller);
    var offer = existing(caller, sha256);
    caller.require(
        !offer.offeredBy().equals(caller.id().toString()),
        "own-offer",
        "You have offered this jar yourself.",
        "Another administrator has to let it in.");
    if (!offer.isAccepted()) {
      told(caller, "function.jar.accepted", offer);
      jars.accept(offer, caller.id().toString(), clock.instant());
    }
    return existing(caller, sha256);
  }

  /** Removes it, and with it all functions that are made of it. */
  public void withdraw(Caller caller, String sha256) {
    var offer = existing(caller, sha256);
    if (offer.isAccepted()) {
      requireAdmin(caller);
    }
    told(caller, "function.jar.withdrawn", offer);
    jars.remove(offer);
    folder.forget(sha256);
  }

  private OfferedJar existing(Caller caller, String sha256) {
    return jars.find(sha256)
        .filter(each -> mayKnow(caller, each))
        .orElseThrow(
            () ->
                Problem.missing(
                        "no-such-jar",
                        "Nobody has offered a jar with this hash.",
                        "'weft function jars' lists them.")
                    .asException());
  }

  private void told(Caller caller, String action, OfferedJar offer) {
    var gone = action.equals("function.jar.withdrawn");
    mesh.decide(
        (state, at) -> {
          var details = Json.object().put("file", offer.file()).put("bytes", offer.bytes());
          details.put("offeredBy", offer.offeredBy());
          var functions = gone ? made(state, offer.sha256()) : List.<ResourceKey>of();
          functions.forEach(each -> details.withArray("functions").add(each.name()));
          return new MeshLog.Decided<>(
              List.of(),
              functions,
              List.of(
                  new AuditEvent(
                      caller.id(), action, "FunctionJar/" + offer.sha256(), true, details)),
              offer.sha256());
        });
  }

  private static List<ResourceKey> made(MeshState state, String sha256) {
    return state.all(ResourceKind.FUNCTION).stream()
        .filter(each -> each.as(FunctionSpec.class).sha256().equals(sha256))
        .map(Resource::key)
        .toList();
  }

  private void requireOn() {
    if (!isOn) {
      throw Problem.refused(
              "no-jars-by-network",
              "This server takes no jars over the network.",
              "Who runs it sets functions.offers = on, or puts the jar into its folder 'functions'.")
          .asException();
    }
  }

  /** A person's agent is that same person. */
  private static void requirePerson(Caller caller) {
    caller.require(
        caller.id().type() == PrincipalId.Type.USER,
        "no-person",
        "Programs neither offer jars nor let them in.",
        "Log in yourself: weft login NAME.");
  }

  private static void requireAdmin(Caller caller) {
    caller.require(
        caller.isAdmin(),
        "not-an-administrator",
        "Only administrators let jars in and withdraw them.",
        "Ask one of them.");
  }
}
