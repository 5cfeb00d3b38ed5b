package dev.weft.flow;

/** Whether one processor takes anything now: people stop and start it. Safe for any thread. */
final class Gate {
  private final String processor;
  private volatile boolean open = true;

  Gate(String processor) {
    this.processor = processor;
  }

  String processor() {
    return processor;
  }

  boolean isOpen() {
    return open;
  }

  void set(boolean nowOpen) {
    open = nowOpen;
  }
}
