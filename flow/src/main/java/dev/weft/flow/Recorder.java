package dev.weft.flow;

import dev.weft.flow.FlowEvents.What;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watches the calls of one processor and tells {@link FlowEvents} what happened to FlowFiles in
 * them, while a recording is on; else it does nothing. For one thread at a time.
 */
final class Recorder {
  private final String processor;
  private final String type;
  private final FlowEvents events;
  private final List<Seen> taken = new ArrayList<>();
  private final List<Left> emitted = new ArrayList<>();
  private Optional<Recordings.Running> recording = Optional.empty();

  /** A FlowFile that came, with the identity that it has. */
  private record Seen(FlowFile flowFile, String id, List<String> path) {}

  /** One that left; {@code id} is new when it is not the one that came. */
  private record Left(String relationship, FlowFile flowFile, String id, List<String> path) {}

  Recorder(String processor, String type, FlowEvents events) {
    this.processor = processor;
    this.type = type;
    this.events = events;
  }

  /** A call begins. */
  void begin() {
    recording = events.recording(processor);
    taken.clear();
    emitted.clear();
  }

  /** The processor has this one now; {@code path} says where it has been, this one included. */
  void took(FlowFile flowFile, List<String> path) {
    recording.ifPresent(
        on ->
            FlowFileMark.of(path)
                .or(() -> events.identity(on))
                .ifPresent(id -> taken.add(new Seen(flowFile, id, path))));
  }

  /** The path that one leaves with. */
  List<String> emitted(String relationship, FlowFile flowFile, List<String> path) {
    if (recording.isEmpty()) {
      return path;
    }
    var goesOn = taken.size() == 1 && emitted.isEmpty();
    var id = goesOn ? Optional.of(taken.get(0).id()) : events.identity(recording.get());
    if (id.isEmpty()) {
      return FlowFileMark.plain(path);
    }
    var marked = FlowFileMark.with(path, id.get());
    emitted.add(new Left(relationship, flowFile, id.get(), marked));
    return marked;
  }

  /** The call is made again: what it emitted has not left. */
  void again(boolean takesAgain) {
    emitted.clear();
    if (takesAgain) {
      taken.clear();
    }
  }

  /** The call has returned. */
  void end() {
    recording.ifPresent(this::tell);
    recording = Optional.empty();
  }

  private void tell(Recordings.Running on) {
    if (taken.isEmpty()) {
      emitted.forEach(left -> begun(on, left));
    } else if (taken.size() > 1) {
      joined(on);
    } else if (emitted.isEmpty()) {
      ended(on, taken.get(0));
    } else if (emitted.size() > 1) {
      forked(on, taken.get(0));
    } else {
      passed(on, taken.get(0), emitted.get(0));
    }
  }

  private void begun(Recordings.Running on, Left left) {
    var kind = type.startsWith("Generate") ? FlowEvent.Type.CREATE : FlowEvent.Type.RECEIVE;
    add(on, kind, left, List.of(), List.of(), null, left.flowFile());
  }

  private void joined(Recordings.Running on) {
    var parents = taken.stream().map(Seen::id).toList();
    for (var left : emitted) {
      add(on, FlowEvent.Type.JOIN, left, parents, List.of(), null, left.flowFile());
    }
    if (emitted.isEmpty()) {
      taken.forEach(one -> ended(on, one));
    }
  }

  private void ended(Recordings.Running on, Seen one) {
    var what =
        new What(
            sends() ? FlowEvent.Type.SEND : FlowEvent.Type.DROP,
            processor,
            one.id(),
            null,
            null,
            "",
            "");
    events.add(on, what, one.flowFile(), null, one.path());
  }

  private void forked(Recordings.Running on, Seen one) {
    var children = emitted.stream().map(Left::id).filter(id -> !id.equals(one.id())).toList();
    var first = emitted.get(0);
    add(on, FlowEvent.Type.FORK, first, List.of(), children, one.flowFile(), first.flowFile());
    for (var left : emitted.subList(1, emitted.size())) {
      add(
          on,
          FlowEvent.Type.FORK,
          left,
          List.of(one.id()),
          List.of(),
          one.flowFile(),
          left.flowFile());
    }
  }

  private void passed(Recordings.Running on, Seen one, Left left) {
    add(on, kind(one, left), left, List.of(), List.of(), one.flowFile(), left.flowFile());
  }

  private FlowEvent.Type kind(Seen one, Left left) {
    if (type.startsWith("Fetch") && !left.relationship().equals("failure")) {
      return FlowEvent.Type.FETCH;
    }
    if (sends() && !left.relationship().equals("failure")) {
      return FlowEvent.Type.SEND;
    }
    if (!isSame(one.flowFile().content(), left.flowFile().content())) {
      return FlowEvent.Type.CONTENT_MODIFIED;
    }
    return one.flowFile().attributes().equals(left.flowFile().attributes())
        ? FlowEvent.Type.ROUTE
        : FlowEvent.Type.ATTRIBUTES_MODIFIED;
  }

  /** Sinks are named so; nothing else tells them from processors that only look. */
  private boolean sends() {
    return type.startsWith("Put") || type.startsWith("Publish") || type.startsWith("Invoke");
  }

  private static boolean isSame(Content one, Content other) {
    if (one == other) {
      return true;
    }
    if (one instanceof Content.Records some && other instanceof Content.Records more) {
      return some.items().equals(more.items());
    }
    return false;
  }

  private void add(
      Recordings.Running on,
      FlowEvent.Type kind,
      Left left,
      List<String> parents,
      List<String> children,
      FlowFile before,
      FlowFile after) {
    var what = new What(kind, processor, left.id(), parents, children, left.relationship(), "");
    events.add(on, what, before, after, left.path());
  }

  /** Somebody gives this one to a processor again; the path that it goes with. */
  List<String> replayed(FlowFile flowFile, String relationship, String into) {
    var path = List.of(processor);
    var on = events.recording(into);
    var id = on.flatMap(events::identity);
    if (id.isEmpty()) {
      return path;
    }
    var marked = FlowFileMark.with(path, id.get());
    var what =
        new What(FlowEvent.Type.REPLAY, into, id.get(), null, null, relationship, "into " + into);
    events.add(on.get(), what, flowFile, null, marked);
    return marked;
  }

  /** One ends elsewhere than in a call: in a port, in nothing, of age. */
  void gone(
      FlowEvent.Type kind,
      FlowFile flowFile,
      List<String> path,
      String relationship,
      String detail) {
    var on = events.recording(processor);
    if (on.isPresent()) {
      FlowFileMark.of(path)
          .or(() -> events.identity(on.get()))
          .ifPresent(
              id -> {
                var what = new What(kind, processor, id, null, null, relationship, detail);
                events.add(on.get(), what, flowFile, null, path);
              });
    }
  }
}
