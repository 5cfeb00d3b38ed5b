package dev.weft.bench;

import dev.weft.bench.Effects.Stage;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadDecision;
import dev.weft.spi.ReadView;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Notes when the gateway judges by a change, and when the audit knows of it, without changing
 * anything: it stands between the gateway and what it asks.
 */
final class WatchedDoor {
  private static final String FIELD = "iban";

  private final Effects effects;
  private final Function<PrincipalId, Optional<Integer>> watchers;

  /** {@code watchers} says which numbered reader somebody is, if changes for them are timed. */
  WatchedDoor(Effects effects, Function<PrincipalId, Optional<Integer>> watchers) {
    this.effects = effects;
    this.watchers = watchers;
  }

  Decisions decisions(Decisions engine) {
    return new Decisions() {
      @Override
      public ReadView read(PrincipalId principal, PortName port, AccessContext context) {
        var view = engine.read(principal, port, context);
        watchers
            .apply(principal)
            .ifPresent(reader -> effects.reached(reader, seen(view), Stage.JUDGED));
        return view;
      }

      @Override
      public Answer write(PrincipalId principal, PortName port) {
        return engine.write(principal, port);
      }

      @Override
      public long epoch() {
        return engine.epoch();
      }
    };
  }

  AccessObserver observer(AccessObserver audit) {
    return new AccessObserver() {
      @Override
      public CompletableFuture<Void> readOpened(ReadOpened event) {
        var reader = watchers.apply(event.reader().principal());
        reader.ifPresent(one -> effects.reached(one, seen(event.decision()), Stage.READY));
        var told = audit.readOpened(event);
        if (reader.isEmpty()) {
          return told;
        }
        return told.thenRun(
            () -> effects.reached(reader.get(), seen(event.decision()), Stage.AUDITED));
      }

      @Override
      public CompletableFuture<Void> readClosed(ReadRange event) {
        return audit.readClosed(event);
      }

      @Override
      public CompletableFuture<Void> readEnded(Reader reader, PortName port) {
        return audit.readEnded(reader, port);
      }

      @Override
      public CompletableFuture<Void> refused(Refusal event) {
        return audit.refused(event);
      }

      @Override
      public CompletableFuture<Void> authenticated(Authentication event) {
        return audit.authenticated(event);
      }
    };
  }

  private static Crowd.Seen seen(ReadView view) {
    if (!view.allowed()) {
      return Crowd.Seen.NOTHING;
    }
    return view.fields().get(FIELD) instanceof FieldRule.Shown ? Crowd.Seen.RAW : Crowd.Seen.MASKED;
  }

  private static Crowd.Seen seen(ReadDecision decision) {
    return decision.maskedFields().containsKey(FIELD) ? Crowd.Seen.MASKED : Crowd.Seen.RAW;
  }
}
