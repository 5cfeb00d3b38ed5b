package dev.weft.spi;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Is told by the doors what was read, refused and attempted, and keeps it in the audit. Safe for
 * any thread and never blocks; the futures complete when the event is stored.
 *
 * <p>Reads are reported twice, so that the audit is complete even after kill -9: before the first
 * record of a range is delivered the gateway waits for {@link #readOpened}, which bounds what may
 * be read ({@code limit}); when the range ends, and at least every minute, {@link #readClosed} says
 * exactly what was. After {@link #readEnded} nothing that was announced can be read any more.
 */
public interface AccessObserver {
  CompletableFuture<Void> readOpened(ReadOpened event);

  CompletableFuture<Void> readClosed(ReadRange event);

  /** Everything that this session read of the port has been said. */
  default CompletableFuture<Void> readEnded(Reader reader, PortName port) {
    return CompletableFuture.completedFuture(null);
  }

  CompletableFuture<Void> refused(Refusal event);

  /** A client has written to a port. Told of every request, so it has to be cheap. */
  default CompletableFuture<Void> wrote(Reader writer, PortName port) {
    return CompletableFuture.completedFuture(null);
  }

  CompletableFuture<Void> authenticated(Authentication event);

  /** Who reads: a connection's identity. The address is {@code host:port} of the client. */
  record Reader(
      String session,
      PrincipalId principal,
      String keyId,
      String clientId,
      String group,
      String address) {}

  /** Records from {@code from} up to {@code limit} (exclusive) may be delivered from now on. */
  record ReadOpened(
      Reader reader, PortName port, int partition, long from, long limit, ReadDecision decision) {}

  /**
   * One contiguous range under one decision was delivered.
   *
   * @param from the first offset
   * @param to the last offset, inclusive
   * @param since when the first of it left
   * @param until when the last of it left
   */
  record ReadRange(
      Reader reader,
      PortName port,
      int partition,
      long from,
      long to,
      Amounts amounts,
      ReadDecision decision,
      Instant since,
      Instant until) {
    public long delivered() {
      return amounts.delivered();
    }

    public long filtered() {
      return amounts.filtered();
    }

    public long withheld() {
      return amounts.withheld();
    }

    public Map<String, String> maskedFields() {
      return decision.maskedFields();
    }

    public List<String> withheldFields() {
      return decision.withheldFields();
    }

    public List<String> policies() {
      return decision.policies();
    }
  }

  /**
   * How much of a range a reader got.
   *
   * @param delivered records given to the reader
   * @param filtered records left out by a row filter, or by the terms of the grant
   * @param withheld records left out because they could not be decoded
   * @param bytes of records given to the reader, as they were sent
   */
  record Amounts(long delivered, long filtered, long withheld, long bytes) {
    public Amounts plus(Amounts more) {
      return new Amounts(
          delivered + more.delivered,
          filtered + more.filtered,
          withheld + more.withheld,
          bytes + more.bytes);
    }
  }

  /**
   * Something was asked for and refused. {@code operation} is {@code read} or {@code write}; {@code
   * count} says how often, of which only the first and then one a minute is reported.
   */
  record Refusal(Reader reader, PortName port, String operation, String reason, long count) {}

  /**
   * A client tried to authenticate.
   *
   * @param principal whom the key belongs to; empty when there is no such key
   * @param count how often; more than 1 where one event stands for several alike
   */
  record Authentication(
      String keyId,
      Optional<PrincipalId> principal,
      String clientId,
      String address,
      boolean successful,
      String reason,
      long count) {
    /** One attempt of nobody in particular. */
    public Authentication(
        String keyId, String clientId, String address, boolean successful, String reason) {
      this(keyId, Optional.empty(), clientId, address, successful, reason, 1);
    }
  }
}
