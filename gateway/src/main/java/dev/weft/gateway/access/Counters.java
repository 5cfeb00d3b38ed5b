package dev.weft.gateway.access;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The gateway's counters, written by its threads and read by anyone. */
public final class Counters {
  public final AtomicInteger connections = new AtomicInteger();
  public final LongAdder accepted = new LongAdder();
  public final LongAdder connectionsRefused = new LongAdder();
  public final LongAdder loginsFailed = new LongAdder();
  public final LongAdder throttled = new LongAdder();
  public final LongAdder requests = new LongAdder();
  public final LongAdder refusals = new LongAdder();
  public final LongAdder delivered = new LongAdder();
  public final LongAdder filtered = new LongAdder();
  public final LongAdder withheld = new LongAdder();
  public final LongAdder rejected = new LongAdder();
  public final LongAdder quarantined = new LongAdder();
  public final LongAdder bytesDelivered = new LongAdder();
  public final LongAdder decisions = new LongAdder();
  public final LongAdder rewriteNanos = new LongAdder();
}
