package dev.weft.connect;

import dev.weft.flow.FlowLogReader;
import dev.weft.flow.host.LogLine;
import dev.weft.model.Problem;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The flow's part of the log as the server reads it: the gateway gives it to nobody. */
final class ServerLogReader implements FlowLogReader {
  private static final String END = "state?end=true";

  private final ServerLink link;

  ServerLogReader(ServerLink link) {
    this.link = link;
  }

  /** The first line of an answer. */
  private static final class First {
    private LogLine line;
  }

  @Override
  public int partition(String flow) {
    return first().partition();
  }

  @Override
  public long end(String flow) {
    return first().offset();
  }

  private LogLine first() {
    var first = new First();
    ask(END, line -> first.line = line);
    return first.line;
  }

  @Override
  public void read(Kept kept, String flow, Until until, Consumer<Logged> each) {
    var address = kept.name().toLowerCase(Locale.ROOT) + "?committed=" + (until == Until.COMMITTED);
    ask(
        address,
        line -> {
          if (line.key() != null) {
            var value = line.value() == null ? null : Base64.getDecoder().decode(line.value());
            each.accept(new Logged(line.offset(), line.key(), value));
          }
        });
  }

  /** The server makes the topics of ports before it says that a flow may write them. */
  @Override
  public boolean hasTopics(List<String> topics) {
    return true;
  }

  private void ask(String address, Consumer<LogLine> each) {
    try {
      link.log(address, each);
    } catch (IOException e) {
      throw Problem.environment(
              "server-away",
              "The server does not say what the log holds of the flow: "
                  + ServerLink.words(e)
                  + ".",
              "It is asked again soon.")
          .asException();
    }
  }

  @Override
  public void close() {
    // Holds nothing open.
  }
}
