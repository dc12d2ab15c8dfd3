package org.polarbeam.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Response;
import org.polarbeam.record.Sampling;
import org.polarbeam.record.Validity;
import org.polarbeam.study.ListRule;

/** Which answers count, by the study's rule, and what is odd about them. */
class ReadingTest {
  private static final ListRule WHOLE = ListRule.whole(Map.of("five", 5));
  private static final ListRule PUBLISHED = ListRule.published(Map.of("five", 5));

  private static Response answer(String template, String text, String why) {
    return new Response(
        "r",
        "p",
        "m",
        "f",
        "en",
        "",
        "f120",
        "v1",
        template,
        0,
        new Sampling(null, null, null, null),
        text,
        why,
        null,
        null);
  }

  private static Reading read(ListRule rule, String template, String text) {
    return Reading.of(answer(template, text, "stop"), null, rule);
  }

  private static String list(int items, int distinct) {
    return IntStream.range(0, items)
        .mapToObj(i -> (i + 1) + ". Citizen " + (char) ('A' + i % distinct) + " is in favour.")
        .collect(Collectors.joining("\n"));
  }

  @Test
  void fewerThanThreeInTenDoNotCount() {
    Reading two = read(WHOLE, "t1", list(2, 2));
    assertEquals(Validity.FEW_ITEMS, two.validity());
    assertEquals(List.of("few"), two.flags());
    assertEquals(Validity.VALID, read(WHOLE, "t1", list(3, 3)).validity());
    assertEquals(Validity.VALID, read(WHOLE, "five", list(2, 2)).validity());
    assertEquals(Validity.FEW_ITEMS, read(WHOLE, "five", list(1, 1)).validity());
    Reading kept = read(PUBLISHED, "t1", list(2, 2));
    assertEquals(Validity.VALID, kept.validity());
    assertEquals(List.of("few"), kept.flags(), "told all the same");
  }

  @Test
  void itemsAlikeDoNotCount() {
    Reading alike = read(WHOLE, "t1", list(10, 4));
    assertEquals(Validity.ALIKE_ITEMS, alike.validity());
    assertEquals(List.of("alike"), alike.flags());
    assertEquals(Validity.VALID, read(WHOLE, "t1", list(10, 5)).validity());
    assertEquals(Validity.VALID, read(PUBLISHED, "t1", list(10, 1)).validity());
    String marked = "1. In favour!\n2. **In favour**\n3. in  favour.\n4. Against.\n5. ＩＮ favour";
    assertEquals(Validity.ALIKE_ITEMS, read(WHOLE, "five", marked).validity());
  }

  @Test
  void ofMoreThanWereAskedForTheFirstCount() {
    Reading more = read(WHOLE, "t1", list(12, 12));
    assertEquals(10, more.items().size());
    assertEquals(List.of("more"), more.flags());
    assertEquals(Validity.VALID, more.validity());
    assertEquals(12, read(PUBLISHED, "t1", list(12, 12)).items().size());
    assertEquals(5, read(WHOLE, "five", list(6, 6)).items().size());
  }

  @Test
  void whatEndedBeforeItsEndIsTold() {
    for (String why : List.of("length", "MAX_TOKENS", "model_length")) {
      Reading cut = Reading.of(answer("t1", list(4, 4) + "\n5. Citizen E is", why), null, WHOLE);
      assertEquals(4, cut.items().size());
      assertEquals(List.of("cut_off"), cut.flags());
    }
    Reading thought = Reading.of(answer("t1", "<think>Ten citizens", "length"), null, WHOLE);
    assertEquals(List.of("cut_off"), thought.flags());
  }

  @Test
  void theFormOfTheListIsAnEcho() {
    Reading echo = read(WHOLE, "t1", "1. <summary>\n2. <summary>\n3. <summary>");
    assertEquals(Validity.UNREAD, echo.validity());
    assertEquals(List.of("echo"), echo.flags());
    assertEquals(List.of(), read(WHOLE, "t1", "People think so and so.").flags());
  }

  @Test
  void aJudgeThatLabelsOneTextInTwoWaysIsTold() {
    Response response = answer("t1", list(4, 2), "stop");
    Reading reading = Reading.of(response, null, WHOLE);
    Judgement sure = reading.judged(response, List.of("pro", "con", "pro", "con"), "en", "j");
    assertEquals(List.of(), sure.flags());
    Judgement unsure = reading.judged(response, List.of("pro", "con", "pro", "pro"), "en", "j");
    assertEquals(List.of("labels_differ"), unsure.flags());
    assertTrue(unsure.validity().equals("valid"), unsure.validity());
  }
}
