package dev.weft.flow;

import java.util.List;

/** What somebody wants of a flow beside its work: its next step does it, as a unit of work. */
sealed interface FlowErrand {
  /** Does it; how many records it was about. When there were none, there is nothing to commit. */
  int run(Graph graph, FlowScope scope);

  /** Drops what waits in a connection. */
  record Drop(String connection) implements FlowErrand {
    @Override
    public int run(Graph graph, FlowScope scope) {
      var found = graph.connection(connection);
      if (found.isEmpty()) {
        return 0;
      }
      var dropped = found.get().drop();
      scope.tally(found.get().id().from()).count("dropped", dropped);
      return dropped;
    }
  }

  /** Gives records to a processor as if they came in its first connection. */
  record Replay(String processor, List<Replayed> records) implements FlowErrand {
    @Override
    public int run(Graph graph, FlowScope scope) {
      var into = graph.into(processor);
      if (into.isEmpty()) {
        return 0;
      }
      records.forEach(into.get()::replay);
      return records.size();
    }
  }
}
