package dev.weft.gateway.wire;

import dev.weft.gateway.access.ReplayWindow;
import dev.weft.gateway.access.Views;
import dev.weft.model.Priority;
import dev.weft.spi.AccessObserver.Reader;
import dev.weft.spi.ReadView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.RequestContext;

/**
 * One request of a client and its answer. There is one at a time on a connection: that keeps
 * answers in order and lets a slow side hold back the other. Belongs to the event loop.
 */
final class Exchange {
  private final Session session;
  private final RequestContext context;
  private final AbstractRequest request;
  private final List<NetworkReceive> held = new ArrayList<>();
  private int promised;

  Exchange(Session session, RequestContext context, AbstractRequest request) {
    this.session = session;
    this.context = context;
    this.request = request;
  }

  Session session() {
    return session;
  }

  Views views() {
    return session.identity().views();
  }

  short version() {
    return context.apiVersion();
  }

  String clientId() {
    return context.clientId();
  }

  /** Who asks, for the audit. */
  Reader reader() {
    return session.reader(clientId());
  }

  /** The broker's name for a group or transaction of this principal. */
  String outward(String name) {
    return session.identity().groups().outward(name);
  }

  /** The principal's name for it; empty when it is somebody else's, which the broker never says. */
  String inward(String name) {
    return session.identity().groups().inward(name).orElse("");
  }

  /** A message of the broker without the prefix of the principal's names. */
  String cleaned(String message) {
    return message == null ? null : session.identity().groups().cleaned(message);
  }

  /** The client said that it belongs to this group. */
  void joined(String group) {
    session.joined(clientId(), group);
  }

  <T extends AbstractRequest> T request(Class<T> type) {
    return type.cast(request);
  }

  AbstractRequest request() {
    return request;
  }

  /** Asks the broker; the answer comes later, on this thread, unless the connection has closed. */
  <T extends AbstractResponse> void ask(AbstractRequest question, Class<T> type, Consumer<T> then) {
    ask(question, Optional.empty(), type, then);
  }

  /** Asks for records, which wait for their turn when they have come. */
  void askForRecords(
      Priority priority, FetchRequestData question, Consumer<FetchResponseData> then) {
    ask(
        new FetchRequest(question, version()),
        Optional.of(priority),
        FetchResponse.class,
        answer -> then.accept(answer.data()));
  }

  private <T extends AbstractResponse> void ask(
      AbstractRequest question, Optional<Priority> priority, Class<T> type, Consumer<T> then) {
    session
        .upstream()
        .ask(
            question,
            clientId(),
            priority,
            (answer, receive) -> {
              if (session.isCurrent(this)) {
                held.add(receive);
                keepPromise();
                then.accept(type.cast(answer));
              } else {
                release(receive);
              }
            });
  }

  /** Passes a request on that has no answer. */
  void tell(AbstractRequest statement) {
    session.upstream().tell(statement, clientId(), () -> session.finished(this));
  }

  void reply(AbstractResponse response) {
    if (session.isCurrent(this)) {
      session.send(context.buildResponseSend(response));
    }
  }

  /** Runs the task on this thread, when the future has ended, unless the connection has closed. */
  @SuppressWarnings("FutureReturnValueIgnored") // the task looks at the future itself
  void when(CompletableFuture<?> ended, Runnable task) {
    ended.whenComplete(
        (done, failure) ->
            session
                .loop()
                .execute(
                    () -> {
                      if (session.isCurrent(this)) {
                        session.loop().guard(session, task);
                      }
                    }));
  }

  /** The stretch of time of which the principal gets the records of this topic now. */
  ReplayWindow window(String topic) {
    var now = session.loop().now();
    return views()
        .port(topic)
        .map(port -> views().read(port))
        .filter(ReadView::allowed)
        .map(view -> ReplayWindow.of(view.terms(), now))
        .orElse(ReplayWindow.ALL);
  }

  /** Answers the whole request with one error. */
  void refuse(Errors error) {
    var response = request.getErrorResponse(error.exception());
    if (response == null) {
      session.close("it may not: " + error);
    } else {
      reply(response);
    }
  }

  /** Goes on when there is memory for the answer, unless the connection has closed. */
  void whenThereIsRoom(Priority priority, Runnable task) {
    session
        .loop()
        .memory()
        .whenThereIsRoom(
            priority,
            () -> {
              if (session.isCurrent(this)) {
                session.loop().guard(session, task);
              }
            });
  }

  /** Asks for as many bytes of the broker as there is memory for. */
  int promise(int wanted, Priority priority) {
    promised = session.loop().memory().promise(wanted, priority);
    return promised;
  }

  private void keepPromise() {
    session.loop().memory().keep(promised);
    promised = 0;
  }

  /** Holds the memory of the request until the answer has left. */
  void hold(NetworkReceive receive) {
    held.add(receive);
  }

  /** Gives back the memory of the request and of the broker's answers. */
  void release() {
    keepPromise();
    held.forEach(Exchange::release);
    held.clear();
  }

  static void release(NetworkReceive receive) {
    try {
      receive.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
