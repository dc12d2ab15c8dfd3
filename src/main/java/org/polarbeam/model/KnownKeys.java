package org.polarbeam.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

  /** What to look for, as what it may be part of. Never emptied: a key stays one. */
  private static final Set<Form> FORMS = ConcurrentHashMap.newKeySet();

  private KnownKeys() {}

  /** A key as it may stand in a text. */
  private record Form(String text, int part) {}

  /** Remembers a key. */
  public static void remember(String key) {
    if (key.length() < PART) {
      return; // nothing that keeps a secret
    }
    FORMS.add(new Form(key, PART));
    FORMS.add(new Form(URLEncoder.encode(key, StandardCharsets.UTF_8), PART));
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < BASE64_GROUP; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      int mixed = before == 0 ? 0 : before + 1; // signs that what stands before has a part in
      int whole = 4 * (shifted.length / BASE64_GROUP);
      if (whole - mixed >= ENCODED_PART) {
        String stable = encoded.substring(mixed, whole);
        FORMS.add(new Form(stable, ENCODED_PART));
        FORMS.add(new Form(stable.replace('+', '-').replace('/', '_'), ENCODED_PART));
      }
    }
  }

  /** The text, with every key or part of a key that is known replaced. */
  public static String mask(String text) {
    if (text == null || FORMS.isEmpty() || text.length() < PART) {
      return text;
    }
    boolean[] secret = new boolean[text.length()];
    boolean any = false;
    for (Form form : new LinkedHashSet<>(FORMS)) {
      any |= mark(text, form, secret);
    }
    return any ? replaced(text, secret) : text;
  }

  private static boolean mark(String text, Form form, boolean[] secret) {
    boolean any = false;
    int last = form.text.length() - form.part;
    for (int begin = 0; begin <= last; begin++) {
      String part = form.text.substring(begin, begin + form.part);
      for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
        Arrays.fill(secret, at, at + form.part, true);
        any = true;
      }
    }
    return any;
  }

  private static String replaced(String text, boolean[] secret) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < secret.length; i++) {
      if (!secret[i]) {
        plain.append(text.charAt(i));
      } else if (i == 0 || !secret[i - 1]) {
        plain.append(MASK);
      }
    }
    return plain.toString();
  }
}
