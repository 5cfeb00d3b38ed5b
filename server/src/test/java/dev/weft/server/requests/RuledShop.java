package dev.weft.server.requests;

import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.policy.RequestConditions;
import dev.weft.server.Fixture;
import dev.weft.server.identity.Caller;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The small shop with a steward, a privacy office, and rules: personal data needs owner and privacy
 * office, data for statistics without personal data is granted by itself.
 */
final class RuledShop {
  static final Caller STELLA = Fixture.caller("stella");
  static final Caller PRIYA = Fixture.caller("priya");
  static final Caller BO = Fixture.caller("bo");

  static final String RULES =
      "{'name':'personal','tags':['pii.*'],'seats':['owner','group:privacy']},"
          + "{'name':'statistics','when':'request.purpose == \\\"statistics\\\" && request.tags.size() == 0',"
          + "'automatic':true}";

  final Fixture shop = new Fixture();
  final Routing routing = new Routing(new RequestConditions(), shop.clock);
  final Subscriptions subscriptions =
      new Subscriptions(shop.mesh, routing, shop.clock, new SecureRandom());
  final Confirmations confirmations = new Confirmations(shop.mesh, routing);
  final Absences absences = new Absences(shop.mesh);

  RuledShop() {
    for (var name : List.of("stella", "priya", "bo")) {
      shop.mesh.put(ResourceKind.USER, name, "{'name':'" + name + "'}");
    }
    shop.mesh.put(ResourceKind.GROUP, "privacy", "{'name':'privacy','members':['priya']}");
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        "customers.customers",
        "{'port':'customers.customers','fields':{'email':{'type':'string','inContract':true,"
            + "'firstSeen':'2026-04-01T00:00:00Z','tags':[{'tag':'pii.email','confidence':1,'evidence':'',"
            + "'source':'classifier','status':'SUGGESTED'}]},"
            + "'id':{'type':'integer','inContract':true,'firstSeen':'2026-04-01T00:00:00Z','tags':[]}}}");
  }

  /** The domain with these rules, as JSON with single quotes. */
  RuledShop with(String requests) {
    shop.mesh.put(
        ResourceKind.DOMAIN,
        "shop",
        "{'name':'shop','governance':{'body':['olga','pia'],'stewards':['stella'],'requests':"
            + requests
            + "}}");
    return this;
  }

  RuledShop withRoutes(String routes) {
    return with("{'routes':[" + routes + "]}");
  }

  /** Asks for the port as somebody. */
  String ask(Caller caller, String purpose, String... fields) {
    return subscriptions.request(caller, wanted(purpose, fields)).id();
  }

  static Subscriptions.Request wanted(String purpose, String... fields) {
    return new Subscriptions.Request(
        "customers.customers", purpose, List.of(fields), Optional.empty());
  }

  void wait(Duration time) {
    shop.clock.advance(time);
    subscriptions.expire();
  }

  Instant now() {
    return shop.clock.instant();
  }

  static String code(Throwable e) {
    return ((ProblemException) e).first().code();
  }
}
