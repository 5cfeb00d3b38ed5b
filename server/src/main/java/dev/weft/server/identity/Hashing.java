package dev.weft.server.identity;

import java.security.SecureRandom;
import java.util.concurrent.Semaphore;

/**
 * Hashes passwords, a few at a time: Argon2 takes 19 MiB each, and a storm must not take the heap.
 */
final class Hashing {
  private static final int AT_ONCE = 4;

  private final SecureRandom random;
  private final Semaphore places = new Semaphore(AT_ONCE);

  Hashing(SecureRandom random) {
    this.random = random;
  }

  PasswordHash of(String password) {
    places.acquireUninterruptibly();
    try {
      return PasswordHash.of(password, random);
    } finally {
      places.release();
    }
  }

  boolean matches(PasswordHash hash, String password) {
    places.acquireUninterruptibly();
    try {
      return hash.matches(password);
    } finally {
      places.release();
    }
  }
}
