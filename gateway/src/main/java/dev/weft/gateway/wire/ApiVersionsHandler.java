package dev.weft.gateway.wire;

import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiVersionsRequest;

/** Says what the gateway offers. */
final class ApiVersionsHandler implements ApiHandler {
  private final Shared shared;

  ApiVersionsHandler(Shared shared) {
    this.shared = shared;
  }

  @Override
  public void handle(Exchange exchange) {
    var request = exchange.request(ApiVersionsRequest.class);
    if (request.hasUnsupportedRequestVersion()) {
      exchange.refuse(Errors.UNSUPPORTED_VERSION);
    } else if (!request.isValid()) {
      exchange.refuse(Errors.INVALID_REQUEST);
    } else {
      exchange.session().runs(request.data().clientSoftwareName());
      exchange.reply(shared.offered().get().response());
    }
  }
}
