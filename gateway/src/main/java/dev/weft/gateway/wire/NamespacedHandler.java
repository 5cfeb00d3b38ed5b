package dev.weft.gateway.wire;

import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;

/**
 * Serves requests about groups and transactions, whose names belong to the principal: passes each
 * on under the principal's own names, and brings the answer's names back.
 */
final class NamespacedHandler<Q extends AbstractRequest, A extends AbstractResponse>
    implements ApiHandler {
  /** Changes a message before it is passed on. */
  interface Renaming<M> {
    void apply(M message, Exchange exchange);
  }

  private final Class<Q> question;
  private final Class<A> answer;
  private final Renaming<Q> outward;
  private final Renaming<A> inward;

  NamespacedHandler(Class<Q> question, Class<A> answer, Renaming<Q> outward, Renaming<A> inward) {
    this.question = question;
    this.answer = answer;
    this.outward = outward;
    this.inward = inward;
  }

  NamespacedHandler(Class<Q> question, Class<A> answer, Renaming<Q> outward) {
    this(question, answer, outward, (message, exchange) -> {});
  }

  @Override
  public void handle(Exchange exchange) {
    var request = exchange.request(question);
    outward.apply(request, exchange);
    exchange.ask(
        request,
        answer,
        response -> {
          inward.apply(response, exchange);
          exchange.reply(response);
        });
  }
}
