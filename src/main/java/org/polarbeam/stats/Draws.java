package org.polarbeam.stats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Random numbers that depend on what they are for and on nothing else: a generator is made anew
 * from (seed, key, round), so results do not change with the runner, the parallelism or a retry.
 */
public final class Draws {
  private static final int WHOLE = 1 << 23;

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

  /**
   * The content id of a text from its bytes in UTF-8, which need not fit into memory: that of
   * {@link #idOf(String...)} up to {@value #WHOLE} bytes, and of a longer one that of its length
   * and its two checksums, by which a changed file is told at the speed of reading it.
   */
  public static String idOf(InputStream bytes) throws IOException {
    byte[] some = bytes.readNBytes(WHOLE);
    if (some.length < WHOLE) {
      return HexFormat.of().formatHex(sha256(some), 0, 16);
    }
    CRC32 one = new CRC32();
    CRC32C other = new CRC32C();
    long length = 0;
    for (int n = some.length; n > 0; n = bytes.readNBytes(some, 0, some.length)) {
      one.update(some, 0, n);
      other.update(some, 0, n);
      length += n;
    }
    return idOf("long", Long.toString(length), "" + one.getValue(), "" + other.getValue());
  }

  private static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
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
