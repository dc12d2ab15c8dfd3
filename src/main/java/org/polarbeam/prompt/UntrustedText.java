package org.polarbeam.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.Locale;

/**
 * Makes what a model wrote safe to show to another. Nothing invisible or endless is left in it, and
 * in JSON no character that a chat template could take for one of its own marks, such as {@code
 * <|im_end|>} or {@code [INST]}, stands unescaped.
 */
final class UntrustedText {
  /** No summary of an interview is as long; a flood would crowd out the other items. */
  static final int LONGEST = 2_000;

  private static final String CUT = " […]";
  private static final int REPLACEMENT = 0xfffd;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;
  private static final ObjectWriter JSON = writer();

  private UntrustedText() {}

  /**
   * The visible text: control characters become blanks; marks that turn the direction of writing,
   * invisible characters but the two joiners that scripts need, and halves of characters go; what
   * is longer than {@link #LONGEST} characters is cut.
   */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    int kept = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      int shown = shown(c);
      if (shown < 0) {
        continue;
      }
      if (kept++ == LONGEST) {
        return clean.append(CUT).toString();
      }
      clean.appendCodePoint(shown);
    }
    return clean.toString();
  }

  /** What to show for a character; negative for nothing. */
  private static int shown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> ' ';
      case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER ? c : -1;
      case Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> REPLACEMENT;
      default -> isHiddenSelector(c) ? -1 : c;
    };
  }

  /** Variation selectors beyond the first sixteen carry text that nobody sees. */
  private static boolean isHiddenSelector(int c) {
    return c >= 0xe0100 && c <= 0xe01ef;
  }

  /** JSON text in which angle and square brackets and bars within strings are escaped. */
  static String json(JsonNode document) {
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  private static ObjectWriter writer() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.getFactory().setCharacterEscapes(new TemplateMarks());
    return mapper.writerWithDefaultPrettyPrinter();
  }

  private static final class TemplateMarks extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final String MARKS = "<>[]|";

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
      for (char mark : MARKS.toCharArray()) {
        escapes[mark] = CharacterEscapes.ESCAPE_CUSTOM;
      }
      return escapes;
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return MARKS.indexOf(c) < 0
          ? null
          : new SerializedString(String.format(Locale.ROOT, "\\u%04x", c));
    }
  }
}
