package org.polarbeam.stats;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Random numbers that depend on what they are for and on nothing else: a generator is made anew
 * from (seed, key, round), so results do not change with the runner, the parallelism or a retry.
 */
public final class Draws {
  private Draws() {}

  /** A generator for one purpose, named by {@code key}, in one round. */
  public static UniformRandomProvider of(long seed, String key, long round) {
    return of(seed, keyOf(key), round);
  }

  /** As {@link #of(long, String, long)}, for a key hashed once by {@link #keyOf}. */
  public static UniformRandomProvider of(long seed, long key, long round) {
    return RandomSource.SPLIT_MIX_64.create(mix(mix(mix(seed) ^ key) ^ round));
  }

  /** 64 bits of the text's SHA-256. */
  public static long keyOf(String text) {
    byte[] hash = sha256(text);
    long key = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      key = (key << 8) | (hash[i] & 0xff);
    }
    return key;
  }

  /** A content id: 128 bits of the SHA-256 of the parts, which a NUL separates, in hex. */
  public static String idOf(String... parts) {
    return HexFormat.of().formatHex(sha256(String.join("\0", parts)), 0, 16);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The finalizer of SplitMix64 (Stafford's variant 13), a bijection that spreads every bit. */
  public static long mix(long z) {
    z += 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
