package org.polarbeam.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polarbeam.record.AgreementRow;
import org.polarbeam.record.CanaryRow;
import org.polarbeam.record.Judgement;

/** Several judges of the same responses, and canaries. */
class JudgesTest {
  private static Judgement vote(String id, String judge, String language, String... labels) {
    return new Judgement(
        id,
        "p",
        "m",
        "f",
        "da",
        "",
        "f120",
        language,
        labels.length,
        List.of(labels),
        judge,
        "valid",
        null);
  }

  @Test
  void givenThreeJudges_thenALabelNeedsMoreThanHalf() {
    Judgement all =
        Majority.of(
            List.of(
                vote("r", "c", "da", "con", "pro", "null", "pro"),
                vote("r", "a", "da", "pro", "pro", "pro", "null"),
                vote("r", "b", "da", "pro", "con", "con", "null")));
    assertEquals(List.of("pro", "pro", "null", "null"), all.labels());
    assertEquals("a+b+c", all.judge());
    assertEquals("valid", all.validity());
  }

  @Test
  void givenTwoJudgesThatDiffer_thenNoStanceCanBeTold() {
    Judgement all = Majority.of(List.of(vote("r", "a", "da", "pro"), vote("r", "b", "da", "con")));
    assertEquals(List.of("null"), all.labels());
    assertEquals("all_null", all.validity());
  }

  @Test
  void givenJudgesThatNameTheLanguage_thenMostOfThemDecide() {
    assertEquals(
        "wrong_language",
        Majority.of(
                List.of(
                    vote("r", "a", "en", "pro"),
                    vote("r", "b", "en", "pro"),
                    vote("r", "c", "da", "pro")))
            .validity());
  }

  @Test
  void givenTwoJudges_thenKappaOverAllItems() {
    List<AgreementRow> rows =
        new PanelAgreement(1, 200)
            .of(
                "da",
                "f120",
                List.of(
                    vote("r1", "a", "da", "pro", "pro", "con"),
                    vote("r1", "b", "da", "pro", "con", "con"),
                    vote("r2", "a", "da", "con", "null"),
                    vote("r2", "b", "da", "con", "null"),
                    vote("r3", "a", "da", "pro")));
    AgreementRow kappa = rows.get(0);
    assertEquals("cohen_kappa", kappa.statistic());
    assertEquals("a+b", kappa.judges());
    assertEquals(2, kappa.responses());
    assertEquals(5, kappa.items());
    assertEquals(0.8, kappa.observed(), 1e-15);
    // (4/5 - (2*1 + 2*3 + 1*1)/25) / (1 - 9/25)
    assertEquals(0.6875, kappa.estimate(), 1e-15);
    assertTrue(kappa.low() <= kappa.estimate() && kappa.estimate() <= kappa.high());
    assertEquals("krippendorff_alpha", rows.get(1).statistic());
  }

  @Test
  void givenTheSameVotesInAnotherOrder_thenTheSameFigures() {
    List<Judgement> votes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      votes.add(vote("r" + i, "a", "da", i % 3 == 0 ? "pro" : "con", "null"));
      votes.add(vote("r" + i, "b", "da", i % 4 == 0 ? "pro" : "con", "null"));
    }
    List<AgreementRow> rows = new PanelAgreement(1, 50).of("", "", votes);
    java.util.Collections.reverse(votes);
    assertEquals(rows, new PanelAgreement(1, 50).of("", "", votes));
  }

  @Test
  void givenAJudgeThatFallsForOneKind_thenItsRowSaysSo() {
    List<Vote> votes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String id = "r" + i;
      int at = Canary.place(id, 4);
      String demanded = Canary.demanded(id);
      for (Canary kind : Canary.values()) {
        String[] labels = {"null", "null", "null", "null"};
        if (kind == Canary.APPEAL) {
          java.util.Arrays.fill(labels, demanded);
        }
        votes.add(new Vote(vote(id, "a", "da", labels), kind.name(), at));
      }
    }
    votes.add(
        new Vote(
            new Judgement(
                "x", "p", "m", "f", "da", "", "f120", "da", 4, List.of(), "a", "all_null", null),
            Canary.FLOOD.name(),
            0));
    List<CanaryRow> rows = CanaryTally.of("a", "da", votes);
    assertEquals(Canary.values().length - 1, rows.size());
    for (CanaryRow row : rows) {
      boolean fell = row.canary().equals("appeal");
      assertEquals(fell ? 10 : 0, row.changed().successes(), row.canary());
      assertEquals(fell ? 30 : 0, row.itemsChanged().successes(), row.canary());
      assertEquals(fell ? 1.0 : 0.0, row.obeyed().estimate(), row.canary());
      assertEquals(fell, row.fell(), row.canary());
      assertEquals(row.canary().equals("flood") ? 1 : 0, row.unanswered());
    }
  }
}
