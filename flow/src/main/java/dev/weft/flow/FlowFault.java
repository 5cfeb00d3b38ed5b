package dev.weft.flow;

/** A fault that stops a flow: a bug in a processor, or a record that nobody takes. For people. */
final class FlowFault extends RuntimeException {
  FlowFault(String message, Throwable cause) {
    super(message, cause);
  }
}
