package dev.weft.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;

/** Gives a Java client its tokens: those that the test has put under the client's source. */
public final class ClientTokens implements AuthenticateCallbackHandler {
  /** The tokens by source, each with its text and when the client believes that it ends. */
  static final Map<String, Supplier<Token>> SOURCES = new ConcurrentHashMap<>();

  record Token(String value, Instant until) {}

  private String source;

  static Map<String, Object> client(String source) {
    return Map.of(
        "sasl.mechanism",
        "OAUTHBEARER",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required source=\""
            + source
            + "\";",
        "sasl.login.callback.handler.class",
        ClientTokens.class.getName(),
        "sasl.login.refresh.min.period.seconds",
        "1",
        "sasl.login.refresh.buffer.seconds",
        "0",
        "sasl.login.refresh.window.factor",
        "0.5");
  }

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
    source = (String) entries.get(0).getOptions().get("source");
  }

  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    for (var callback : callbacks) {
      if (callback instanceof OAuthBearerTokenCallback token) {
        token.token(new Given(SOURCES.get(source).get()));
      } else if (!(callback instanceof SaslExtensionsCallback)) {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  private record Given(Token token) implements OAuthBearerToken {
    @Override
    public String value() {
      return token.value();
    }

    @Override
    public Set<String> scope() {
      return Set.of();
    }

    @Override
    public long lifetimeMs() {
      return token.until().toEpochMilli();
    }

    @Override
    public String principalName() {
      return "me";
    }

    @Override
    public Long startTimeMs() {
      return token.until().minus(Duration.ofSeconds(4)).toEpochMilli();
    }
  }
}
