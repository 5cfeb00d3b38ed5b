package dev.weft.policy.ranger.script;

import dev.weft.policy.rules.Asked;
import java.time.ZoneId;

/**
 * A script of a condition, or of a hole in a text, ready to run. Immutable; safe for any thread.
 */
public final class Script {
  private static final int LENGTH_MAX = 10_000;

  private final Step step;
  private final ZoneId host;

  private Script(Step step, ZoneId host) {
    this.step = step;
    this.host = host;
  }

  /**
   * Reads a script.
   *
   * @param host the time zone in which times without one are meant
   * @throws UnreadableScript when it is more than an expression about the request
   */
  public static Script read(String text, ZoneId host) throws UnreadableScript {
    if (text.length() > LENGTH_MAX) {
      throw new UnreadableScript("it is longer than " + LENGTH_MAX + " characters");
    }
    return new Script(new Parser(new Macros().expand(text)).script(), host);
  }

  /** Whether it says yes: by its value, or by having set the result. */
  public boolean isTrue(Asked asked) {
    var scope = new Scope(new RequestView(asked, host));
    Object value;
    try {
      value = step.run(scope);
    } catch (ScriptFailure e) {
      value = Nothing.NULL;
    }
    return value instanceof Boolean truth ? truth : Values.isNothing(value) && scope.result();
  }

  /** Its value as text; nothing is empty. */
  public String text(Asked asked) {
    try {
      var value = step.run(new Scope(new RequestView(asked, host)));
      return Values.isNothing(value) ? "" : Values.text(value);
    } catch (ScriptFailure e) {
      return "";
    }
  }
}
