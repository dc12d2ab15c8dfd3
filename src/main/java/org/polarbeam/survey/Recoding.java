package org.polarbeam.survey;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How answer codes of the EVS/WVS joint file are read as pro and con (paper, §2.1). */
public final class Recoding {
  /** Topics on which a high code is the con side, unlike other questions of their scale. */
  private static final Set<String> REVERSED = Set.of("e035");

  /** How many points the questions about values have. */
  static final List<Integer> SCALES = List.of(2, 3, 4, 5, 10);

  private static final int LEAST_TOP = 2;
  private static final int GREATEST_TOP = 11;

  /**
   * Questions on work, politics, religion, morale and security: sections B to F and H of the
   * EVS/WVS variable list. Other sections hold design variables, demographics and derived indices.
   */
  private static final Pattern VALUE_QUESTION = Pattern.compile("[B-FHb-fh]\\d{3}(_?\\w{1,3})?");

  private Recoding() {}

  /** Whether a variable by its name is a question about values. */
  public static boolean isValueQuestion(String variable) {
    return VALUE_QUESTION.matcher(variable).matches();
  }

  /** The key of a topic: its variable in lower case. */
  public static String topicOf(String variable) {
    return variable.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether a question with this highest code can be split in pro and con. */
  public static boolean isUsable(int top) {
    return top >= LEAST_TOP && top <= GREATEST_TOP;
  }

  /**
   * Whether an answer is pro.
   *
   * @param topic the topic's key
   * @param code the answer, from 1
   * @param top the highest code found in the variable
   */
  public static boolean isPro(String topic, int code, int top) {
    boolean pro;
    if (top == 3) {
      pro = code == 1;
    } else if (top == 10) {
      pro = code > 5;
    } else {
      pro = code <= top / 2; // on five points the neutral 3 is con
    }
    return pro != REVERSED.contains(topic);
  }
}
