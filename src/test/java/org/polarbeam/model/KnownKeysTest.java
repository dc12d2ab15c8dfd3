package org.polarbeam.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class KnownKeysTest {
  private static final String KEY = "sk-proj+Ab/12_xyzQWERTY-0987654321lmnop";

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Every letter of a text by a pattern, such as {@code %%%02x}. */
  private static String each(String pattern, String text) {
    StringBuilder letters = new StringBuilder();
    text.chars().forEach(c -> letters.append(String.format(Locale.ROOT, pattern, c)));
    return letters.toString();
  }

  /** In letters that nobody sees. */
  private static String tags(String text) {
    StringBuilder letters = new StringBuilder();
    text.chars().forEach(c -> letters.appendCodePoint(0xe0000 + c));
    return letters.toString();
  }

  private static String wide(String text) {
    StringBuilder letters = new StringBuilder();
    text.chars().forEach(c -> letters.append((char) (c + 0xfee0)));
    return letters.toString();
  }

  @Test
  void givenAKey_thenItIsMaskedAsItIsInPartAndEncoded() {
    KnownKeys.remember(KEY);
    for (String form :
        List.of(
            KEY,
            KEY.substring(3, 20),
            URLEncoder.encode(KEY, StandardCharsets.UTF_8),
            KEY.toUpperCase(Locale.ROOT),
            HexFormat.of().formatHex(KEY.getBytes(StandardCharsets.UTF_8)),
            HexFormat.of().withUpperCase().formatHex(KEY.getBytes(StandardCharsets.UTF_8)),
            each("\\u%04x", KEY),
            each("%%%02x", KEY),
            each("%%%02X", KEY),
            each("%%25%02X", KEY),
            each("\\x%02x", KEY),
            each("\\\\u%04X", KEY),
            each("&#%d;", KEY),
            each("&#x%x;", KEY),
            each("&amp;#%d;", KEY),
            each("0x%02x, ", KEY).strip(),
            each("%c\u200b", KEY),
            each("%c ", KEY).strip(),
            each("%c\u0001", KEY),
            each("%c\ud834\udd73", KEY), // ends a beam of music
            each("%c\udb40\udc41", KEY), // a tag between
            each("&#%d", KEY),
            each("&#X%x", KEY),
            each("%02x:", KEY),
            each("%02X-", KEY),
            each("=%02X", KEY),
            each("%c.", KEY),
            each("%c**", KEY),
            wide(KEY),
            each("%c\ufe0f", KEY),
            each("%c\u3164", KEY),
            each("%c\u0301", KEY),
            each("\\%03o", KEY),
            tags(KEY),
            each("%c<b></b>", KEY),
            each("<b a>%c</b>", KEY),
            each("%d,", KEY),
            each("%03d ", KEY).strip(),
            each("<i>%%%02x</i>", KEY),
            new StringBuilder(KEY).reverse().toString(),
            base64(KEY),
            base64("Bearer " + KEY),
            base64(":" + KEY),
            base64("user:" + KEY))) {
      String masked = KnownKeys.mask("before " + form + " after");
      assertTrue(masked.startsWith("before ") && masked.endsWith(" after"), masked);
      assertTrue(masked.contains(KnownKeys.MASK), form);
      for (int i = 0; i + 12 <= form.length(); i++) {
        assertFalse(masked.contains(form.substring(i, i + 12)), form + " in " + masked);
      }
    }
    ModelException failure =
        new ModelException(ModelException.Kind.FATAL, "wrong key " + KEY + " given", null);
    assertEquals("wrong key [key] given", failure.getMessage());
    assertEquals("an answer without any", KnownKeys.mask("an answer without any"));
  }

  @Test
  void whatLooksLikeAKeyIsMaskedAndNamesAreNot() {
    for (String key : List.of("sk-abcdefgh12345678ABCDEFGH", "Zk3PqR7sT9vW1xY5bC8dF2gH4jL6nM0q")) {
      assertEquals("unknown '[key]'.", KnownKeys.maskLikely("unknown '" + key + "'."), key);
    }
    for (String name :
        List.of(
            "meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo",
            "Meta-Llama-3-70B-Instruct-Turbo-Free",
            "Representative4Democracies",
            "/runs/Zk3PqR7sT9vW1xY5bC8dF2gH4jL6nM0q/store",
            "0f3e5a7b9c1d2e4f6a8b0c1d2e3f4a5b")) {
      String text = "of '" + name + "'";
      assertEquals(text, KnownKeys.maskLikely(text), name);
    }
  }
}
