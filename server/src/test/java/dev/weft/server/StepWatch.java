package dev.weft.server;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Stops a process at the first line of one of its methods, as a debugger does, so that a test can
 * kill it right there. The program itself knows nothing of it.
 */
final class StepWatch implements AutoCloseable {
  private static final int POLL_MILLIS = 500;

  private final Step step;
  private final ListeningConnector connector;
  private final Map<String, Connector.Argument> arguments;
  private final String address;
  private VirtualMachine machine;

  /**
   * Where to stop.
   *
   * @param type the full name of a class
   * @param call at which call of the method, from 1
   */
  record Step(String type, String method, int call) {
    @Override
    public String toString() {
      return type.substring(type.lastIndexOf('.') + 1) + "." + method + " #" + call;
    }
  }

  private StepWatch(Step step) throws IOException, IllegalConnectorArgumentsException {
    this.step = step;
    this.connector =
        Bootstrap.virtualMachineManager().listeningConnectors().stream()
            .filter(each -> each.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    this.arguments = connector.defaultArguments();
    arguments.get("localAddress").setValue("127.0.0.1");
    this.address = connector.startListening(arguments);
  }

  static StepWatch of(Step step) throws IOException, IllegalConnectorArgumentsException {
    return new StepWatch(step);
  }

  /** What makes a process let itself be watched, from its start on. */
  List<String> options() {
    return List.of(
        "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=127.0.0.1:"
            + address.substring(address.lastIndexOf(':') + 1));
  }

  /** Returns when the process stands at the step; it stays there. */
  void await(Duration patience)
      throws IOException, IllegalConnectorArgumentsException, InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    machine = connector.accept(arguments);
    var prepared = machine.eventRequestManager().createClassPrepareRequest();
    prepared.addClassFilter(step.type());
    prepared.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
    prepared.enable();
    machine.classesByName(step.type()).forEach(this::stopIn);
    machine.resume();
    while (System.nanoTime() < end) {
      var events = machine.eventQueue().remove(POLL_MILLIS);
      if (events != null && isThere(events)) {
        return;
      }
    }
    throw new AssertionError("the process does not come to " + step);
  }

  private boolean isThere(EventSet events) {
    for (var event : events) {
      if (event instanceof BreakpointEvent) {
        return true;
      }
      if (event instanceof ClassPrepareEvent prepared) {
        stopIn(prepared.referenceType());
      }
    }
    events.resume();
    return false;
  }

  private void stopIn(ReferenceType type) {
    try {
      var line = type.methodsByName(step.method()).get(0).allLineLocations().get(0);
      BreakpointRequest stop = machine.eventRequestManager().createBreakpointRequest(line);
      stop.addCountFilter(step.call());
      stop.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
      stop.enable();
    } catch (AbsentInformationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connector.stopListening(arguments);
      if (machine != null) {
        machine.dispose();
      }
    } catch (IllegalConnectorArgumentsException e) {
      throw new IllegalStateException(e);
    } catch (VMDisconnectedException e) {
      return; // It was killed.
    }
  }
}
