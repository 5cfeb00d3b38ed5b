package dev.weft.server.identity;

import dev.weft.model.PrincipalId;
import java.util.Optional;

/** Knows passwords that are kept elsewhere, such as in a directory. Safe for any thread. */
public interface OutsidePasswords {
  /**
   * Whose name and password these are, who is a user by then; empty when they are wrong.
   *
   * @throws dev.weft.model.ProblemException ENVIRONMENT when nobody can say, REFUSED when the
   *     person may not be let in all the same
   */
  Optional<PrincipalId> check(String name, String password);
}
