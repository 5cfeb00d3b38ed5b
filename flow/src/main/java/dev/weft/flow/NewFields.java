package dev.weft.flow;

import dev.weft.spi.FieldObserver;
import dev.weft.spi.FieldObserver.FieldSample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what a source says of fields without records, such as a new column, for every port that
 * its records can reach. It waits for the classification but does not depend on it: the records
 * themselves wait before they are committed.
 */
final class NewFields implements Consumer<Map<String, FieldSample>> {
  private static final Logger log = LoggerFactory.getLogger(NewFields.class);
  private static final int CLASSIFY_SECONDS_MAX = 30;

  private final FieldObserver observer;
  private final Supplier<List<PortStage>> ports;

  NewFields(FieldObserver observer, Supplier<List<PortStage>> ports) {
    this.observer = observer;
    this.ports = ports;
  }

  @Override
  public void accept(Map<String, FieldSample> fields) {
    for (var stage : ports.get()) {
      var unknown = new HashMap<>(fields);
      unknown.keySet().removeAll(observer.known(stage.port()));
      if (!unknown.isEmpty()) {
        tell(stage, unknown);
      }
    }
  }

  private void tell(PortStage stage, Map<String, FieldSample> fields) {
    try {
      observer.seen(stage.port(), fields).get(CLASSIFY_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.warn("New fields of {} are not classified yet: {}", stage.port(), Faults.words(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
