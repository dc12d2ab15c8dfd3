package org.polarbeam.pipelines.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.polarbeam.files.InputException;

/** What people and programs wrote as records is checked, and told by its line and field. */
class RecordsTest {
  private static final String GOOD =
      "{\"id\":\"r\",\"promptId\":\"p\",\"model\":\"m\",\"family\":\"f\",\"language\":\"da\","
          + "\"persona\":\"\",\"topic\":\"f120\",\"responseLanguage\":\"da\",\"items\":2,"
          + "\"labels\":[\"pro\",\"con\"],\"judge\":\"j\",\"validity\":\"valid\"}";

  private static void refused(String what, String by, String message) {
    String line = GOOD.replace(what, by);
    InputException e =
        assertThrows(InputException.class, () -> Records.judgement(line, "j.jsonl", 7), by);
    assertEquals("j.jsonl, line 7" + message, e.getMessage());
  }

  @Test
  void aJudgementIsRead() {
    assertEquals(2, Records.judgement(GOOD, "j.jsonl", 7).labels().size());
    assertEquals(0, Records.judgement(GOOD, "j.jsonl", 7).flags().size());
  }

  @Test
  void slipsAreToldByTheirField() {
    refused(
        "[\"pro\",\"con\"]",
        "[\"pro\",null]",
        ", column labels: the field is missing, or something in it. Give the record as written.");
    refused(
        "\"items\":2",
        "\"items\":2.5",
        ", column items: it is not a whole number. Give one JSON object a line, as an earlier run"
            + " wrote it.");
    refused(
        "\"judge\"",
        "\"model\":\"n\",\"judge\"",
        ": this is no Judgement: the field model is there twice. Give one JSON object a line, as an"
            + " earlier run wrote it.");
    refused(
        ",\"validity\":\"valid\"}",
        "",
        ": this is no Judgement: Unexpected end-of-input. Give one JSON object a line, as an earlier"
            + " run wrote it.");
    refused(
        "\"responseLanguage\":\"da\"",
        "\"responseLanguage\":\"zz9\"",
        ", column responseLanguage: 'zz9' is no language. Give a BCP-47 tag such as da, pt or pt-BR.");
    refused(
        "\"valid\"}",
        "\"valid\",\"flags\":[\"odd\"]}",
        ", column flags: one of [odd] is no flag. Give some of [few, alike, more, cut_off, echo,"
            + " labels_differ].");
  }
}
