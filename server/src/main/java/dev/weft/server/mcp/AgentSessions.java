package dev.weft.server.mcp;

import dev.weft.model.PrincipalId;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What agents of the older protocol have called themselves when they began; the newest say it with
 * each call. The latest 10,000 are remembered, in memory. Safe for any thread.
 */
final class AgentSessions {
  private static final int REMEMBERED = 10_000;
  private static final int ID_BYTES = 16;

  private final SecureRandom random;
  private final Map<String, Session> all =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > REMEMBERED;
        }
      };

  AgentSessions(SecureRandom random) {
    this.random = random;
  }

  private record Session(PrincipalId person, String agent) {}

  synchronized String begin(PrincipalId person, String agent) {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    var id = HexFormat.of().formatHex(bytes);
    all.put(id, new Session(person, agent));
    return id;
  }

  /** The agent of this person's session; nobody uses another's. */
  synchronized Optional<String> agent(String id, PrincipalId person) {
    return Optional.ofNullable(all.get(id))
        .filter(session -> session.person().equals(person))
        .map(Session::agent);
  }

  synchronized void end(String id, PrincipalId person) {
    if (agent(id, person).isPresent()) {
      all.remove(id);
    }
  }
}
