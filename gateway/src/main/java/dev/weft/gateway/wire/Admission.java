package dev.weft.gateway.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Lets the topics of one request pass or not, and reports each that it does not. */
final class Admission {
  /** Topics of a request, or parts of one, divided by whether they may pass. */
  record Split<T>(List<T> admitted, List<T> refused) {
    static <T> Split<T> of(Iterable<T> all, Predicate<T> passes) {
      var split = new Split<T>(new ArrayList<>(), new ArrayList<>());
      for (var each : all) {
        (passes.test(each) ? split.admitted : split.refused).add(each);
      }
      return split;
    }
  }

  private final Exchange exchange;

  Admission(Exchange exchange) {
    this.exchange = exchange;
  }

  boolean mayRead(String topic) {
    var views = exchange.views();
    var port = views.port(topic);
    if (port.isEmpty()) {
      return false;
    }
    var view = views.read(port.get());
    if (!view.allowed()) {
      exchange.session().identity().refusals().read(exchange.reader(), port.get(), view.reason());
    }
    return view.allowed();
  }

  boolean mayWrite(String topic) {
    var views = exchange.views();
    var port = views.written(topic);
    if (port.isEmpty()) {
      return isOfFlow(topic);
    }
    var answer = views.write(port.get());
    if (!answer.allowed()) {
      exchange
          .session()
          .identity()
          .refusals()
          .write(exchange.reader(), port.get(), answer.reason());
    }
    return answer.allowed();
  }

  /** Whether it may know of the topic, because it may read or write it. */
  boolean maySee(String topic) {
    var views = exchange.views();
    var port = views.written(topic);
    return (port.isPresent() && views.write(port.get()).allowed())
        || (port.isEmpty() && isOfFlow(topic))
        || mayRead(topic);
  }

  /** Whether the flow that the key is for keeps something there. */
  private boolean isOfFlow(String topic) {
    return topic != null
        && exchange.session().identity().flow().filter(own -> own.mayWrite(topic)).isPresent();
  }
}
