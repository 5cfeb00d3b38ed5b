package dev.weft.server;

import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.server.parameters.ContextParameters;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.server.parameters.ProviderSettings;
import dev.weft.server.parameters.Providers;
import dev.weft.server.parameters.SecretBox;
import dev.weft.testing.MemoryMesh;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;

/**
 * A small shop: one domain, one product with one port, its owner, its governing body, an analyst.
 */
public final class Fixture {
  public static final Caller ADMIN = caller("admin", "admin");
  public static final Caller OLGA = caller("olga");
  public static final Caller PIA = caller("pia");
  public static final Caller ADA = caller("ada");

  /** A clock that tests move. */
  public static final class HandClock extends Clock {
    private Instant now = Instant.parse("2026-05-01T12:00:00Z");

    public void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  public final HandClock clock = new HandClock();
  public final MemoryMesh mesh = new MemoryMesh(clock);
  public final SecretBox box = new SecretBox(new byte[32], new SecureRandom());

  /** Of a server whose operator has allowed no provider. */
  public final ContextParameters contexts =
      new ContextParameters(box, new Providers(ProviderSettings.NOTHING, Map.of()));

  public final FlowParameters parameters = new FlowParameters(box, contexts);

  public Fixture() {
    for (var name : new String[] {"olga", "pia", "ada", "admin"}) {
      mesh.put(
          ResourceKind.USER,
          name,
          "{'apiVersion':'weft.dev/v1','kind':'User','name':'" + name + "'}");
    }
    mesh.put(
        ResourceKind.DOMAIN,
        "shop",
        "{'apiVersion':'weft.dev/v1','kind':'Domain','name':'shop','governance':{'body':['olga','pia']}}");
    mesh.put(
        ResourceKind.DATA_CONTRACT,
        "customers-v1",
        "{'apiVersion':'v3.1.0','kind':'DataContract','id':'customers-v1','version':'1.0.0','status':'active','dataProduct':'customers',"
            + "'schema':[{'name':'customer','properties':[{'name':'id','logicalType':'integer','primaryKey':true},"
            + "{'name':'email','logicalType':'string'}]}]}");
    mesh.put(ResourceKind.DATA_PRODUCT, "customers", product("olga"));
  }

  public static String product(String owner) {
    return "{'apiVersion':'v1.0.0','kind':'DataProduct','id':'customers','status':'active','domain':'shop',"
        + "'outputPorts':[{'name':'customers','version':'1.0.0','contractId':'customers-v1'}],"
        + "'team':{'members':[{'username':'"
        + owner
        + "','role':'owner'}]}}";
  }

  public static Caller caller(String name, String... roles) {
    return new Caller(PrincipalId.user(name), Set.of(roles), Instant.MAX);
  }
}
