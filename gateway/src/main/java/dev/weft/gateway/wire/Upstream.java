package dev.weft.gateway.wire;

import dev.weft.model.Priority;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * One connection to the broker, with one request under way at most. What is asked before the
 * connection stands waits for it. Belongs to its event loop.
 */
final class Upstream {
  private interface Pending {}

  private record Question(
      RequestHeader header,
      Optional<Priority> priority,
      BiConsumer<AbstractResponse, NetworkReceive> answered)
      implements Pending {}

  private record Statement(Runnable sent) implements Pending {}

  private final EventLoop loop;
  private final String id;
  private final Runnable lost;
  private int correlation;
  private boolean ready;
  private Optional<NetworkSend> waiting = Optional.empty();
  private Optional<Pending> pending = Optional.empty();

  /**
   * @param lost called when the connection ends from the other side
   */
  Upstream(EventLoop loop, String id, Runnable lost) {
    this.loop = loop;
    this.id = id;
    this.lost = lost;
  }

  String id() {
    return id;
  }

  /**
   * @param priority of an answer that waits for its turn; empty: it is served at once
   */
  void ask(
      AbstractRequest request,
      String clientId,
      Optional<Priority> priority,
      BiConsumer<AbstractResponse, NetworkReceive> answered) {
    var header = header(request, clientId);
    start(request, header, new Question(header, priority, answered));
  }

  void tell(AbstractRequest request, String clientId, Runnable sent) {
    start(request, header(request, clientId), new Statement(sent));
  }

  /** The connection stands and the broker knows who we are. */
  void ready() {
    ready = true;
    waiting.ifPresent(loop::send);
    waiting = Optional.empty();
  }

  /** Of the answer that has come; empty: it waits for nobody. */
  Optional<Priority> priority() {
    return pending.orElse(null) instanceof Question question ? question.priority : Optional.empty();
  }

  void received(NetworkReceive receive) {
    if (!(pending.orElse(null) instanceof Question question)) {
      Exchange.release(receive);
      throw new IllegalStateException("The broker answered a question that nobody asked.");
    }
    pending = Optional.empty();
    question.answered.accept(parse(receive, question.header), receive);
  }

  private static AbstractResponse parse(NetworkReceive receive, RequestHeader header) {
    try {
      receive.payload().rewind();
      return AbstractResponse.parseResponse(receive.payload(), header);
    } catch (RuntimeException e) {
      Exchange.release(receive);
      throw e;
    }
  }

  void sent() {
    if (pending.orElse(null) instanceof Statement statement) {
      pending = Optional.empty();
      statement.sent.run();
    }
  }

  void lost() {
    lost.run();
  }

  private RequestHeader header(AbstractRequest request, String clientId) {
    return new RequestHeader(request.apiKey(), request.version(), clientId, ++correlation);
  }

  private void start(AbstractRequest request, RequestHeader header, Pending next) {
    if (pending.isPresent()) {
      throw new IllegalStateException("There is a request under way already.");
    }
    pending = Optional.of(next);
    var send = new NetworkSend(id, request.toSend(header));
    if (ready) {
      loop.send(send);
    } else {
      waiting = Optional.of(send);
    }
  }
}
