package dev.weft.spi;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Is told by the doors what was read, refused and attempted, and keeps it in the audit. Safe for
 * any thread and never blocks; the futures complete when the event is stored.
 *
 * <p>Reads are reported twice, so that the audit is complete even after kill -9: before the first
 * record of a range is delivered the gateway waits for {@link #readOpened}, which bounds what may
 * be read ({@code limit}); when the range ends, and at least every few seconds, {@link #readClosed}
 * says exactly what was.
 */
public interface AccessObserver {
  CompletableFuture<Void> readOpened(ReadOpened event);

  CompletableFuture<Void> readClosed(ReadRange event);

  CompletableFuture<Void> refused(Refusal event);

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
  record ReadOpened(Reader reader, PortName port, int partition, long from, long limit) {}

  /**
   * One contiguous range under one decision was delivered.
   *
   * @param from the first offset
   * @param to the last offset, inclusive
   * @param delivered records given to the reader
   * @param filtered records left out by a row filter
   * @param withheld records left out because they could not be decoded
   * @param maskedFields path of each masked field to the policy that masked it
   */
  record ReadRange(
      Reader reader,
      PortName port,
      int partition,
      long from,
      long to,
      long delivered,
      long filtered,
      long withheld,
      Map<String, String> maskedFields,
      List<String> withheldFields,
      List<String> policies) {}

  /** Something was asked for and refused. {@code operation} is {@code read} or {@code write}. */
  record Refusal(Reader reader, PortName port, String operation, String reason) {}

  /** A client tried to authenticate. */
  record Authentication(
      String keyId, String clientId, String address, boolean successful, String reason) {}
}
