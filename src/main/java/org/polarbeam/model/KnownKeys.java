package org.polarbeam.model;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys that this process has read, so that none leaves it in a text: servers repeat what they
 * were sent, as it is, in part or encoded. Every text that comes from elsewhere, and every failure,
 * passes through {@link #mask} before anybody sees it.
 */
public final class KnownKeys {
  /** What stands for a key. */
  public static final String MASK = "[key]";

  /** So many signs of a key in a row are a part of it, and fewer may be chance. */
  private static final int PART = 8;

  /** Base64 has four signs for three. */
  private static final int ENCODED_PART = 12;

  private static final int BASE64_GROUP = 3;

  private static final Pattern LIKELY =
      Pattern.compile("\\b(?:(?:sk|gsk|xai|hf|pplx|r8)[-_]|AIza)[-_A-Za-z0-9]{16,}");

  /** What may be a key of any vendor: no part of a path or of a name. */
  private static final Pattern OPAQUE =
      Pattern.compile("(?<![\\w/.:-])[A-Za-z0-9]{24,}(?![\\w/.:-])");

  /** In words, large letters, small ones and digits take turns less often than every third sign. */
  private static final int OFTEN = 3;

  private static final Pattern KEY_VARIABLE =
      Pattern.compile("(?i)(api_?key|token|secret|password)s?$");

  /** A shorter text is in a variable by chance. */
  private static final int LEAST_KEY = 12;

  private static final Pattern MIXED = Pattern.compile("(?=.*[0-9])(?=.*[A-Z])(?=.*[a-z])");

  /** The parts of keys in lower case, forwards and backwards. Never emptied: a key stays one. */
  private static final Set<String> PARTS = ConcurrentHashMap.newKeySet();

  /** The parts of keys in hexadecimal. */
  private static final Set<String> HEX_PARTS = ConcurrentHashMap.newKeySet();

  private static final Set<String> BASE32_PARTS = ConcurrentHashMap.newKeySet();

  /** So many numbers in a row may be letters. */
  private static final Pattern NUMBERS = Pattern.compile("(?:[0-9]{2,3}[^0-9]{1,3}){7}[0-9]{2,3}");

  /** The parts of keys in Base64. */
  private static final Set<String> ENCODED_PARTS = ConcurrentHashMap.newKeySet();

  private KnownKeys() {}

  /** Remembers a key. */
  public static void remember(String key) {
    BareText signs = BareText.of(key);
    for (BareText form : List.of(signs, signs.alphanumeric())) {
      String bare = lower(form.text());
      addParts(bare, PART, PARTS);
      addParts(new StringBuilder(bare).reverse().toString(), PART, PARTS);
      addParts(rotated(bare), PART, PARTS);
    }
    addParts(lower(base32(key.getBytes(StandardCharsets.UTF_8))), ENCODED_PART, BASE32_PARTS);
    addParts(HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8)), 2 * PART, HEX_PARTS);
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < BASE64_GROUP; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      int mixed = before == 0 ? 0 : before + 1; // signs that what stands before has a part in
      int whole = 4 * (shifted.length / BASE64_GROUP);
      if (whole > mixed) {
        String stable = encoded.substring(mixed, whole);
        addParts(stable, ENCODED_PART, ENCODED_PARTS);
        addParts(stable.replace('+', '-').replace('/', '_'), ENCODED_PART, ENCODED_PARTS);
        addParts(stable.replaceAll("[+/]", ""), ENCODED_PART, ENCODED_PARTS);
      }
    }
  }

  /** By 13 letters, as puzzles have it. */
  private static String rotated(String lower) {
    StringBuilder rotated = new StringBuilder(lower.length());
    for (char c : lower.toCharArray()) {
      rotated.append(c >= 'a' && c <= 'z' ? (char) ('a' + (c - 'a' + 13) % 26) : c);
    }
    return rotated.toString();
  }

  /** By RFC 4648, without what fills it up. */
  private static String base32(byte[] bytes) {
    StringBuilder encoded = new StringBuilder();
    int bits = 0;
    int left = 0;
    for (byte b : bytes) {
      bits = (bits << Byte.SIZE | b & 0xff) & 0xffff;
      left += Byte.SIZE;
      for (; left >= 5; left -= 5) {
        encoded.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(bits >> left - 5 & 31));
      }
    }
    return encoded.toString();
  }

  private static void addParts(String form, int length, Set<String> parts) {
    for (int begin = 0; begin + length <= form.length(); begin++) {
      parts.add(form.substring(begin, begin + length));
    }
  }

  /** The text, with every key or part of a key that is known replaced. */
  public static String mask(String text) {
    if (text == null || PARTS.isEmpty()) {
      return text;
    }
    BitSet secret = new BitSet();
    mark(BareText.of(text), secret);
    if (BareText.hasTags(text)) {
      mark(BareText.withoutTags(text), secret);
    }
    if (text.indexOf('<') >= 0) {
      mark(BareText.withoutMarkup(text), secret);
    }
    if (NUMBERS.matcher(text).find()) {
      mark(BareText.ofNumbers(text), secret);
    }
    return secret.isEmpty() ? text : replaced(text, secret);
  }

  private static void mark(BareText bare, BitSet secret) {
    BareText letters = bare.alphanumeric();
    mark(lower(bare.text()), PART, PARTS, bare, secret);
    mark(bare.text(), ENCODED_PART, ENCODED_PARTS, bare, secret);
    String plain = lower(letters.text());
    mark(plain, PART, PARTS, letters, secret);
    mark(plain, 2 * PART, HEX_PARTS, letters, secret);
    mark(plain, ENCODED_PART, BASE32_PARTS, letters, secret);
    mark(letters.text(), ENCODED_PART, ENCODED_PARTS, letters, secret);
  }

  /**
   * The text, with what looks like a key replaced, by its vendor's mark or since it is no word: one
   * that was given in a wrong place is known to nobody.
   */
  public static String maskLikely(String text) {
    return OPAQUE
        .matcher(LIKELY.matcher(text).replaceAll(MASK))
        .replaceAll(may -> isOpaque(may.group()) ? MASK : may.group());
  }

  /**
   * Whether the value of an option is a key: it looks like one, or a variable has it whose name
   * says so.
   */
  public static boolean isKey(String value, Map<String, String> environment) {
    return isLikely(value)
        || OPAQUE.matcher(value).matches() && isOpaque(value)
        || value.length() >= LEAST_KEY
            && environment.entrySet().stream()
                .anyMatch(
                    e -> KEY_VARIABLE.matcher(e.getKey()).find() && e.getValue().contains(value));
  }

  private static boolean isOpaque(String text) {
    int turns = 0;
    for (int i = 1; i < text.length(); i++) {
      if (Character.getType(text.charAt(i)) != Character.getType(text.charAt(i - 1))) {
        turns++;
      }
    }
    return MIXED.matcher(text).lookingAt() && OFTEN * turns >= text.length();
  }

  /**
   * Whether a text, such as a name, is likelier a vendor's key: digits, large and small letters.
   */
  public static boolean isLikely(String text) {
    Matcher likely = LIKELY.matcher(text);
    while (likely.find()) {
      if (MIXED.matcher(likely.group()).lookingAt()) {
        return true;
      }
    }
    return false;
  }

  /** Latin letters in lower case; no sign moves. */
  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return lower.toString();
  }

  private static void mark(
      String text, int length, Set<String> parts, BareText bare, BitSet secret) {
    for (int begin = 0; begin + length <= text.length(); begin++) {
      if (parts.contains(text.substring(begin, begin + length))) {
        secret.set(bare.begin(begin), bare.end(begin + length - 1));
      }
    }
  }

  private static String replaced(String text, BitSet secret) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!secret.get(i)) {
        plain.append(text.charAt(i));
      } else if (i == 0 || !secret.get(i - 1)) {
        plain.append(MASK);
      }
    }
    return plain.toString();
  }
}
