package dev.weft.connect;

import dev.weft.model.ProblemException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/**
 * Runs one flow for as long as Connect lets it. It gives Connect no records: the flow writes its
 * own, in one Kafka transaction with its position, through the gateway. So exactly once does not
 * depend on how the worker is set, and a task that was believed dead is fenced out by the one that
 * took its place.
 */
public final class FlowTask extends SourceTask {
  private static final long BEAT_MILLIS = 1_000;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private HostedRunner runner;

  @Override
  public String version() {
    return FlowConnector.VERSION;
  }

  @Override
  public void start(Map<String, String> settings) {
    runner = new HostedRunner(HostSettings.of(settings), host(), Clock.systemUTC());
  }

  /** Ends with an exception, and so fails the task, when the flow is not to run here. */
  @Override
  public List<SourceRecord> poll() throws InterruptedException {
    try {
      runner.beat();
    } catch (ServerLink.Ended e) {
      throw new ConnectException("The flow does not run here any more: " + e.getMessage(), e);
    } catch (ProblemException e) {
      throw new ConnectException("The flow cannot run here: " + e.getMessage(), e);
    }
    var unused = stopped.await(BEAT_MILLIS, TimeUnit.MILLISECONDS);
    return null;
  }

  /** Comes from another thread than the rest; what is at work may finish within its limit. */
  @Override
  public void stop() {
    stopped.countDown();
    if (runner != null) {
      runner.close();
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName() + "/" + ProcessHandle.current().pid();
    } catch (UnknownHostException e) {
      return "process " + ProcessHandle.current().pid();
    }
  }
}
