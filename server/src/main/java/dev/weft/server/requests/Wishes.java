package dev.weft.server.requests;

import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Data that people want and that is not there: they say what for, others who want it too add their
 * votes, owners offer it, and in the end a product has it or somebody says why not.
 */
public final class Wishes {
  private static final int VOTES_MAX = 10_000;
  private static final int OFFERS_MAX = 50;

  private final MeshLog mesh;
  private final SecureRandom random;

  public Wishes(MeshLog mesh, SecureRandom random) {
    this.mesh = mesh;
    this.random = random;
  }

  /** What somebody wants. */
  public record Wanted(String title, String description, String purpose, String domain) {
    public Wanted {
      title = text(title);
      description = text(description);
      purpose = text(purpose);
      domain = text(domain);
    }
  }

  /** How it ends: {@code fulfilled}, {@code declined} or {@code withdrawn}. */
  public record End(String status, String product, String why) {
    public End {
      status = text(status).toLowerCase(Locale.ROOT);
      product = text(product);
      why = text(why);
    }
  }

  private static String text(String value) {
    return value == null ? "" : value.strip();
  }

  public Wish add(Caller caller, Wanted wanted) {
    var bytes = new byte[6];
    random.nextBytes(bytes);
    var id = "w-" + HexFormat.of().formatHex(bytes);
    return mesh.decide(
        (state, now) -> {
          new WishRights(state, caller).mustWish(wanted);
          var wish =
              Wish.of(
                  id,
                  wanted.title(),
                  wanted.description(),
                  wanted.purpose(),
                  wanted.domain(),
                  caller.id(),
                  now);
          return decided(caller, "wish.add", Optional.empty(), wish);
        });
  }

  /** Wants it as well. */
  public Wish vote(Caller caller, String id) {
    return change(
        caller,
        id,
        "wish.vote",
        (state, wish, now) -> {
          mustBeOpen(wish);
          if (wish.isWantedBy(caller.id())) {
            return wish;
          }
          limit(wish.votes().size(), VOTES_MAX, "votes");
          return wish.voted(caller.id());
        });
  }

  public Wish unvote(Caller caller, String id) {
    return change(caller, id, "wish.unvote", (state, wish, now) -> wish.unvoted(caller.id()));
  }

  /** Who owns a product, or governs a domain, may offer to help. */
  public Wish offer(Caller caller, String id, String product, String text) {
    return change(
        caller,
        id,
        "wish.offer",
        (state, wish, now) -> {
          new WishRights(state, caller).mustOffer(id, product, text);
          mustBeOpen(wish);
          limit(wish.offers().size(), OFFERS_MAX, "offers");
          return wish.offered(new Wish.Offer(caller.id(), product, text, now));
        });
  }

  /**
   * Ends a wish: it is fulfilled by a product's owner or by who asked, declined by who governs its
   * domain, withdrawn by who asked.
   */
  public Wish close(Caller caller, String id, End end) {
    return change(
        caller,
        id,
        "wish.close",
        (state, wish, now) -> {
          mustBeOpen(wish);
          var status = new WishRights(state, caller).end(wish, end);
          return wish.closed(status, end.product(), caller.id(), now, end.why());
        });
  }

  private static void mustBeOpen(Wish wish) {
    if (wish.status() != Wish.Status.OPEN) {
      throw Problem.conflict(
              "wrong-status",
              "Wish " + wish.id() + " is " + wish.status().name().toLowerCase(Locale.ROOT) + ".",
              "Wish for something new: weft wish add.")
          .asException();
    }
  }

  private static void limit(int number, int most, String what) {
    if (number >= most) {
      throw Problem.conflict("too-many", "A wish has at most " + most + " " + what + ".", "")
          .asException();
    }
  }

  public Wish get(String id) {
    return find(mesh.state(), id);
  }

  /** Those that most people want first; {@code view} is open, mine or all. */
  public List<Wish> list(Caller caller, String view) {
    return mesh.state().all(ResourceKind.WISH, Wish.class).stream()
        .filter(
            wish ->
                switch (view) {
                  case "mine" -> wish.isWantedBy(caller.id());
                  case "all" -> true;
                  default -> wish.status() == Wish.Status.OPEN;
                })
        .sorted(
            Comparator.comparing((Wish wish) -> wish.votes().size())
                .thenComparing(Wish::at)
                .reversed())
        .toList();
  }

  private interface Next {
    Wish of(MeshState state, Wish wish, Instant now);
  }

  private Wish change(Caller caller, String id, String action, Next next) {
    return mesh.decide(
        (state, now) -> {
          var before = find(state, id);
          var after = next.of(state, before, now);
          return after.equals(before)
              ? MeshLog.Decided.nothing(before)
              : decided(caller, action, Optional.of(before), after);
        });
  }

  private static MeshLog.Decided<Wish> decided(
      Caller caller, String action, Optional<Wish> before, Wish after) {
    var key = new ResourceKey(ResourceKind.WISH, after.id());
    var details = Json.object();
    before.ifPresent(wish -> details.put("status", wish.status().name()));
    details.set("after", Json.tree(shortened(after)));
    return new MeshLog.Decided<>(
        List.of(MeshLog.Put.of(key, Json.tree(after), caller.id())),
        List.of(),
        List.of(new AuditEvent(caller.id(), action, key.toString(), true, details)),
        after);
  }

  /** The audit need not repeat thousands of votes at each of them. */
  private static Wish shortened(Wish wish) {
    return new Wish(
        wish.id(),
        wish.title(),
        wish.description(),
        wish.purpose(),
        wish.domain(),
        wish.by(),
        wish.at(),
        wish.status(),
        List.of(),
        wish.offers(),
        wish.product(),
        wish.closedBy(),
        wish.closedAt(),
        wish.why());
  }

  private static Wish find(MeshState state, String id) {
    return state
        .find(ResourceKind.WISH, id, Wish.class)
        .orElseThrow(
            () ->
                Problem.missing(
                        "no-such-wish",
                        "There is no wish '" + id + "'.",
                        "'weft wish list' shows them.")
                    .asException());
  }
}
