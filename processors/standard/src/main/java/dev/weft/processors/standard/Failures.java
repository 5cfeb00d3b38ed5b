package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records of one FlowFile that could not be processed, together by reason. */
public final class Failures {
  private final Map<String, List<Traced>> byReason = new LinkedHashMap<>();

  public void add(Traced item, String reason) {
    byReason.computeIfAbsent(reason, none -> new ArrayList<>()).add(item);
  }

  /** Sends them to {@code failure}: one FlowFile a reason. */
  public void emit(FlowFile in, Output out) {
    emit(in, "failure", out);
  }

  /** As {@link #emit(FlowFile, Output)}, to another relationship. */
  public void emit(FlowFile in, String relationship, Output out) {
    byReason.forEach(
        (reason, items) ->
            out.emit(relationship, in.with(new Records(items)).with(Attributes.ERROR, reason)));
  }
}
