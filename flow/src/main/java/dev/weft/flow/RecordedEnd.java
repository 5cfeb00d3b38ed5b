package dev.weft.flow;

import dev.weft.spi.flow.FlowFile;
import java.time.Instant;
import java.util.List;

/**
 * An end of a flow: tells the recorder what comes, and keeps the mark of recorded FlowFiles from
 * going further.
 *
 * @param relationship by which they leave the processor; empty when the processor itself is the end
 */
record RecordedEnd(
    Target target, Recorder recorder, FlowEvent.Type kind, String relationship, String detail)
    implements Target {
  @Override
  public void accept(FlowFile in, List<String> path) {
    recorder.gone(kind, in, path, relationship, detail);
    target.accept(in, FlowFileMark.plain(path));
  }

  @Override
  public Instant takesFrom() {
    return target.takesFrom();
  }

  @Override
  public boolean takes() {
    return target.takes();
  }
}
