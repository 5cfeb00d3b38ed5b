package dev.weft.gateway;

import dev.weft.spi.AccessObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Remembers what the gateway reported. */
final class Witness implements AccessObserver {
  final List<ReadOpened> opened = new CopyOnWriteArrayList<>();
  final List<ReadRange> ranges = new CopyOnWriteArrayList<>();
  final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  final List<Authentication> logins = new CopyOnWriteArrayList<>();
  volatile Supplier<CompletableFuture<Void>> store = () -> CompletableFuture.completedFuture(null);

  @Override
  public CompletableFuture<Void> readOpened(ReadOpened event) {
    opened.add(event);
    return store.get();
  }

  @Override
  public CompletableFuture<Void> readClosed(ReadRange event) {
    ranges.add(event);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> refused(Refusal event) {
    refusals.add(event);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> authenticated(Authentication event) {
    logins.add(event);
    return CompletableFuture.completedFuture(null);
  }
}
