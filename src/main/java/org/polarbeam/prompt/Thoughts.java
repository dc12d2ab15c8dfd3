package org.polarbeam.prompt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a reasoning model thinks before it answers is no part of the answer. Servers should keep the
 * two apart and often do not: thoughts come between marks of many makes, with their beginning left
 * out (the chat template wrote it), or with their end (the limit cut them off).
 */
public final class Thoughts {
  private static final String NAMES =
      "(?:think|thinking|thoughts?|reasoning|reason|reflection|scratchpad|analysis)";

  /** The marks' makes; group 1 is a beginning, group 2 an end. */
  private static final Pattern MARK =
      Pattern.compile(
          "(?i)(<\\s{0,3}"
              + NAMES
              + "\\s{0,3}>|\\[\\s{0,3}"
              + NAMES
              + "\\s{0,3}]|◁think▷|<seed:think>|<\\|?(?:begin|start)_?of_?thought\\|?>"
              + "|<\\|channel>thought)"
              + "|(<\\s{0,3}/\\s{0,3}"
              + NAMES
              + "\\s{0,3}>|\\[\\s{0,3}/\\s{0,3}"
              + NAMES
              + "\\s{0,3}]|◁/think▷|</seed:think>|<\\|?end_?of_?thought\\|?>|<channel\\|>)");

  /** Harmony's messages: a channel, then its text; the last in the channel final is the answer. */
  private static final Pattern FINAL =
      Pattern.compile("<\\|channel\\|>\\s{0,8}final\\b[^<]{0,200}<\\|message\\|>");

  private static final Pattern OTHER_CHANNEL =
      Pattern.compile("(?s)<\\|channel\\|>\\s*(?:analysis|commentary)\\b.*\\z");

  private static final Pattern ENDS = Pattern.compile("<\\|(?:end|return|start|call)\\|>");

  private Thoughts() {}

  /** The answer without what was thought before it; empty where there is nothing else. */
  public static String without(String text) {
    String answer = text;
    if (answer.contains("<|channel|>")) {
      int last = -1;
      for (Matcher end = FINAL.matcher(answer); end.find(); last = end.end()) {}
      answer = last >= 0 ? answer.substring(last) : OTHER_CHANNEL.matcher(answer).replaceFirst("");
      answer = ENDS.split(answer, 2)[0];
    }
    return hasMark(answer) ? withoutMarked(answer) : answer;
  }

  /**
   * Between a beginning and the next end is a thought; before an end without a beginning all is;
   * and behind a beginning without an end, where it stands at the beginning of a line.
   */
  private static String withoutMarked(String text) {
    StringBuilder answer = new StringBuilder();
    Matcher mark = MARK.matcher(text);
    int kept = 0; // up to here the text is dealt with
    int begun = -1;
    while (mark.find()) {
      if (mark.group(1) != null) {
        begun = begun < 0 ? mark.start() : begun;
        continue;
      }
      if (begun < 0) {
        answer.setLength(0);
      } else {
        answer.append(text, kept, begun);
      }
      kept = mark.end();
      begun = -1;
    }
    boolean cutOff =
        begun >= 0 && text.substring(text.lastIndexOf('\n', begun) + 1, begun).isBlank();
    return answer.append(text, kept, cutOff ? begun : text.length()).toString();
  }

  /** Most answers have none, and the patterns take time. */
  private static boolean hasMark(String text) {
    return text.indexOf('<') >= 0 || text.indexOf('[') >= 0 || text.indexOf('◁') >= 0;
  }
}
