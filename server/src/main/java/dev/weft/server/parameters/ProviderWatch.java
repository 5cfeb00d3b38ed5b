package dev.weft.server.parameters;

import dev.weft.model.ParameterContext;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import java.util.HashMap;
import java.util.Map;

/**
 * Notices when files of parameters have changed. What has changed counts when two looks agree, as
 * it may be half written at the first. Variables of the environment do not change while a process
 * runs. Called from one thread.
 */
public final class ProviderWatch {
  private final Providers providers;
  private Map<String, Integer> known = Map.of();
  private Map<String, Integer> seen = Map.of();

  public ProviderWatch(Providers providers) {
    this.providers = providers;
  }

  /** Whether flows have to be looked at for what has changed since the last time this was true. */
  public boolean changed(MeshState state) {
    var now = now(state);
    var settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(known)) {
      return false;
    }
    known = now;
    return true;
  }

  private Map<String, Integer> now(MeshState state) {
    var all = new HashMap<String, Integer>();
    for (var context : state.all(ResourceKind.PARAMETER_CONTEXT, ParameterContext.class)) {
      for (var provider : context.providers()) {
        if (provider.file() != null) {
          for (var name : context.parameters().keySet()) {
            all.put(
                context.name() + "\n" + provider.file() + "\n" + name,
                look(context, provider, name));
          }
        }
      }
    }
    return all;
  }

  /** A hash is kept rather than the value, as here nobody needs to know it. */
  private int look(ParameterContext context, ParameterContext.Provider provider, String name) {
    try {
      return providers.value(context, provider, name).hashCode();
    } catch (ProblemException e) {
      return e.getMessage().hashCode();
    }
  }
}
