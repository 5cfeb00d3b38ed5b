package dev.weft.gateway.wire;

import java.io.IOException;
import org.apache.kafka.common.network.Send;
import org.apache.kafka.common.network.TransferableChannel;

/** An answer on its way, of which can be told how much the client has taken. */
final class WatchedSend implements Send {
  private final Send answer;
  private long taken;

  WatchedSend(Send answer) {
    this.answer = answer;
  }

  /** Bytes that have left. */
  long taken() {
    return taken;
  }

  @Override
  public boolean completed() {
    return answer.completed();
  }

  @Override
  public long writeTo(TransferableChannel channel) throws IOException {
    var written = answer.writeTo(channel);
    taken += Math.max(0, written);
    return written;
  }

  @Override
  public long size() {
    return answer.size();
  }
}
