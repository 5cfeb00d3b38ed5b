package dev.weft.flow;

import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ServiceType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The controller services of one flow, each made when a processor first asks for it. */
final class FlowServices implements ProcessorContext.Services, AutoCloseable {
  private final Map<String, FlowPlan.Service> declared = new LinkedHashMap<>();
  private final Map<String, Object> made = new LinkedHashMap<>();
  private final Clock clock;

  /**
   * It is declared, but its settings depend on values that are only known when the flow runs. No
   * problem of whoever asks for it.
   */
  static final class NotKnownYet extends RuntimeException {
    NotKnownYet(String name) {
      super("The settings of service '" + name + "' are not known yet.");
    }
  }

  FlowServices(List<FlowPlan.Service> services, Clock clock) {
    services.forEach(service -> declared.put(service.name(), service));
    this.clock = clock;
  }

  @Override
  public synchronized <T> T find(String name, Class<T> type) {
    var service = declared.get(name);
    if (service == null) {
      throw new IllegalArgumentException(
          "The flow declares no service '" + name + "'; declared are " + declared.keySet() + ".");
    }
    if (!type.isAssignableFrom(service.type().gives())) {
      throw new IllegalArgumentException(
          "Service '"
              + name
              + "' is a "
              + service.type().name()
              + ", which gives no "
              + type.getSimpleName()
              + ".");
    }
    if (service.settings().isEmpty()) {
      throw new NotKnownYet(name);
    }
    return type.cast(made.computeIfAbsent(name, none -> make(service.type(), service)));
  }

  private <S extends Record, T> T make(ServiceType<S, T> type, FlowPlan.Service service) {
    return type.create(type.settings().cast(service.settings().orElseThrow()), clock);
  }

  /** Closes those that were made, the last first; the first fault is thrown when all are closed. */
  @Override
  public synchronized void close() {
    var all = new ArrayList<>(made.values());
    made.clear();
    RuntimeException first = null;
    for (var i = all.size() - 1; i >= 0; i--) {
      try {
        if (all.get(i) instanceof AutoCloseable closeable) {
          closeable.close();
        }
      } catch (Exception e) {
        var fault = new IllegalStateException("a service did not close: " + Faults.words(e), e);
        first = first == null ? fault : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
