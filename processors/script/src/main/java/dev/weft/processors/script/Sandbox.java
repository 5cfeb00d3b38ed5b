package dev.weft.processors.script;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Scriptable;

/**
 * Runs JavaScript that can reach nothing and ends: so many steps, so much memory, so deep a stack.
 * Interpreted, since only then the depth is limited.
 */
final class Sandbox extends ContextFactory {
  private static final int STEPS_BETWEEN_LOOKS = 1_000;
  private static final int DEPTH_MAX = 200;

  private final long stepsMax;
  private final long bytesMax;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  Sandbox(long stepsMax, long bytesMax) {
    this.stepsMax = stepsMax;
    this.bytesMax = bytesMax;
  }

  /** Ends a script; no exception, so that the script cannot catch it. */
  static final class LimitError extends Error {
    LimitError(String message) {
      super(message, null, false, false);
    }
  }

  private static final class Counting extends Context {
    private long steps;
    private long allocatedBefore;

    Counting(Sandbox factory) {
      super(factory);
    }
  }

  @Override
  protected Context makeContext() {
    var context = new Counting(this);
    context.setInterpretedMode(true);
    context.setLanguageVersion(Context.VERSION_ES6);
    context.setInstructionObserverThreshold(STEPS_BETWEEN_LOOKS);
    context.setMaximumInterpreterStackDepth(DEPTH_MAX);
    context.setClassShutter(name -> false);
    return context;
  }

  @Override
  protected void observeInstructionCount(Context context, int count) {
    var counting = (Counting) context;
    counting.steps += count;
    if (counting.steps > stepsMax) {
      throw new LimitError("it takes more than " + stepsMax + " steps");
    }
    if (threads.getCurrentThreadAllocatedBytes() - counting.allocatedBefore > bytesMax) {
      throw new LimitError("it asks for more than " + bytesMax + " bytes of memory");
    }
  }

  @Override
  protected Object doTopCall(
      Callable callable, Context context, Scriptable scope, Scriptable self, Object[] arguments) {
    var counting = (Counting) context;
    counting.steps = 0;
    counting.allocatedBefore = threads.getCurrentThreadAllocatedBytes();
    return super.doTopCall(callable, context, scope, self, arguments);
  }
}
